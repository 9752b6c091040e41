"""The method in its order: normalise, match, judge. The only place where the stages meet."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from fitgap.app.answering import Ground, ToldFlow, answers, results_for, tell
from fitgap.app.collecting import not_collecting
from fitgap.app.recent import Recent
from fitgap.app.semantic import meaning_of
from fitgap.matching.evidence import hear, voices_of
from fitgap.matching.form_facts import printed_items
from fitgap.matching.forms import FormIndex, build_form_index, match_forms, papers_of
from fitgap.matching.index import CatalogIndex, build_index, texts_of_catalog
from fitgap.matching.queries import labels_of_steps, texts_of_steps
from fitgap.matching.ranking import rank
from fitgap.model.catalog import Catalog, CatalogForm, Feature
from fitgap.model.evidence import NO_EVIDENCE, NOTHING_SAID, Evidence, StepEvidence
from fitgap.model.flow import Flow
from fitgap.model.judgement import FitGap, StepResult
from fitgap.model.policy import Policy
from fitgap.model.step import Step
from fitgap.model.wording import Wording
from fitgap.normalising import Normaliser, read_thesaurus
from fitgap.normalising.characters import NO_VARIANTS, key_of, plain
from fitgap.policies.thesaurus import thesaurus_text

Hearing: TypeAlias = Callable[[Sequence[Step]], Sequence[StepEvidence]]

_FLOWS_KEPT = 100  # answered flows kept, should another one say the same
_NODES_AT_ONCE = 2_000  # flows are worked on together until they have so many elements
_CATALOGS_KEPT = 8
_THESAURI_KEPT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A catalogue ready to be asked, with the normaliser that read it."""

    normaliser: Normaliser
    index: CatalogIndex
    forms: FormIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    """All that an index depends on. Not hashed are the functions, of which there are thousands: they are compared."""

    features: tuple[Feature, ...] = field(hash=False)
    forms: tuple[CatalogForm, ...] = field(hash=False)
    matching: str
    thesaurus: str


_normalisers: Recent[Normaliser] = Recent(_THESAURI_KEPT)
_prepared: Recent[Prepared] = Recent(_CATALOGS_KEPT)


def analyse(
    flow: Flow,
    catalog: Catalog,
    policy: Policy,
    thesaurus: str | None = None,
    evidence: Evidence = NO_EVIDENCE,
) -> FitGap:
    """Hold a flow against a catalogue: `analyse_many` with one flow."""
    return next(analyse_many((flow,), catalog, policy, thesaurus, evidence))


def analyse_many(
    flows: Iterable[Flow],
    catalog: Catalog,
    policy: Policy,
    thesaurus: str | None = None,
    evidence: Evidence = NO_EVIDENCE,
    *,
    explained: int | None = None,
) -> Iterator[FitGap]:
    """Hold flows against a catalogue, in their order; some flows at a time, so that memory does not grow with them.

    `thesaurus` is the text of a user's TOML file that extends the shipped one; a broken one raises PolicyError.
    `evidence` is what others decided; what the flows' own members said of them must have been left out. So many
    candidates of each step as `explained` says are given reasons (None: all).
    """
    prepared = prepare(catalog, policy, thesaurus)
    hearing = _hearing(catalog, policy, evidence)
    known: dict[ToldFlow, tuple[StepResult, ...]] = {}
    for block in _blocks(flows):
        with not_collecting():
            told = [tell(flow) for flow in block]
            new = tuple(same for same in dict.fromkeys(told) if same not in known)
            known |= dict(zip(new, _results(new, hearing, prepared, policy, explained), strict=True))
            answered = [
                FitGap(flow=flow, catalog=catalog, results=results_for(same.steps, known[same]))
                for flow, same in zip(block, told, strict=True)
            ]
        yield from answered
        known = dict(list(known.items())[-_FLOWS_KEPT:])


def _blocks(flows: Iterable[Flow]) -> Iterator[list[Flow]]:
    block: list[Flow] = []
    size = 0
    for flow in flows:
        block.append(flow)
        size += max(len(flow.nodes), 1)
        if size >= _NODES_AT_ONCE:
            yield block
            block, size = [], 0
    if block:
        yield block


def prepare(catalog: Catalog, policy: Policy, thesaurus: str | None = None) -> Prepared:
    """Index a catalogue; kept for the same contents, policy and thesaurus."""
    key = _Terms(
        features=catalog.features, forms=catalog.forms, matching=repr(policy.matching), thesaurus=thesaurus or ""
    )
    return _prepared.get(key, lambda: _prepare(catalog, policy, thesaurus))


def _prepare(catalog: Catalog, policy: Policy, thesaurus: str | None) -> Prepared:
    normaliser = normaliser_of(thesaurus)
    wordings = normaliser.all(texts_of_catalog(catalog))
    return Prepared(
        normaliser=normaliser,
        index=build_index(catalog, wordings, policy.matching),
        forms=build_form_index(catalog, wordings),
    )


def normaliser_of(thesaurus: str | None) -> Normaliser:
    """The normaliser with the shipped thesaurus and a user's on top; kept for the same text."""
    return _normalisers.get(thesaurus, lambda: _normaliser(thesaurus))


def _normaliser(thesaurus: str | None) -> Normaliser:
    sources = [("thesaurus.toml", thesaurus_text())]
    if thesaurus is not None:
        sources.append(("thesaurus", thesaurus))
    return Normaliser(read_thesaurus(*sources))


def read_steps(normaliser: Normaliser, steps: Iterable[Step]) -> dict[str, Wording]:
    """The wordings of everything that steps say, by text."""
    steps = tuple(steps)
    return normaliser.all(texts_of_steps(steps)) | normaliser.labels(labels_of_steps(steps))


def _hearing(catalog: Catalog, policy: Policy, evidence: Evidence) -> Hearing:
    """Asks the evidence, read once, what it says of steps."""
    if not evidence.rows or not policy.evidence.is_on:
        return lambda steps: (NOTHING_SAID,) * len(steps)
    voices = voices_of(evidence, catalog, _key, policy.evidence)
    return lambda steps: hear(voices, steps, _key, policy.evidence)


def _key(text: str) -> str:
    return key_of(plain(text, NO_VARIANTS))


def _results(
    flows: Sequence[ToldFlow], hearing: Hearing, prepared: Prepared, policy: Policy, explained: int | None
) -> Iterator[tuple[StepResult, ...]]:
    """The results of each flow; the texts of all of them are read, and their steps ranked, together."""
    steps = [step for flow in flows for step in flow.steps]
    normaliser, has_forms = prepared.normaliser, bool(prepared.forms.forms)
    items = normaliser.all(printed_items(document for flow in flows for document in flow.documents))
    wordings = items | read_steps(normaliser, steps)
    papers = [papers_of(flow.steps, wordings, policy.forms) if has_forms else () for flow in flows]
    wordings |= normaliser.all(paper.name for of_flow in papers for paper in of_flow)
    meaning = meaning_of(policy)
    ranked = rank(prepared.index, [flow.steps for flow in flows], wordings, policy.matching, meaning)
    forms = (
        match
        for flow, of_flow in zip(flows, papers, strict=True)
        for match in match_forms(prepared.forms, of_flow, flow.steps, wordings, policy.forms, flow.documents)
    )
    ground = Ground(index=prepared.index, wordings=wordings, policy=policy, meaning=meaning, explained=explained)
    return answers(ground, flows, ranked, forms, hearing(steps))
