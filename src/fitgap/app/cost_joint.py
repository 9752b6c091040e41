"""Forms' volumes: what the flows say, and what people entered on top."""

import unicodedata

from fitgap.app.cost_book import Rates
from fitgap.app.cost_rates import volumes_of
from fitgap.app.desk import Desk
from fitgap.model.joint import FormVolume


def volumes_now(desk: Desk, rates: Rates) -> tuple[FormVolume, ...]:
    """Every form that a flow states copies of, then the forms that people added; one name for one form."""
    entered = dict(volumes_of(rates.now))
    names: dict[str, str] = {}
    found: dict[tuple[str, str], FormVolume] = {}
    for row in desk.store.flows(None):
        for document in desk.stored_flow(row.id).flow.documents:
            if document.copies_per_year is None:
                continue
            name = names.setdefault(_key(document.name), document.name)
            stated = FormVolume(
                member=row.member,
                name=name,
                copies_per_year=document.copies_per_year,
                paper=document.paper,
                is_enclosed=document.is_enclosed,
            )
            found.setdefault((row.member, name), stated)
    for (member, own), volume in entered.items():
        name = names.setdefault(_key(own), own)
        found[member, name] = FormVolume(
            member=member,
            name=name,
            copies_per_year=volume.copies_per_year,
            paper=volume.paper,
            is_colour=volume.is_colour,
            is_enclosed=volume.is_enclosed,
            is_mailed=volume.is_mailed,
            months=volume.months,
        )
    return tuple(found.values())


def _key(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
