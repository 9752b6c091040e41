"""What goes into a fit-gap workbook."""

from dataclasses import dataclass

from fitgap.model.choice import Standing
from fitgap.model.comparison import Comparison
from fitgap.model.cost_report import CostReport
from fitgap.model.decision import DecisionItem, LedgerRow
from fitgap.model.judgement import FitGap
from fitgap.model.message import Message
from fitgap.model.policy import Deciding


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFitGap:
    """One member's flow held against one package, with what people chose (`standings`: step id and standing) and what
    was decided on its steps and forms (`items`)."""

    member: str
    fit_gap: FitGap
    standings: tuple[tuple[str, Standing], ...] = ()
    items: tuple[DecisionItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """Something that happened to what the workbook shows; `at` is ISO 8601."""

    at: str
    person: str
    said: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class FitGapReport:
    """Several members, flows and packages in one workbook; `created_at` is ISO 8601.

    `comparisons` are the processes that two or more of the members share; `ledger` holds every decision on the flows,
    newest first, `history` what happened in order of time, `deciding` the words that decisions are made of, `meetings`
    the titles of meetings by id, `costs` what the gaps come to.
    """

    title: str
    created_at: str
    entries: tuple[MemberFitGap, ...]
    notes: tuple[str, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    ledger: tuple[LedgerRow, ...] = ()
    history: tuple[HistoryEntry, ...] = ()
    deciding: Deciding | None = None
    meetings: tuple[tuple[int, str], ...] = ()
    costs: CostReport | None = None
