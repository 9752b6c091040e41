"""Find the steps of an earlier version in a later one (by id, then by text, then by likeness and neighbours), and its
documents."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from fitgap.model.flow import Document
from fitgap.model.policy import Realigning
from fitgap.model.step import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPair:
    """An earlier step and the later one taken for the same; `fingerprint` is the later one's."""

    earlier_id: str
    step_id: str
    fingerprint: str
    is_changed: bool

    @property
    def is_moved(self) -> bool:
        """True when the step has another id now."""
        return self.earlier_id != self.step_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """One-to-one pairs in order of the earlier steps; what is in no pair has no counterpart."""

    pairs: tuple[StepPair, ...]


def realign(earlier: tuple[Step, ...], later: tuple[Step, ...], policy: Realigning) -> Alignment:
    """Pair the steps of two versions of a flow.

    First the same id with the same text, then the same text (of several, the one with the same neighbours), then the
    likest pairs whose score reaches `policy.minimum_score`. Ties go to the earlier step in file order.
    """
    found: dict[int, int] = {}
    later_by_id = {step.id: index for index, step in enumerate(later)}
    for index, step in enumerate(earlier):
        same = later_by_id.get(step.id)
        if same is not None and text_key(step) == text_key(later[same]) and same not in found.values():
            found[index] = same
    _take_best(_same_text(earlier, later, found), found)
    _take_best(_likeness(earlier, later, found, policy), found)
    return Alignment(
        pairs=tuple(
            StepPair(
                earlier_id=earlier[old].id,
                step_id=later[new].id,
                fingerprint=later[new].text_fingerprint,
                is_changed=text_key(earlier[old]) != text_key(later[new]),
            )
            for old, new in sorted(found.items())
        )
    )


def realign_documents(earlier: Iterable[Document], later: Iterable[Document]) -> dict[str, str]:
    """The earlier id of each later document that continues one: by name (of several the first), else by id."""
    before, now = first_of_name(earlier), first_of_name(later)
    found = {document.id: before[name].id for name, document in now.items() if name in before}
    left = {document.id for document in before.values()} - set(found.values())
    return found | {d.id: d.id for d in now.values() if d.id in left and d.id not in found}


def first_of_name(documents: Iterable[Document]) -> dict[str, Document]:
    """The first document of each name, by `document_key`."""
    found: dict[str, Document] = {}
    for document in documents:
        found.setdefault(document_key(document), document)
    return found


def document_key(document: Document) -> str:
    """A document's name without width, case and spaces; its id where it has no name."""
    return _key(document.name) or document.id


def text_key(step: Step) -> str:
    """A step's name and content without width, case and spaces."""
    return f"{_key(step.name)}\x1f{_key(step.content)}"


def _key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _same_text(
    earlier: tuple[Step, ...], later: tuple[Step, ...], found: dict[int, int]
) -> Iterable[tuple[float, int, int]]:
    taken = set(found.values())
    by_key: dict[str, list[int]] = defaultdict(list)
    for index, step in enumerate(later):
        if index not in taken:
            by_key[text_key(step)].append(index)
    for old, step in enumerate(earlier):
        if old not in found:
            for new in by_key.get(text_key(step), ()):
                yield _neighbour_share(step, later[new]), old, new


def _likeness(
    earlier: tuple[Step, ...], later: tuple[Step, ...], found: dict[int, int], policy: Realigning
) -> Iterable[tuple[float, int, int]]:
    taken = set(found.values())
    old_left = [index for index in range(len(earlier)) if index not in found]
    new_left = [index for index in range(len(later)) if index not in taken]
    if not old_left or not new_left:
        return
    ratios = process.cdist(
        [_key(earlier[index].name) for index in old_left],
        [_key(later[index].name) for index in new_left],
        scorer=fuzz.ratio,
    )
    for row, old in enumerate(old_left):
        for column, new in enumerate(new_left):
            text = float(ratios[row, column]) / 100
            same_id = earlier[old].id == later[new].id
            if policy.text_weight * text + policy.neighbour_weight + policy.id_weight * same_id < policy.minimum_score:
                continue
            neighbours = _neighbour_share(earlier[old], later[new])
            score = policy.text_weight * text + policy.neighbour_weight * neighbours + policy.id_weight * same_id
            if score >= policy.minimum_score:
                yield score, old, new


def _take_best(scored: Iterable[tuple[float, int, int]], found: dict[int, int]) -> None:
    taken = set(found.values())
    for _, old, new in sorted(scored, key=lambda item: (-item[0], item[1], item[2])):
        if old not in found and new not in taken:
            found[old] = new
            taken.add(new)


def _neighbour_share(one: Step, other: Step) -> float:
    """Share of the neighbours that both steps have, 0..1; the start and the end of a flow count as neighbours."""
    ours, theirs = _neighbours(one), _neighbours(other)
    return len(ours & theirs) / len(ours | theirs)


def _neighbours(step: Step) -> set[tuple[str, str]]:
    before = {("before", _key(name)) for name in step.previous_names} or {("before", "")}
    after = {("after", _key(name)) for name in step.next_names} or {("after", "")}
    return before | after
