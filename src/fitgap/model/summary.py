"""Counts and rates over judged steps; every rate comes with its denominator and with what was left out of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fitgap.model.choice import Standing
from fitgap.model.judgement import FitGap, StepResult, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share that never hides its base: `value` is None when there is nothing to divide by."""

    numerator: float
    denominator: float

    @property
    def value(self) -> float | None:
        """The share in 0..1, None for an empty base."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What holds for a set of steps, people's verdicts before the machine's.

    `fit_rate` counts fit over fit + partial + gap (manual and unjudged steps: `left_out`); `volume_fit_rate`
    is the same weighted by cases a year over the steps whose volume is known (`volume_known` of them).
    """

    steps: int
    by_verdict: tuple[tuple[Verdict, int], ...]
    fit_rate: Rate
    volume_fit_rate: Rate
    volume_known: int
    decided: Rate
    stale: int

    def count(self, verdict: Verdict) -> int:
        """Number of steps with this verdict."""
        return dict(self.by_verdict)[verdict]

    @property
    def left_out(self) -> int:
        """Steps that the fit rate does not speak of: manual work and steps not judged."""
        return self.steps - int(self.fit_rate.denominator)


COVERAGE_VERDICTS = (Verdict.FIT, Verdict.PARTIAL, Verdict.GAP)


def standing_verdict(result: StepResult, standings: Mapping[str, Standing]) -> Verdict:
    """The verdict that holds: a person's where there is one, else the machine's."""
    standing = standings.get(result.step.id)
    return standing.verdict if standing else result.judgement.verdict


def standing_feature_id(result: StepResult, standing: Standing | None) -> str:
    """The confirmed feature, else the machine's best that is not rejected, unless it finds no cover at all."""
    if standing and standing.confirmed_ids:
        return standing.confirmed_ids[0]
    verdict = standing.verdict if standing else result.judgement.verdict
    if verdict not in (Verdict.FIT, Verdict.PARTIAL):
        return ""
    rejected = standing.rejected_ids if standing else ()
    return next((c.feature_id for c in result.candidates if c.feature_id not in rejected), "")


def summarise(pairs: Iterable[tuple[FitGap, Mapping[str, Standing]]]) -> Summary:
    """Sum up any number of flows held against a package."""
    judged = [
        (result, standing_verdict(result, standings), standings.get(result.step.id))
        for fit_gap, standings in pairs
        for result in fit_gap.results
    ]
    counted = [(result, verdict) for result, verdict, _ in judged if verdict in COVERAGE_VERDICTS]
    weighed = [(cases, verdict) for result, verdict in counted if (cases := result.step.cases_per_year) is not None]
    return Summary(
        steps=len(judged),
        by_verdict=tuple((v, sum(verdict is v for _, verdict, _ in judged)) for v in Verdict),
        fit_rate=Rate(numerator=sum(v is Verdict.FIT for _, v in counted), denominator=len(counted)),
        volume_fit_rate=Rate(
            numerator=sum(cases for cases, v in weighed if v is Verdict.FIT),
            denominator=sum(cases for cases, _ in weighed),
        ),
        volume_known=len(weighed),
        decided=Rate(numerator=sum(bool(s and s.is_decided) for _, _, s in judged), denominator=len(judged)),
        stale=sum(bool(s and s.has_stale) for _, _, s in judged),
    )
