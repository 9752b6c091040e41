"""Joint procurement of printing, enclosing and mailing: lots, prices by volume, and what must be made alike."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from fitgap.model.cost_policy import JointPrices, PriceStep
from fitgap.model.joint import FormVolume, JointLot, JointProcurement, UnlikeForm
from fitgap.quantifying.amounts import decimal, split, yen

LotKey = tuple[str, str, bool, bool, bool]

_ASPECTS: dict[str, Callable[[FormVolume], str]] = {
    "paper": lambda form: form.paper,
    "colour": lambda form: _flag(form.is_colour),
    "enclosed": lambda form: _flag(form.is_enclosed),
    "mailed": lambda form: _flag(form.is_mailed),
    "months": lambda form: ",".join(str(month) for month in sorted(form.months)),
}


def procure(volumes: Sequence[FormVolume], prices: JointPrices) -> JointProcurement:
    """Lots of what is the same now, and of what would be; amounts are yen a year.

    A flag that is unknown counts as no. Forms of one name belong together whoever has them.
    """
    lots = _lots(volumes, prices)
    return JointProcurement(
        lots=lots,
        alike_lots=_lots(_made_alike(volumes), prices),
        unlike=tuple(_unlike(volumes)),
        by_member=_by_member(lots),
        months=_months(volumes),
    )


def unit_price(copies: float, steps: Sequence[PriceStep]) -> Decimal:
    """The unit price of the highest step that so many copies reach, else of the lowest."""
    ordered = sorted(steps, key=lambda step: step.from_copies)
    reached = [step for step in ordered if step.from_copies <= copies]
    return decimal((reached[-1] if reached else ordered[0]).yen)


def lot_price(key: LotKey, own: float, together: float, prices: JointPrices) -> Decimal:
    """What `own` copies cost at the unit prices of `together` copies, without the set-up."""
    _, paper, is_colour, is_enclosed, is_mailed = key
    factor = decimal(_paper_factor(paper, prices)) * (decimal(prices.colour_factor) if is_colour else 1)
    unit = unit_price(together, prices.printing) * factor
    if is_enclosed:
        unit += unit_price(together, prices.enclosing)
    if is_mailed:
        unit += unit_price(together, prices.mailing)
    return unit * decimal(own)


def _paper_factor(paper: str, prices: JointPrices) -> float:
    """By the size that the paper's name begins with (``A4縦``), else 1."""
    return next((factor for size, factor in prices.paper_factors.items() if paper.startswith(size)), 1.0)


def _lots(volumes: Sequence[FormVolume], prices: JointPrices) -> tuple[JointLot, ...]:
    grouped: dict[LotKey, dict[str, float]] = {}
    for form in volumes:
        key = (form.name, form.paper, bool(form.is_colour), bool(form.is_enclosed), bool(form.is_mailed))
        copies = grouped.setdefault(key, {})
        copies[form.member] = copies.get(form.member, 0.0) + form.copies_per_year
    return tuple(_lot(key, copies, prices) for key, copies in grouped.items())


def _lot(key: LotKey, copies: dict[str, float], prices: JointPrices) -> JointLot:
    whole = sum(copies.values())
    setup = decimal(prices.setup_yen)
    alone = {member: yen(lot_price(key, own, own, prices) + setup) for member, own in copies.items()}
    bill = yen(lot_price(key, whole, whole, prices) + setup)
    if bill > sum(alone.values()):  # nobody buys together at a loss
        bill = sum(alone.values())
    weights = [Fraction(amount) for amount in alone.values()]
    parts = split(bill, weights if any(weights) else [Fraction(1)] * len(weights))
    name, paper, is_colour, is_enclosed, is_mailed = key
    return JointLot(
        name=name,
        paper=paper,
        is_colour=is_colour,
        is_enclosed=is_enclosed,
        is_mailed=is_mailed,
        copies=tuple(copies.items()),
        alone=tuple(alone.items()),
        together=tuple(zip(alone, parts, strict=True)),
    )


def _made_alike(volumes: Sequence[FormVolume]) -> list[FormVolume]:
    """Every form as most copies of it are made."""
    by_name: dict[str, list[FormVolume]] = {}
    for form in volumes:
        by_name.setdefault(form.name, []).append(form)
    alike = []
    for forms in by_name.values():
        largest = max(forms, key=lambda form: form.copies_per_year)
        alike += [replace(largest, member=form.member, copies_per_year=form.copies_per_year) for form in forms]
    return alike


def _unlike(volumes: Sequence[FormVolume]) -> Iterable[UnlikeForm]:
    by_name: dict[str, list[FormVolume]] = {}
    for form in volumes:
        by_name.setdefault(form.name, []).append(form)
    for name, forms in by_name.items():
        if len({form.member for form in forms}) < 2:
            continue
        for aspect, value_of in _ASPECTS.items():
            values = tuple((form.member, value_of(form)) for form in forms)
            if len({value for _, value in values}) > 1:
                yield UnlikeForm(name=name, aspect=aspect, values=values)


def _flag(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _by_member(lots: Sequence[JointLot]) -> tuple[tuple[str, int, int], ...]:
    alone: dict[str, int] = {}
    together: dict[str, int] = {}
    for lot in lots:
        for member, amount in lot.alone:
            alone[member] = alone.get(member, 0) + amount
        for member, amount in lot.together:
            together[member] = together.get(member, 0) + amount
    return tuple((member, amount, together[member]) for member, amount in alone.items())


def _months(volumes: Sequence[FormVolume]) -> tuple[tuple[int, float], ...]:
    """Copies by month, each form spread evenly over its months; forms without months are left out."""
    copies = dict.fromkeys(range(1, 13), 0.0)
    for form in volumes:
        for month in form.months:
            copies[month] += form.copies_per_year / len(form.months)
    return tuple(copies.items())
