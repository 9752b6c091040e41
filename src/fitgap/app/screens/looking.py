"""What the cards of the fit-gap page look at: one step of one flow against one package."""

from dataclasses import dataclass

from fitgap.app.outcomes import FlowRow
from fitgap.app.screens import fit_gap_view as view
from fitgap.model.choice import Standing
from fitgap.model.judgement import FitGap, StepResult
from fitgap.model.policy import Showing


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """One step in its surroundings, as it was when the page was drawn."""

    row: FlowRow
    fit_gap: FitGap
    standings: dict[str, Standing]
    step_id: str
    showing: Showing

    @property
    def package(self) -> str:
        """The key of the package."""
        return self.fit_gap.catalog.key

    @property
    def result(self) -> StepResult:
        """What the machine says of the step."""
        return self.fit_gap.results[view.number_of(self.fit_gap.results, self.step_id) - 1]

    @property
    def standing(self) -> Standing:
        """What holds for the step."""
        return self.standings[self.step_id]

    @property
    def step_ids(self) -> tuple[str, ...]:
        """Every step of the flow."""
        return tuple(result.step.id for result in self.fit_gap.results)

    @property
    def reason_key(self) -> str:
        """Where the reason that is being typed for this step is kept."""
        return f"reason_{self.row.id}_{self.package}_{self.step_id}"
