"""Forms that members could have printed, enclosed and mailed together."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FormVolume:
    """One member's form: copies a year, how it is made, and the months (1..12) it goes out in.

    `name` is what the form is called by everybody who has it; `paper` is empty and the flags None when unknown.
    """

    member: str
    name: str
    copies_per_year: float
    paper: str = ""
    is_colour: bool | None = None
    is_enclosed: bool | None = None
    is_mailed: bool | None = None
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlikeForm:
    """A form that members make differently in one respect; `values` by member, in words or empty when unknown."""

    name: str
    aspect: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JointLot:
    """What is the same at several members: one form, one paper, one way of printing and sending."""

    name: str
    paper: str
    is_colour: bool
    is_enclosed: bool
    is_mailed: bool
    copies: tuple[tuple[str, float], ...]
    alone: tuple[tuple[str, int], ...]
    together: tuple[tuple[str, int], ...]

    @property
    def members(self) -> tuple[str, ...]:
        """Who takes part."""
        return tuple(member for member, _ in self.copies)

    @property
    def saved(self) -> int:
        """Yen a year; 0 where only one member has the lot."""
        return sum(yen for _, yen in self.alone) - sum(yen for _, yen in self.together)


@dataclass(frozen=True, slots=True, kw_only=True)
class JointProcurement:
    """Lots as things are now, what they would be with everything made alike, and what must be made alike first.

    `by_member` is (member, yen alone, yen together) a year.
    """

    lots: tuple[JointLot, ...]
    alike_lots: tuple[JointLot, ...]
    unlike: tuple[UnlikeForm, ...]
    by_member: tuple[tuple[str, int, int], ...]
    months: tuple[tuple[int, float], ...]

    @property
    def saved(self) -> int:
        """Yen a year, as things are."""
        return sum(lot.saved for lot in self.lots)

    @property
    def saved_alike(self) -> int:
        """Yen a year, once everything is made alike."""
        return sum(lot.saved for lot in self.alike_lots)
