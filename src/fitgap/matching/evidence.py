"""What others decided about steps of near text: found by likeness, tallied by member, added to scores with bounds."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from fitgap.matching.index import CatalogIndex
from fitgap.matching.ranking import Ranked
from fitgap.model.catalog import Catalog, Feature
from fitgap.model.evidence import (
    NOTHING_SAID,
    OF_FEATURES,
    Evidence,
    EvidenceKind,
    EvidenceRow,
    StepEvidence,
    Tally,
)
from fitgap.model.judgement import ScorePart
from fitgap.model.message import Message, message
from fitgap.model.policy import EvidenceUse
from fitgap.model.step import Step

PART = "evidence"
_BLOCK_NAMES = 64

KeyOf: TypeAlias = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A row of evidence with its texts made comparable and its feature found in the catalogue at hand."""

    row: EvidenceRow
    name: str
    content: str
    process: str
    feature_id: str


def voices_of(evidence: Evidence, catalog: Catalog, key_of: KeyOf, policy: EvidenceUse) -> tuple[Voice, ...]:
    """The rows that speak of this package; one whose feature this version does not have is left out."""
    by_id = {feature.id: feature for feature in catalog.features}
    by_name: dict[str, list[Feature]] = defaultdict(list)
    for feature in catalog.features:
        by_name[key_of(feature.name)].append(feature)
    found = []
    for row in evidence.about(catalog.vendor, catalog.product).rows:
        feature_id = _feature_id(row, by_id, by_name, key_of, policy) if row.kind in OF_FEATURES else ""
        if feature_id is not None:
            found.append(
                Voice(
                    row=row,
                    name=key_of(row.name),
                    content=key_of(row.content),
                    process=key_of(row.process),
                    feature_id=feature_id,
                )
            )
    return tuple(found)


def hear(
    voices: Sequence[Voice], steps: Sequence[Step], key_of: KeyOf, policy: EvidenceUse
) -> tuple[StepEvidence, ...]:
    """What the voices say of each step; `key_of` must be the one that made the voices."""
    by_name: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        if voice.name:
            by_name[voice.name].append(voice)
    near = _near_names([key_of(step.name) for step in steps], tuple(by_name), policy)
    heard = []
    for step in steps:
        name = key_of(step.name)
        content, process = key_of(step.content), key_of(step.process_name or step.flow_name)
        groups: dict[tuple[EvidenceKind, str], list[tuple[float, Voice]]] = defaultdict(list)
        for other, likeness in near.get(name, ()):
            for voice in by_name[other]:
                whole = _likeness(likeness, (content, process), voice, policy)
                if whole >= policy.minimum_likeness:
                    groups[voice.row.kind, voice.feature_id].append((whole, voice))
        tallies = tuple(
            _tally(kind, feature_id, said, name, policy) for (kind, feature_id), said in sorted(groups.items())
        )
        heard.append(
            StepEvidence(tallies=tallies, reasons=_reasons_of_step(tallies, policy)) if tallies else NOTHING_SAID
        )
    return tuple(heard)


def with_evidence(
    ranked: tuple[Ranked, ...], said: StepEvidence, index: CatalogIndex, policy: EvidenceUse
) -> tuple[Ranked, ...]:
    """The candidates in their new order: confirmations raise, rejections lower, nothing is taken out.

    Features that only evidence speaks for are added. A score keeps within 0..1: its part `evidence` reaches towards 1
    where more support than object, else towards 0.
    """
    lean = leanings(said, policy)
    if not lean:
        return ranked
    known = {index.features[one.place].id for one in ranked}
    weighed = [_weighed(one, lean.get(index.features[one.place].id, 0.0), policy) for one in ranked]
    new = sorted((-strength, feature_id) for feature_id, strength in lean.items() if feature_id not in known)
    place_of = {feature.id: place for place, feature in enumerate(index.features)}
    for strength, feature_id in new[: policy.added_candidates]:
        if strength < 0:
            weighed.append(_weighed(Ranked(place=place_of[feature_id], score=0.0, parts=()), -strength, policy))
    return tuple(sorted(weighed, key=lambda one: (-round(one.score, 9), one.place)))


def without_evidence(ranked: Ranked) -> Ranked:
    """A candidate as its texts alone make it: how far a feature reaches is not a matter of votes."""
    heard = sum(part.contribution for part in ranked.parts if part.name == PART)
    if not heard:
        return ranked
    left = tuple(part for part in ranked.parts if part.name != PART)
    return Ranked(place=ranked.place, score=max(0.0, ranked.score - heard), parts=left)


def leanings(said: StepEvidence, policy: EvidenceUse) -> dict[str, float]:
    """Feature id -> -1..1: how strongly others lean towards (or against) it; more votes never lean the other way."""
    found: dict[str, float] = defaultdict(float)
    for tally in said.tallies:
        if tally.kind in OF_FEATURES:
            sign = 1 if tally.kind is EvidenceKind.CONFIRMED else -1
            found[tally.feature_id] += sign * tally.support / (tally.support + policy.members_for_half)
    return dict(found)


