"""What the sheets of a catalogue are read into, one after the other."""

from dataclasses import dataclass, field

from fitgap.model.catalog import CatalogForm, Feature
from fitgap.model.message import Issue, Severity, Source, message
from fitgap.reading.catalog.area import Areas
from fitgap.reading.catalog.offers import OfferReader


@dataclass(slots=True, kw_only=True)
class CatalogParts:
    """Features and forms so far, the keys that are taken, and what was noticed."""

    areas: Areas
    offers: OfferReader
    issues: list[Issue]
    features: list[Feature] = field(default_factory=list)
    forms: list[CatalogForm] = field(default_factory=list)
    feature_places: dict[str, Source] = field(default_factory=dict)
    form_places: dict[str, Source] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def named_areas(self) -> tuple[str, ...]:
        """The areas that features and forms name, in the order in which they do."""
        named = (*(feature.area for feature in self.features), *(form.area for form in self.forms))
        return tuple(dict.fromkeys(area for area in named if area))

    def key(self, stated: str, source: Source, taken: dict[str, Source]) -> str:
        """The id as the file writes it; a second item of the same id gets a number behind it, and both are named."""
        if stated not in taken:
            taken[stated] = source
            return stated
        number = self.numbers.get(stated, 1) + 1
        while f"{stated}_{number}" in taken:
            number += 1
        self.numbers[stated] = number
        key = f"{stated}_{number}"
        first = taken[stated]
        said = message(
            "catalog.duplicate_id",
            id=stated,
            new_id=key,
            first_file=first.file,
            first_sheet=first.sheet or "-",
            first_row=first.row or 0,
        )
        self.issues.append(Issue(message=said, severity=Severity.WARNING, source=source, element_id=key))
        taken[key] = source
        return key
