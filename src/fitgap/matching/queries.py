"""Steps as the matcher asks for them: equal steps are asked once, in columns of wordings."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import TypeAlias

from fitgap.model.policy import Matching
from fitgap.model.step import Step
from fitgap.model.values import made_often
from fitgap.model.wording import EMPTY, Wording

Wordings: TypeAlias = Mapping[str, Wording]


@made_often
class Query:
    """What a step says and the surroundings it says it in; steps with equal texts make equal queries."""

    name: str
    content: str
    forms: tuple[str, ...]
    title: str
    previous: tuple[str, ...]
    following: tuple[str, ...]
    flow: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Distinct queries, for every step (flow after flow) the place of its query, and the step names of every flow."""

    queries: tuple[Query, ...]
    places: tuple[int, ...]
    topics: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTexts:
    """Queries as columns of wordings; several texts of a query (forms, neighbours) are joined into one."""

    jobs: tuple[Wording, ...]
    details: tuple[Wording, ...]
    forms: tuple[Wording, ...]
    titles: tuple[Wording, ...]
    neighbours: tuple[tuple[Wording, ...], tuple[Wording, ...]]
    written: tuple[str, ...]


def ask(flows: Sequence[Sequence[Step]], policy: Matching) -> Asked:
    """One query a distinct step of a flow; forms that most steps of the flow use say nothing about one of them."""
    places_of: dict[Query, int] = {}
    places = []
    for number, steps in enumerate(flows):
        telling = _telling_forms(steps, policy)
        for step in steps:
            used = tuple(dict.fromkeys([form.name for form in step.forms]))
            query = Query(
                name=step.name,
                content=step.content,
                forms=tuple([name for name in used if name in telling]) or used,
                title=step.process_name or step.flow_name,
                previous=step.previous_names,
                following=step.next_names,
                flow=number,
            )
            places.append(places_of.setdefault(query, len(places_of)))
    topics = tuple(tuple(dict.fromkeys(step.name for step in steps)) for steps in flows)
    return Asked(queries=tuple(places_of), places=tuple(places), topics=topics)


def read_queries(queries: Sequence[Query], wordings: Wordings) -> StepTexts:
    """The wordings of queries; a text without a wording reads as nothing."""
    names = [wording_of(wordings, query.name) for query in queries]
    remarks = [wording_of(wordings, name.remark) for name in names]
    contents = [wording_of(wordings, query.content) for query in queries]
    return StepTexts(
        jobs=tuple([wording_of(wordings, name.job) for name in names]),
        details=tuple([joined(pair) for pair in zip(remarks, contents, strict=True)]),
        forms=tuple([_of_all(wordings, query.forms) for query in queries]),
        titles=tuple([wording_of(wordings, query.title) for query in queries]),
        neighbours=(
            tuple([_of_all(wordings, query.previous) for query in queries]),
            tuple([_of_all(wordings, query.following) for query in queries]),
        ),
        written=tuple([f"{query.name} {query.content}" for query in queries]),
    )


def texts_of_steps(steps: Iterable[Step]) -> tuple[str, ...]:
    """Every text of the steps but their names that the matcher and the judge want a wording of, each once."""
    steps = tuple(steps)
    said = [[step.content, step.process_name, step.flow_name] for step in steps]
    forms = [[form.name for form in step.forms] for step in steps if step.forms]
    return tuple(dict.fromkeys(chain.from_iterable(said + forms)))


def labels_of_steps(steps: Iterable[Step]) -> tuple[str, ...]:
    """What the steps are called, each name once."""
    return tuple(dict.fromkeys([step.name for step in steps]))


def wording_of(wordings: Wordings, text: str) -> Wording:
    """The wording of a text; nothing for a text without one."""
    return wordings.get(text, EMPTY)


def joined(wordings: Sequence[Wording]) -> Wording:
    """Several texts as one."""
    said = [wording for wording in wordings if wording.key]
    if len(said) <= 1:
        return said[0] if said else EMPTY
    offsets = accumulate((len(wording.spelled) + 1 for wording in said), initial=0)
    return Wording(
        text=" ".join(wording.text for wording in said),
        key="　".join(wording.key for wording in said),
        spelled=" ".join(wording.spelled for wording in said),
        tongue=said[0].tongue,
        words=tuple(word for wording in said for word in wording.words),
        spots=tuple(
            (word, start + offset, end + offset)
            for wording, offset in zip(said, offsets, strict=False)
            for word, start, end in wording.spots
        ),
        terms=tuple(term for wording in said for term in wording.terms),
        activities=tuple(activity for wording in said for activity in wording.activities),
        objects=tuple(term for wording in said for term in wording.objects),
        concepts=tuple(concept for wording in said for concept in wording.concepts),
    )


def _of_all(wordings: Wordings, texts: Sequence[str]) -> Wording:
    return joined([wording_of(wordings, text) for text in texts]) if texts else EMPTY


def _telling_forms(steps: Sequence[Step], policy: Matching) -> frozenset[str]:
    uses = Counter(name for step in steps for name in {form.name for form in step.forms})
    most = max(policy.common_form_steps, policy.common_form_share * len(steps))
    return frozenset(name for name, count in uses.items() if count <= most)