def reasons_by_feature(said: StepEvidence, policy: EvidenceUse) -> Mapping[str, tuple[Message, ...]]:
    """What is to be said beside a candidate, confirmations before rejections."""
    found: dict[str, tuple[Message, ...]] = {}
    for tally in said.tallies:
        if tally.kind in OF_FEATURES:
            found[tally.feature_id] = found.get(tally.feature_id, ()) + _sentences(tally, policy)
    return found


def _feature_id(
    row: EvidenceRow,
    by_id: Mapping[str, Feature],
    by_name: Mapping[str, Sequence[Feature]],
    key_of: KeyOf,
    policy: EvidenceUse,
) -> str | None:
    """The feature meant: the same id and name, else the only one of that name, else the id when its name is like."""
    name = key_of(row.feature_name)
    same = by_id.get(row.feature_id)
    if same and (not name or key_of(same.name) == name):
        return same.id
    called = by_name.get(name, ()) if name else ()
    if len(called) == 1:
        return called[0].id
    if same and fuzz.ratio(key_of(same.name), name) / 100 >= policy.minimum_feature_likeness:
        return same.id
    return None


def _near_names(
    wanted: Iterable[str], names: tuple[str, ...], policy: EvidenceUse
) -> dict[str, list[tuple[str, float]]]:
    """Step name -> the names spoken of that are like it, with the likeness."""
    distinct = [name for name in dict.fromkeys(wanted) if name]
    found: dict[str, list[tuple[str, float]]] = {}
    for start in range(0, len(distinct) if names else 0, _BLOCK_NAMES):
        block = distinct[start : start + _BLOCK_NAMES]
        table = cdist(block, names, scorer=fuzz.ratio, score_cutoff=policy.minimum_name_likeness * 100)
        for row, name in enumerate(block):
            found[name] = [(names[column], float(table[row, column]) / 100) for column in np.flatnonzero(table[row])]
    return found


def _likeness(name_likeness: float, step: tuple[str, str], voice: Voice, policy: EvidenceUse) -> float:
    """The weighted mean over the texts that both sides have, in 0..1."""
    parts = [(policy.name_weight, name_likeness)]
    for weight, one, other in zip(
        (policy.content_weight, policy.process_weight), step, (voice.content, voice.process), strict=True
    ):
        if one and other:
            parts.append((weight, fuzz.ratio(one, other) / 100))
    whole = sum(weight for weight, _ in parts)
    return sum(weight * value for weight, value in parts) / whole if whole else name_likeness


def _tally(
    kind: EvidenceKind, feature_id: str, said: Sequence[tuple[float, Voice]], name: str, policy: EvidenceUse
) -> Tally:
    span = max(1 - policy.minimum_likeness, 1e-9)
    named: dict[str, tuple[float, str]] = {}
    sources: dict[str, None] = {}
    count, support = 0, 0.0
    for likeness, voice in said:
        strength = 1 - (1 - likeness) / span
        for member in voice.row.members:
            named[member] = max(named.get(member, (0.0, member)), (strength, member))
        if voice.row.member_count > len(voice.row.members):
            count = max(count, voice.row.member_count)
            support = max(support, voice.row.member_count * strength)
            sources[voice.row.source] = None
    by_strength = sorted(named.values(), key=lambda pair: (-pair[0], pair[1]))
    nearest = max(said, key=lambda pair: (pair[0], pair[1].row.name))[1]
    return Tally(
        kind=kind,
        feature_id=feature_id,
        count=max(count, len(named)),
        is_at_least=bool(sources) and len(said) > 1,
        support=max(support, sum(strength for strength, _ in by_strength)),
        who=(*(member for _, member in by_strength), *filter(None, sources)),
        near_name="" if nearest.name == name else nearest.row.name,
    )


def _weighed(ranked: Ranked, leaning: float, policy: EvidenceUse) -> Ranked:
    if not leaning:
        return ranked
    room = 1 - ranked.score if leaning > 0 else ranked.score
    weight = policy.score_weight if leaning > 0 else -policy.score_weight
    part = ScorePart(name=PART, value=abs(leaning) * room, weight=weight)
    return Ranked(place=ranked.place, score=ranked.score + part.contribution, parts=(*ranked.parts, part))


def _reasons_of_step(tallies: Iterable[Tally], policy: EvidenceUse) -> tuple[Message, ...]:
    return tuple(said for tally in tallies if tally.kind not in OF_FEATURES for said in _sentences(tally, policy))


def _sentences(tally: Tally, policy: EvidenceUse) -> tuple[Message, ...]:
    shown = (*tally.who[: policy.names_shown], *("…" for _ in tally.who[policy.names_shown : policy.names_shown + 1]))
    ending = "_at_least" if tally.is_at_least else ""
    said = message(f"evidence.reason.{tally.kind.value}{ending}", count=tally.count, who="、".join(shown))
    if not tally.near_name:
        return (said,)
    return (said, message("evidence.reason.near", name=tally.near_name))
