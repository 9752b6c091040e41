"""How right the matcher and the judge are, beside two plain starting points, on labelled cases.

    python bench/match_quality.py                   # every set and all of them together, fitgap and both peers
    python bench/match_quality.py --check-floors    # exit 1 when a figure is below bench/floors.toml
    python bench/match_quality.py --ablate          # what each part of the score is worth
    python bench/match_quality.py --misses          # wrong first functions, grouped by cause
    python bench/match_quality.py --reliability     # how often a stated confidence is right

Every figure comes with its denominator. `first` and `first five` count steps for which the readers accept a function.
"""

import argparse
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist
from scipy.sparse import csr_array

from fitgap.app.pipeline import analyse
from fitgap.model.judgement import Nature, StepResult, Verdict
from fitgap.model.policy import Policy
from fitgap.model.step import Step, steps_of
from fitgap.normalising.japanese import words
from fitgap.policies import default_policy
from matching_cases import CaseSet, Label, own_sets, shared_sets

FLOORS = Path(__file__).with_name("floors.toml")
VERDICTS = ("fit", "partial", "gap", "na")
PEER_BAR = 0.5  # the one threshold of both peers: from here on a step counts as covered


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a matcher says of one step: functions best first, claimed forms, verdict, and whether it is manual work."""

    ranked: tuple[str, ...]
    verdict: str
    is_manual: bool = False
    forms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An answer beside its label."""

    label: Label
    answer: Answer


Figures = dict[str, tuple[float, float]]


def figures(judged: Sequence[Judged]) -> Figures:
    """Each figure as numerator and denominator; for the two F1 figures the value over 1."""
    with_feature = [j for j in judged if j.label.accept]
    return {
        "first": (sum(_is_hit(j, 1) for j in with_feature), len(with_feature)),
        "first_five": (sum(_is_hit(j, 5) for j in with_feature), len(with_feature)),
        "verdict": (sum(j.answer.verdict in j.label.verdicts for j in judged), len(judged)),
        "verdict_f1": (_verdict_f1(judged), 1),
        "manual": (sum(_is_manual_right(j) for j in judged), len(judged)),
        "forms_f1": (_forms_f1(judged), 1),
    }


def _is_hit(judged: Judged, first: int) -> bool:
    return bool(set(judged.label.accept) & set(judged.answer.ranked[:first]))


def _is_manual_right(judged: Judged) -> bool:
    natures = judged.label.natures
    return judged.answer.is_manual == (natures == ("manual",)) or ("manual" in natures and len(natures) > 1)


def _verdict_f1(judged: Sequence[Judged]) -> float:
    pairs = Counter(
        (j.answer.verdict if j.answer.verdict in j.label.verdicts else j.label.verdicts[0], j.answer.verdict)
        for j in judged
    )
    scores = []
    for kind in VERDICTS:
        truly = sum(count for (truth, _), count in pairs.items() if truth == kind)
        said = sum(count for (_, verdict), count in pairs.items() if verdict == kind)
        if truly:
            scores.append(2 * pairs[kind, kind] / (truly + said))
    return sum(scores) / len(scores) if scores else 0.0


def _forms_f1(judged: Sequence[Judged]) -> float:
    both = sum(len(set(j.label.forms) & j.answer.forms) for j in judged)
    either = sum(len(j.label.forms) + len(j.answer.forms) for j in judged)
    return 2 * both / either if either else 0.0


def answer_of(result: StepResult) -> Answer:
    """What fitgap says of a step."""
    return Answer(
        ranked=tuple(candidate.feature_id for candidate in result.candidates),
        verdict=result.judgement.verdict.value,
        is_manual=result.judgement.nature is Nature.MANUAL,
        forms=frozenset(match.form_id for match in result.form_matches if match.is_claimed),
    )


def with_fitgap(case: CaseSet, policy: Policy) -> Iterator[tuple[Label, StepResult]]:
    """Every labelled step with what fitgap says of it."""
    for flow in case.flows:
        for result in analyse(flow.flow, case.catalog, policy).results:
            if result.step.id in flow.labels:
                yield flow.labels[result.step.id], result


def with_ratio(case: CaseSet) -> Iterator[Judged]:
    """RapidFuzz WRatio of the step's name and the function's name."""
    names = [feature.name for feature in case.catalog.features]
    for label, step in _labelled_steps(case):
        scores = cdist([step.name], names, scorer=fuzz.WRatio)[0] / 100
        yield Judged(label=label, answer=_peer_answer(case, scores))


