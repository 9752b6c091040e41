"""Steps as the matcher asks for them: equal steps are asked once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fitgap.model.step import Step
from fitgap.model.wording import EMPTY, Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a step says and the surroundings it says it in; steps with equal texts make equal queries."""

    name: str
    content: str
    forms: tuple[str, ...]
    title: str
    topic: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Distinct queries, and for every step the place of its query."""

    queries: tuple[Query, ...]
    places: tuple[int, ...]


def ask(steps: Sequence[Step]) -> Asked:
    """One query a distinct step; the topic of a step is what all steps of its flow are called."""
    topics: dict[str, dict[str, None]] = {}
    for step in steps:
        topics.setdefault(step.flow_name, {})[step.name] = None
    topic_of = {flow: tuple(names) for flow, names in topics.items()}
    number_of: dict[Query, int] = {}
    places = []
    for step in steps:
        query = Query(
            name=step.name,
            content=step.content,
            forms=tuple(dict.fromkeys(form.name for form in step.forms)),
            title=step.process_name or step.flow_name,
            topic=topic_of[step.flow_name],
        )
        places.append(number_of.setdefault(query, len(number_of)))
    return Asked(queries=tuple(number_of), places=tuple(places))


def texts_of_steps(steps: Iterable[Step]) -> tuple[str, ...]:
    """Every text of the steps that the matcher and the judge want a wording of, each once."""
    return tuple(
        dict.fromkeys(
            text
            for step in steps
            for text in (
                step.name,
                step.content,
                step.process_name,
                step.flow_name,
                *(form.name for form in step.forms),
            )
        )
    )


def wording_of(wordings: Mapping[str, Wording], text: str) -> Wording:
    """The wording of a text; nothing for a text without one."""
    return wordings.get(text, EMPTY)
