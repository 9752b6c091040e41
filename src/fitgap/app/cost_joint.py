"""Forms' volumes: what the flows say, and what people entered on top."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fitgap.app.cost_outcomes import Rates
from fitgap.app.cost_rates import volumes_of
from fitgap.app.desk import Desk
from fitgap.app.pipeline import normaliser_of
from fitgap.comparing.forms import same_forms
from fitgap.model.joint import FormVolume


def volumes_now(desk: Desk, rates: Rates) -> tuple[FormVolume, ...]:
    """Every form that a flow states copies of, then the forms that people added; one name for one form."""
    entered = volumes_of(rates.now)
    stated = [
        (row.member, document)
        for row in desk.store.flows(None)
        for document in desk.stored_flow(row.id).flow.documents
        if document.copies_per_year is not None
    ]
    names = _one_name_for_one_form(desk, [*(document.name for _, document in stated), *(own for _, own in entered)])
    found: dict[tuple[str, str], FormVolume] = {}
    for member, document in stated:
        volume = FormVolume(
            member=member,
            name=names[document.name],
            copies_per_year=document.copies_per_year or 0.0,
            paper=document.paper,
            is_enclosed=document.is_enclosed,
        )
        found.setdefault((member, volume.name), volume)
    for (member, own), entry in entered.items():
        found[member, names[own]] = replace(entry, name=names[own])
    return tuple(found.values())


def _one_name_for_one_form(desk: Desk, names: Sequence[str]) -> Mapping[str, str]:
    """Names that comparing takes for the same form, each with the shortest of them."""
    return same_forms(names, normaliser_of(None).all(names), desk.policy().comparing.form_likeness)
