"""What goes into a fit-gap workbook."""

from dataclasses import dataclass

from fitgap.model.choice import Standing
from fitgap.model.comparison import Comparison
from fitgap.model.judgement import FitGap


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFitGap:
    """One member's flow held against one package, with what people decided (`standings`: step id and standing)."""

    member: str
    fit_gap: FitGap
    standings: tuple[tuple[str, Standing], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FitGapReport:
    """Several members, flows and packages in one workbook; `created_at` is ISO 8601.

    `comparisons` are the processes that two or more of the members share.
    """

    title: str
    created_at: str
    entries: tuple[MemberFitGap, ...]
    notes: tuple[str, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
