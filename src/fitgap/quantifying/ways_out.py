"""What each way out of a gap is made of: lines, each a product of named inputs and facts of the flow."""

from collections.abc import Iterator

from fitgap.model.cost import CostLine, Fact, GapWork, MemberWork, WayOut, When

LIFE: tuple[tuple[str, When, tuple[str, ...]], ...] = (
    ("build", When.ONCE, ()),
    ("test", When.ONCE, ("test",)),
    ("doc", When.ONCE, ("doc",)),
    ("deploy", When.ONCE, ("deploy",)),
    ("upkeep", When.YEARLY, ("upkeep",)),
    ("upgrades", When.PERIOD, ("upgrade", "upgrades")),
    ("revisions", When.PERIOD, ("revision", "revisions")),
    ("exit", When.END, ("exit",)),
)
"""Dev × (1 + test + doc + deploy + T·upkeep + U·upgrade + L·revision + exit), a line for each addend."""

BESIDE = ("build", "test", "doc", "deploy", "upkeep", "exit")
"""The lines that software beside the package has too; the package's upgrades do not touch it."""

TRAINED = frozenset(
    {
        WayOut.ADOPT_STANDARD,
        WayOut.CONFIGURE,
        WayOut.CHANGE_PROCESS,
        WayOut.AMEND_RULE,
        WayOut.SUBSTITUTE_FEATURE,
        WayOut.EUC,
    }
)

OWN_WORK: dict[WayOut, tuple[tuple[str, When, tuple[str, ...]], ...]] = {
    WayOut.ADOPT_STANDARD: (("adopt", When.ONCE, ("adopt_hours", "wage")),),
    WayOut.CONFIGURE: (("configure", When.ONCE, ("configure_days", "day_rate")),),
    WayOut.CHANGE_PROCESS: (("change", When.ONCE, ("change_hours", "wage")),),
    WayOut.AMEND_RULE: (
        ("amend", When.ONCE, ("amend_hours", "wage")),
        ("change", When.ONCE, ("change_hours", "wage")),
    ),
    WayOut.WORKAROUND: (("instructions", When.ONCE, ("workaround_hours", "wage")),),
    WayOut.SUBSTITUTE_FEATURE: (("substitute", When.ONCE, ("substitute_days", "day_rate")),),
    WayOut.EUC: (
        ("euc", When.ONCE, ("euc_hours", "wage")),
        ("euc_upkeep", When.YEARLY, ("euc_upkeep_hours", "wage")),
    ),
    WayOut.RETIRE: (("retire", When.ONCE, ("retire_hours", "wage")),),
}
"""What every member does for itself."""

LABOUR: dict[WayOut, tuple[When, tuple[str, ...]]] = {
    WayOut.CHANGE_PROCESS: (When.YEARLY, ("change_share",)),
    WayOut.AMEND_RULE: (When.YEARLY, ("change_share",)),
    WayOut.WORKAROUND: (When.YEARLY, ()),
    WayOut.SUBSTITUTE_FEATURE: (When.YEARLY, ("substitute_share",)),
    WayOut.EUC: (When.YEARLY, ("euc_share",)),
    WayOut.VENDOR_ROADMAP: (When.PERIOD, ("wait_years",)),
}
"""Ways that leave work by hand, and which part of it."""


def lines_of(gap: GapWork, way: WayOut) -> tuple[CostLine, ...]:
    """The lines of a way out for everybody who has the gap."""
    return tuple(_lines(gap, way))


def works_without_figures(gap: GapWork, way: WayOut) -> tuple[MemberWork, ...]:
    """The members whose flow does not say how much work it is, where the way leaves work by hand."""
    return tuple(work for work in gap.works if work.hours_per_year is None) if way in LABOUR else ()


def _lines(gap: GapWork, way: WayOut) -> Iterator[CostLine]:
    dev = (f"days_{gap.size}", "day_rate")
    match way:
        case WayOut.CUSTOMISE_SHARED:
            yield from (CostLine(code=code, when=when, inputs=(*dev, *more)) for code, when, more in LIFE)
        case WayOut.CUSTOMISE_LOCAL:
            for member in gap.members:
                for code, when, more in LIFE:
                    yield CostLine(code=code, when=when, inputs=(*dev, *more), member=member)
        case WayOut.EXTERNAL:
            for member in gap.members:
                for code, when, more in LIFE:
                    if code in BESIDE:
                        yield CostLine(code=code, when=when, inputs=(*dev, "external", *more), member=member)
                yield CostLine(code="interface", when=When.ONCE, inputs=(*dev, "external_interface"), member=member)
        case _:
            for work in gap.works:
                yield from _own_lines(gap, way, work)


def _own_lines(gap: GapWork, way: WayOut, work: MemberWork) -> Iterator[CostLine]:
    for code, when, inputs in OWN_WORK.get(way, ()):
        yield CostLine(code=code, when=when, inputs=inputs, member=work.member)
    if way in TRAINED:
        training = ("training_people", "training_hours", "wage")
        yield CostLine(code="training", when=When.ONCE, inputs=training, member=work.member)
    if way in LABOUR and work.minutes_per_case is not None and work.cases_per_year is not None:
        when, shares = LABOUR[way]
        yield CostLine(
            code="labour",
            when=when,
            inputs=("wage", f"left_{gap.verdict}", *shares),
            member=work.member,
            facts=(
                Fact(code="minutes", value=work.minutes_per_case),
                Fact(code="cases", value=work.cases_per_year),
            ),
            divisor=60,
        )
