"""The rates that hold in a project: the policy's, with what people set on top."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from fitgap.model.cost import Basis, CostInput
from fitgap.model.cost_entry import CostEntry, EntryKind, RateRow
from fitgap.model.cost_policy import Costs, Weighing
from fitgap.model.joint import FormVolume
from fitgap.model.message import UsageError, message
from fitgap.model.sharing import SharingRule

SETTINGS = ("years", "discount_rate", "price_growth", "cap", "sharing", "alpha")

Current = Mapping[tuple[EntryKind, str], CostEntry]


def current(entries: Iterable[CostEntry]) -> dict[tuple[EntryKind, str], CostEntry]:
    """The newest entry of each key, also those that went back to the policy."""
    return {(entry.kind, entry.key): entry for entry in entries}


def values_of(now: Current, kind: EntryKind) -> dict[str, Any]:
    """What holds of a kind, by key, in the order in which the keys first came."""
    return {key: json.loads(entry.value) for (of, key), entry in now.items() if of is kind and entry.value}


def effective(costs: Costs, now: Current) -> Costs:
    """The policy's figures with what people set on top; an entry that no longer goes together with it is left out."""
    rates = values_of(now, EntryKind.RATE)
    settings = {name: value for name, value in values_of(now, EntryKind.SETTING).items() if name in SETTINGS}
    if "sharing" in settings:
        settings["sharing"] = SharingRule(settings["sharing"])
    return replace(
        costs,
        **settings,
        inputs={name: own_input(one, rates.get(name)) for name, one in costs.inputs.items()},
        scenario={name: own_input(one, rates.get(name)) for name, one in costs.scenario.items()},
        governance=_weighing(costs, now),
    )


def own_input(shipped: CostInput, value: Mapping[str, Any] | None) -> CostInput:
    """An input as people set it; raises UsageError for figures that are no range."""
    if value is None:
        return shipped
    source = str(value["source"])
    try:
        return replace(
            shipped,
            low=float(value["low"]),
            likely=float(value["likely"]),
            high=float(value["high"]),
            basis=Basis.OWN,
            source=source,
            source_en=source,
        )
    except ValueError as error:
        raise UsageError(
            message("costs.bad_range", low=value["low"], likely=value["likely"], high=value["high"])
        ) from error


def rate_rows(shipped: Costs, holding: Costs, now: Current) -> tuple[RateRow, ...]:
    """Every input with where it comes from, those of gaps first."""
    rows = []
    for is_scenario, before, after in (
        (False, shipped.inputs, holding.inputs),
        (True, shipped.scenario, holding.scenario),
    ):
        for name, one in after.items():
            entry = now.get((EntryKind.RATE, name))
            rows.append(
                RateRow(
                    name=name,
                    is_scenario=is_scenario,
                    input=one,
                    shipped=before[name],
                    entry=entry if entry and entry.value else None,
                    seen_id=entry.id if entry else None,
                )
            )
    return tuple(rows)


def checked_setting(costs: Costs, name: str, value: object) -> object:
    """A setting's value; raises UsageError for an unknown name or a value out of its range."""
    if name not in SETTINGS:
        raise UsageError(message("costs.unknown_setting", name=name))
    if name in ("years", "cap") and type(value) is not int:
        raise UsageError(message("costs.bad_setting", name=name, value=str(value)))
    try:
        known: object = SharingRule(str(value)) if name == "sharing" else value
        replace(costs, **{name: known})  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise UsageError(message("costs.bad_setting", name=name, value=str(value))) from error
    return value


def volumes_of(now: Current) -> dict[tuple[str, str], FormVolume]:
    """The forms' volumes that people entered, by member and form."""
    found = {}
    for key, value in values_of(now, EntryKind.VOLUME).items():
        member, name = json.loads(key)
        found[member, name] = FormVolume(member=member, name=name, **{**value, "months": tuple(value["months"])})
    return found


def _weighing(costs: Costs, now: Current) -> Weighing:
    shipped = costs.governance
    weights = {**shipped.weights, **values_of(now, EntryKind.WEIGHT)}
    scores = {form: dict(of) for form, of in shipped.scores.items()}
    reasons = {form: dict(of) for form, of in shipped.reasons.items()}
    reasons_en = {form: dict(of) for form, of in shipped.reasons_en.items()}
    for key, value in values_of(now, EntryKind.SCORE).items():
        form, criterion = json.loads(key)
        if form in scores and criterion in scores[form]:
            scores[form][criterion] = int(value["score"])
            reasons[form][criterion] = reasons_en[form][criterion] = str(value["reason"])
    known = {name: weight for name, weight in weights.items() if name in shipped.weights}
    return replace(shipped, weights=known, scores=scores, reasons=reasons, reasons_en=reasons_en)
