"""What a process costs by staying different, and what going together costs."""

from decimal import Decimal

from fitgap.model.cost import Bound, Money
from fitgap.model.cost_group import DivergencePrice, DivergenceWork
from fitgap.model.cost_policy import Costs
from fitgap.quantifying.amounts import decimal, values_at, yen


def price_divergence(work: DivergenceWork, costs: Costs) -> DivergencePrice:
    """Yearly: hours of the steps that differ × the part spent on staying different × wage. Once: changes × hours."""
    yearly, once = {}, {}
    for bound in Bound:
        values = values_at(costs.inputs, bound)
        yearly[bound.value] = yen(decimal(work.hours_per_year) * values["divergence_share"] * values["wage"])
        hours = sum((values[f"change_{kind}"] * count for kind, count in work.changes), Decimal(0))
        once[bound.value] = yen(hours * values["wage"])
    a_year, at_once = Money(**yearly), Money(**once)
    return DivergencePrice(
        work=work,
        yearly=a_year,
        period=a_year.times(costs.years),
        together_once=at_once,
        payback_years=at_once.likely / a_year.likely if a_year.likely else None,
    )