def with_words(case: CaseSet) -> Iterator[Judged]:
    """TF-IDF of SudachiPy's normalised words: name and content against name and description, by cosine."""
    texts = [f"{feature.name} {feature.description}" for feature in case.catalog.features]
    numbers: dict[str, int] = {}
    rows = [[numbers.setdefault(word, len(numbers)) for word, _, _ in words(text)] for text in texts]
    table = _counts(rows, len(numbers))
    rarity = np.log((1 + len(texts)) / (1 + np.bincount(table.indices, minlength=len(numbers)))) + 1
    features = _unit(table * rarity)
    for label, step in _labelled_steps(case):
        found = [numbers[word] for word, _, _ in words(f"{step.name} {step.content}") if word in numbers]
        scores = (_unit(_counts([found], len(numbers)) * rarity) @ features.T).toarray()[0]
        yield Judged(label=label, answer=_peer_answer(case, scores))


def _labelled_steps(case: CaseSet) -> Iterator[tuple[Label, Step]]:
    for flow in case.flows:
        yield from ((flow.labels[step.id], step) for step in steps_of(flow.flow) if step.id in flow.labels)


def _peer_answer(case: CaseSet, scores: np.ndarray) -> Answer:
    order = np.argsort(-scores, kind="stable")
    return Answer(
        ranked=tuple(case.catalog.features[place].id for place in order[:5]),
        verdict=(Verdict.FIT if scores[order[0]] >= PEER_BAR else Verdict.GAP).value,
    )


def _counts(rows: Sequence[Sequence[int]], width: int) -> csr_array:
    places = [(row, term) for row, terms in enumerate(rows) for term in terms]
    table = csr_array(
        (np.ones(len(places)), ([row for row, _ in places], [term for _, term in places])), shape=(len(rows), width)
    )
    table.sum_duplicates()
    return table


def _unit(table: csr_array) -> csr_array:
    length = np.sqrt(table.multiply(table).sum(axis=1))
    return (table / np.maximum(length, 1e-12)[:, None]).tocsr()


def report(sets: Sequence[CaseSet], policy: Policy, title: str) -> Figures:
    """Print a table of all sets, and return the pooled figures of fitgap."""
    answers: dict[str, list[list[Judged]]] = defaultdict(list)
    for case in sets:
        pairs = with_fitgap(case, policy)
        answers["fitgap"].append([Judged(label=label, answer=answer_of(result)) for label, result in pairs])
        answers["WRatio"].append(list(with_ratio(case)))
        answers["TF-IDF"].append(list(with_words(case)))
    print(f"\n{title}")
    for name, by_set in answers.items():
        for case, judged in zip(sets, by_set, strict=True):
            _print_row(f"{name:7s} {case.name}", figures(judged))
        _print_row(f"{name:7s} all", figures([j for judged in by_set for j in judged]))
    return figures([j for judged in answers["fitgap"] for j in judged])


def _print_row(name: str, found: Figures) -> None:
    cells = [
        f"{key} {top / bottom:.3f}" + (f" ({top:.0f}/{bottom:.0f})" if bottom != 1 else "") if bottom else f"{key} -"
        for key, (top, bottom) in found.items()
    ]
    print(f"{name:42s} " + "  ".join(cells))


def check_floors(found: Figures, floors: Mapping[str, float], title: str) -> bool:
    """Print every figure below its floor; True when there is none."""
    low = {key: top / bottom for key, (top, bottom) in found.items() if key in floors and top / bottom < floors[key]}
    for key, value in low.items():
        print(f"BELOW FLOOR {title}: {key} {value:.3f} < {floors[key]:.3f}")
    if not low:
        print(f"floors held: {title}: " + ", ".join(f"{key} ≥ {floor:.3f}" for key, floor in floors.items()))
    return not low


def ablate(sets: Sequence[CaseSet], policy: Policy) -> None:
    """Print the figures without each part of the score (the other weights as they are)."""
    weights = policy.matching.part_weights
    _print_row("everything", _pooled(sets, policy))
    for part in [name for name, weight in weights.items() if weight]:
        without = replace(policy, matching=replace(policy.matching, part_weights={**weights, part: 0.0}))
        _print_row(f"without {part}", _pooled(sets, without))
    empty = replace(policy, judging=replace(policy.judging, shortfalls=dict.fromkeys(policy.judging.shortfalls, ())))
    _print_row("without shortfalls", _pooled(sets, empty))


