"""Costs: what each way out of a gap costs, what the group's decisions come to, and the figures behind them."""

import json
from collections.abc import Mapping, Sequence

from fitgap.app.access import needs
from fitgap.app.cost_book import book_of, price_cached, rates_of, shared_anew, sharers_of
from fitgap.app.cost_divergence import price_differences
from fitgap.app.cost_exports import assembly, cost_sheets, cost_table
from fitgap.app.cost_gaps import work_of
from fitgap.app.cost_joint import volumes_now
from fitgap.app.cost_outcomes import CostBook
from fitgap.app.cost_rates import checked_setting, own_input, rate_rows, values_of
from fitgap.app.desk import require
from fitgap.app.samples import sample_scenario
from fitgap.app.scenario_file import read_scenario
from fitgap.app.use_cases import UseCases
from fitgap.deciding.cost_entries_table import NewCostEntry
from fitgap.model.access import Right
from fitgap.model.comparison import CommonRule
from fitgap.model.cost import GapPrice, WayOut, WayPrice
from fitgap.model.cost_entry import CostEntry, EntryKind, RateRow
from fitgap.model.cost_group import DecisionSet, DivergencePrice
from fitgap.model.cost_policy import Costs as Figures
from fitgap.model.decision import Subject
from fitgap.model.joint import FormVolume, JointProcurement
from fitgap.model.message import UsageError, message
from fitgap.model.scenario import ScenarioResult
from fitgap.model.sharing import ShareChange
from fitgap.quantifying.joint import procure
from fitgap.quantifying.scenarios import compare_plans
from fitgap.texts import Language

SCENARIO_KEY = "scenario"


