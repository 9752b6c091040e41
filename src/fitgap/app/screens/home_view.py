"""From what is loaded to the overview of the home page and the one thing to do next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fitgap.app.outcomes import CatalogRow, FlowRow
from fitgap.app.summaries import Summary, summarise
from fitgap.app.workspace import Workspace
from fitgap.model.choice import Standing
from fitgap.model.judgement import FitGap


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One flow held against one package."""

    row: FlowRow
    package: str
    fit_gap: FitGap
    standings: dict[str, Standing]

    @property
    def summary(self) -> Summary:
        """Its counts and rates."""
        return summarise([(self.fit_gap, self.standings)])


class Advice(StrEnum):
    """What to do next, in order of urgency."""

    IMPORT_FLOWS = "import_flows"
    IMPORT_PACKAGE = "import_package"
    LOOK_AGAIN = "look_again"
    DECIDE = "decide"
    EXPORT = "export"


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The one next thing; `held` and `step_id` say where, `count` how much of it there is."""

    advice: Advice
    held: Held | None = None
    step_id: str = ""
    count: int = 0


def hold_all(workspace: Workspace, flows: Sequence[FlowRow], packages: Sequence[str]) -> Iterator[Held]:
    """Every flow against every package (by key), one after the other, so that progress can be shown."""
    for package in packages:
        for row in flows:
            yield Held(
                row=row,
                package=package,
                fit_gap=workspace.analyse(row.id, package),
                standings=workspace.standings(row.id, package),
            )


def total(held: Sequence[Held]) -> Summary:
    """The counts of several together."""
    return summarise([(one.fit_gap, one.standings) for one in held])


def what_next(flows: Sequence[FlowRow], packages: Sequence[CatalogRow], held: Sequence[Held]) -> Next:
    """What is missing first, then what has to be looked at again, then what nobody decided, then the workbook."""
    if not flows:
        return Next(advice=Advice.IMPORT_FLOWS)
    if not packages:
        return Next(advice=Advice.IMPORT_PACKAGE)
    for one in held:
        if one.summary.stale:
            step_id = next(key for key, standing in one.standings.items() if standing.has_stale)
            return Next(advice=Advice.LOOK_AGAIN, held=one, step_id=step_id, count=total(held).stale)
    for one in held:
        undecided = [key for key, standing in one.standings.items() if not standing.is_decided]
        if undecided:
            return Next(advice=Advice.DECIDE, held=one, step_id=undecided[0], count=len(undecided))
    return Next(advice=Advice.EXPORT)