def _pooled(sets: Sequence[CaseSet], policy: Policy) -> Figures:
    return figures(
        [Judged(label=la, answer=answer_of(result)) for case in sets for la, result in with_fitgap(case, policy)]
    )


def cause_of(label: Label, result: StepResult) -> str:
    """The cause of a wrong first function, by what can be told without reading it."""
    ids = [candidate.feature_id for candidate in result.candidates]
    right = next((c for c in result.candidates if c.feature_id in label.accept), None)
    if right is None:
        return "not among the first ten: the texts share nothing"
    first = {part.name: part.contribution for part in result.candidates[0].parts}
    lost = {part.name: first.get(part.name, 0.0) - part.contribution for part in right.parts}
    if ids.index(right.feature_id) == 1 and result.candidates[0].score - right.score < 0.02:
        return "nearly tied with the right one"
    worst = max(lost, key=lambda name: lost[name])
    groups = {
        "name_terms": "the wrong function's name is said",
        "name_characters": "the wrong function's name is said",
        "objects": "the same object, other work on it",
        "strongest": "the wrong function's description is nearer",
        "nearest": "the wrong function's description is nearer",
        "forms": "the step's forms point elsewhere",
        "activity": "the same type of work, other object",
    }
    return groups.get(worst, "the surroundings (neighbours, chapter, topic, title) point elsewhere")


def misses(sets: Sequence[CaseSet], policy: Policy) -> None:
    """Print the wrong first functions, grouped by cause."""
    groups: dict[str, list[str]] = defaultdict(list)
    for case in sets:
        names = {feature.id: feature.name for feature in case.catalog.features}
        for label, result in with_fitgap(case, policy):
            ids = [candidate.feature_id for candidate in result.candidates]
            if label.accept and (not ids or ids[0] not in label.accept):
                rank = next((place for place, i in enumerate(ids, start=1) if i in label.accept), None)
                wanted = label.primary[0] if label.primary else label.accept[0]
                groups[cause_of(label, result)].append(
                    f"{case.name}: {result.step.name!r} -> {names.get(ids[0]) if ids else None!r}, "
                    f"right {names.get(wanted)!r} at {rank or 'none of ten'}"
                )
    for cause, lines in sorted(groups.items(), key=lambda item: -len(item[1])):
        print(f"\n{len(lines)} × {cause}")
        print("\n".join(f"  {line}" for line in lines))


def reliability(sets: Sequence[CaseSet], policy: Policy) -> None:
    """Print, by stated confidence, how often the verdict is right; and by score, how often the first function is."""
    by_confidence, by_score = defaultdict(list), defaultdict(list)
    for case in sets:
        for label, result in with_fitgap(case, policy):
            judgement = result.judgement
            by_confidence[int(judgement.confidence * 10)].append(
                (judgement.confidence, judgement.verdict.value in label.verdicts)
            )
            if label.accept and result.candidates:
                best = result.candidates[0]
                by_score[int(best.score * 10)].append((best.score, best.feature_id in label.accept))
    _print_bins("confidence of the verdict", "verdict right", by_confidence)
    _print_bins("score of the first function", "function right", by_score)


def _print_bins(said: str, right: str, bins: Mapping[int, Sequence[tuple[float, bool]]]) -> None:
    print(f"\n{said:30s} mean  {right:16s} steps")
    for tenth, rows in sorted(bins.items()):
        mean, share = sum(value for value, _ in rows) / len(rows), sum(is_right for _, is_right in rows) / len(rows)
        print(f"{tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}{'':20s} {mean:.2f}  {share:.2f}{'':12s} {len(rows)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("check-floors", "ablate", "misses", "reliability"):
        parser.add_argument(f"--{name}", action="store_true")
    wanted = parser.parse_args()
    policy = default_policy()
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    held = []
    for key, sets, absent in (
        ("shared", shared_sets(), "The development sets (../shared/gold) are not beside the repository: left out."),
        ("own", own_sets(), "The repository has no labelled sample (tests/golden/labelled): left out."),
    ):
        if not sets:
            print(absent)
            continue
        title = {"shared": "Development sets", "own": "The repository's own sample"}[key]
        for flag, action in (("ablate", ablate), ("misses", misses), ("reliability", reliability)):
            if getattr(wanted, flag):
                print(f"\n{title}")
                action(sets, policy)
        if wanted.check_floors:
            held.append(check_floors(_pooled(sets, policy), floors.get(key, {}), title))
        elif not (wanted.ablate or wanted.misses or wanted.reliability):
            report(sets, policy, title)
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