class Costs(UseCases):
    """Prices and the figures they are made of; every change of a figure is kept with who and when."""

    # Gaps and decisions

    @needs(Right.READ)
    def book(self, catalog_key: str) -> CostBook:
        """Every gap against a package with all its ways out priced, and what was decided."""
        return book_of(self._desk, catalog_key)

    @needs(Right.READ)
    def price(self, subject: Subject, size: str = "") -> GapPrice:
        """Every way out of what a decision would be about; without a size the suggested one."""
        rates = rates_of(self._desk)
        work = work_of(self._desk, subject, rates.costs, size)
        return price_cached(self._desk, work, rates, sharers_of(work, rates)[0])

    @needs(Right.READ)
    def price_of(self, subject: Subject, resolution: str, size: str = "") -> WayPrice | None:
        """What one resolution of a subject costs over the period; None for one that has no price."""
        known = {way.value: way for way in WayOut}
        return self.price(subject, size).way(known[resolution]) if resolution in known else None

    # Sets of decisions

    @needs(Right.READ)
    def sets(self) -> tuple[tuple[DecisionSet, CostEntry], ...]:
        """The sets that people kept to compare, oldest first, with who kept them when."""
        rates = rates_of(self._desk)
        return tuple(
            (
                DecisionSet(name=name, ways=tuple((key, WayOut(way)) for key, way in ways.items())),
                rates.now[EntryKind.SET, name],
            )
            for name, ways in values_of(rates.now, EntryKind.SET).items()
        )

    @needs(Right.DECIDE)
    def keep_set(self, name: str, ways: Mapping[str, WayOut], *, person: str, seen_id: int | None = None) -> CostEntry:
        """Keep a set of decisions under a name; raises ConflictError for a name that was taken meanwhile."""
        value = {key: way.value for key, way in ways.items()}
        return self._add(EntryKind.SET, require(name, "costs.no_name"), value, person, seen_id)

    @needs(Right.READ)
    def share_anew(self, catalog_key: str, members: Sequence[str]) -> tuple[ShareChange, ...]:
        """What everybody pays of the shared customisations once these members share them; empty without any.

        Raises UsageError where the sharing rule lacks a member's number.
        """
        return shared_anew(self.book(catalog_key), members)

    # Figures

    @needs(Right.READ)
    def figures(self) -> Figures:
        """Every figure as it holds in this project."""
        return rates_of(self._desk).costs

    @needs(Right.READ)
    def rates(self) -> tuple[RateRow, ...]:
        """Every input with its range, basis, source and who changed it."""
        rates = rates_of(self._desk)
        return rate_rows(self._desk.policy().costs, rates.costs, rates.now)

    @needs(Right.DECIDE)
    def set_rate(
        self, name: str, low: float, likely: float, high: float, *, source: str, person: str, seen_id: int | None
    ) -> CostEntry:
        """Set an input for this project; raises UsageError for an unknown one, no range or no source, ConflictError."""
        row = self._rate(name)
        value = {"low": low, "likely": likely, "high": high, "source": require(source, "costs.no_source")}
        own_input(row.shipped, value)
        return self._add(EntryKind.RATE, name, value, person, seen_id)

    @needs(Right.DECIDE)
    def reset_rate(self, name: str, *, person: str, seen_id: int | None) -> CostEntry:
        """Go back to what the policy says of an input."""
        self._rate(name)
        return self._add(EntryKind.RATE, name, None, person, seen_id)

    @needs(Right.DECIDE)
    def set_setting(self, name: str, value: float | str, *, person: str, seen_id: int | None) -> CostEntry:
        """Set the period, the cap, the sharing rule and the like; raises UsageError for a value out of range."""
        checked = checked_setting(self._desk.policy().costs, name, value)
        return self._add(EntryKind.SETTING, name, checked, person, seen_id)

    @needs(Right.READ)
    def populations(self) -> dict[str, int | None]:
        """Every member with its population, None where nobody said."""
        rates = rates_of(self._desk)
        return {member: rates.populations.get(member) for member in rates.members}

    @needs(Right.DECIDE)
    def set_population(self, member: str, population: int, *, person: str, seen_id: int | None) -> CostEntry:
        """Set how many people live in a member."""
        if population <= 0:
            raise UsageError(message("costs.bad_population", member=member))
        return self._add(EntryKind.MEMBER, member, {"population": population}, person, seen_id)

    @needs(Right.DECIDE)
    def set_weight(self, criterion: str, weight: float, *, person: str, seen_id: int | None) -> CostEntry:
        """Set what a criterion of the governance forms weighs."""
        if criterion not in self._desk.policy().costs.governance.weights or weight < 0:
            raise UsageError(message("costs.bad_weight", criterion=criterion))
        return self._add(EntryKind.WEIGHT, criterion, weight, person, seen_id)

    @needs(Right.DECIDE)
    def set_score(
        self, form: str, criterion: str, score: int, *, reason: str, person: str, seen_id: int | None
    ) -> CostEntry:
        """Set how a governance form does on a criterion, 1 to 5, with the reason."""
        known = self._desk.policy().costs.governance.scores
        if form not in known or criterion not in known[form] or not 1 <= score <= 5:
            raise UsageError(message("costs.bad_score", criterion=criterion))
        key = json.dumps([form, criterion])
        value = {"score": score, "reason": require(reason, "costs.no_reason")}
        return self._add(EntryKind.SCORE, key, value, person, seen_id)

    @needs(Right.READ)
    def seen_id(self, kind: EntryKind, key: str) -> int | None:
        """The newest entry of a key; hand it back with a change."""
        entry = rates_of(self._desk).now.get((kind, key))
        return entry.id if entry else None

    @needs(Right.READ)
    def log(self) -> tuple[CostEntry, ...]:
        """Every change ever made, newest first."""
        return tuple(reversed(self._desk.store.costs.entries()))

    # The group over years

    @needs(Right.READ)
    def divergence(self, language: Language = "ja") -> tuple[tuple[CommonRule, DivergencePrice], ...]:
        """What each shared process costs by staying different, and each proposal to go together."""
        return price_differences(self._desk, self.figures(), language)

    @needs(Right.READ)
    def scenario_text(self) -> str:
        """The scenario of this project as TOML; the sample until somebody keeps one."""
        kept = values_of(rates_of(self._desk).now, EntryKind.SCENARIO).get(SCENARIO_KEY)
        return str(kept) if kept else sample_scenario()

    @needs(Right.DECIDE)
    def keep_scenario(self, text: str, *, person: str, seen_id: int | None) -> CostEntry:
        """Keep a scenario; raises UsageError where it cannot be read."""
        read_scenario(text, "scenario.toml", self.figures())
        return self._add(EntryKind.SCENARIO, SCENARIO_KEY, text, person, seen_id)

    @needs(Right.READ)
    def scenario(self) -> ScenarioResult:
        """The plans of this project's scenario compared."""
        text, figures = self.scenario_text(), rates_of(self._desk)
        key = (text, figures.revision, figures.policy_text)

        def compare() -> ScenarioResult:
            return compare_plans(*read_scenario(text, "scenario.toml", figures.costs))

        return self._desk.scenarios.get(key, compare)

    @needs(Right.READ)
    def volumes(self) -> tuple[FormVolume, ...]:
        """Every form with its volume, out of the flows, with what people entered on top."""
        return volumes_now(self._desk, rates_of(self._desk))

    @needs(Right.DECIDE)
    def set_volumes(self, volumes: Sequence[FormVolume], *, person: str) -> tuple[CostEntry, ...]:
        """Enter forms' volumes, all or none, in place of what was entered before for the same member and form."""
        now = rates_of(self._desk).now
        wanted = []
        for one in volumes:
            if one.copies_per_year < 0 or not all(1 <= month <= 12 for month in one.months):
                raise UsageError(message("costs.bad_volume", member=one.member, form=one.name))
            key = json.dumps([require(one.member, "costs.no_member"), require(one.name, "costs.no_form")])
            value = {
                "copies_per_year": one.copies_per_year,
                "paper": one.paper,
                "is_colour": one.is_colour,
                "is_enclosed": one.is_enclosed,
                "is_mailed": one.is_mailed,
                "months": list(one.months),
            }
            seen = now.get((EntryKind.VOLUME, key))
            wanted.append((self._new(EntryKind.VOLUME, key, value, person), seen.id if seen else None))
        return self._desk.store.costs.add(tuple(wanted))

    @needs(Right.READ)
    def joint(self) -> JointProcurement:
        """Printing, enclosing and mailing bought together."""
        return procure(self.volumes(), self.figures().joint)

    # Handing over

    @needs(Right.READ, export="costs")
    def export(self, catalog_key: str, suffix: str, language: Language) -> bytes:
        """The sheets (``.xlsx``), the summary for the assembly (``.docx``) or the ways out as a table (``.csv``)."""
        book = self.book(catalog_key)
        if suffix == ".xlsx":
            return cost_sheets(self._desk, book, language)
        if suffix == ".csv":
            return cost_table(book, language)
        kept = tuple(book.totals(ways) for ways, _ in self.sets())
        has_scenario = (EntryKind.SCENARIO, SCENARIO_KEY) in book.rates.now
        scenario = self.scenario() if has_scenario else None
        return assembly(self._desk, book, kept, self.divergence(language), scenario, language)

    def _rate(self, name: str) -> RateRow:
        row = next((row for row in self.rates() if row.name == name), None)
        if row is None:
            raise UsageError(message("costs.unknown_rate", name=name))
        return row

    def _add(self, kind: EntryKind, key: str, value: object, person: str, seen_id: int | None) -> CostEntry:
        return self._desk.store.costs.add(((self._new(kind, key, value, person), seen_id),))[0]

    def _new(self, kind: EntryKind, key: str, value: object, person: str) -> NewCostEntry:
        return NewCostEntry(
            kind=kind,
            key=key,
            value="" if value is None else json.dumps(value, ensure_ascii=False),
            person=require(person, "workspace.no_person"),
            at=self._desk.clock(),
        )
