"""Totals, sets of decisions, staying different, governance and joint procurement, computed by hand."""

from dataclasses import replace

from fitgap.model.cost import GapWork, MemberWork, WayOut
from fitgap.model.cost_group import DecisionSet, DivergenceWork, KnownSet
from fitgap.model.flow import Direction
from fitgap.model.joint import FormVolume
from fitgap.model.message import Source
from fitgap.model.step import Step, StepForm
from fitgap.policies import default_policy
from fitgap.quantifying import price_gap, suggest_size
from fitgap.quantifying.divergence import price_divergence
from fitgap.quantifying.governance import rank_forms, tippings
from fitgap.quantifying.group import known_set, levers, totals
from fitgap.quantifying.joint import procure

COSTS = default_policy().costs
PRICES = tuple(
    price_gap(
        GapWork(
            key=key,
            name=key,
            process="p",
            verdict="gap",
            works=(
                MemberWork(member="市", minutes_per_case=6, cases_per_year=cases),
                MemberWork(member="町", minutes_per_case=6, cases_per_year=cases),
            ),
            size="M",
        ),
        COSTS,
    )
    for key, cases in (("a", 10_000.0), ("b", 1_000.0), ("c", 10.0))
)
# A workaround of a: 6 × 10,000 ÷ 60 = 1,000 h × 3,000 = 3,000,000 a year and member; a customisation 3,015,000.


def test_totals_of_what_was_decided() -> None:
    chosen = DecisionSet(
        name="chosen", ways=(("a", WayOut.CUSTOMISE_SHARED), ("b", WayOut.WORKAROUND), ("c", WayOut.DEFERRED))
    )
    found = totals(chosen, PRICES, COSTS)
    assert (found.gaps, found.decided, found.undecided) == (3, 2, 1)
    assert (found.customisations, found.customising.likely) == (1, 3_015_000)
    assert found.workaround_hours == 200  # 2 members × 6 min × 1,000 ÷ 60
    # b: 2 × (5 × 300,000 + 24,000) = 3,048,000; two customisations of its own would be 6,030,000
    assert found.total.likely == 3_015_000 + 3_048_000
    assert found.saved.likely == 6_030_000 - 3_048_000
    assert sum(amount.likely for _, amount in found.by_member) == found.total.likely


def test_the_sets_that_are_always_there() -> None:
    cap = dict(known_set(KnownSet.CAP, PRICES, {}, 1).ways)
    assert cap == {"a": WayOut.CUSTOMISE_SHARED, "b": WayOut.WORKAROUND, "c": WayOut.WORKAROUND}
    asked = totals(known_set(KnownSet.AS_REQUESTED, PRICES, {}, 10), PRICES, COSTS)
    assert (asked.local, asked.total.likely) == (3, 3 * 2 * 3_015_000)
    adopted = totals(known_set(KnownSet.ALL_ADOPT, PRICES, {}, 10), PRICES, COSTS)
    assert adopted.total.likely == 3 * 2 * 78_000
    assert adopted.saved.likely == 18_090_000 - 468_000
    assert known_set(KnownSet.CHOSEN, PRICES, {"b": WayOut.EUC}, 10).ways == (("b", WayOut.EUC),)


def test_customisations_beyond_the_cap_are_counted() -> None:
    asked = known_set(KnownSet.AS_REQUESTED, PRICES, {}, 1)
    assert totals(asked, PRICES, replace(COSTS, cap=1)).over_cap == 2


def test_the_levers_tell_what_saves_most() -> None:
    found = levers(PRICES, {"a": WayOut.WORKAROUND}, 5)
    assert found[0].price.gap.key == "a"
    assert found[0].adopt_saves == 2 * 15_024_000 - 2 * 78_000
    assert found[1].now is WayOut.CUSTOMISE_LOCAL
    assert not found[1].is_decided


def test_staying_different_by_hand() -> None:
    """1,000 h × 0.1 × 3,000 = 300,000 a year; together once: (2 × 8 + 1 × 4) h × 3,000 = 60,000: back in 0.2 years."""
    work = DivergenceWork(
        process="転入",
        members=("市", "町"),
        hours_per_year=1000,
        steps=9,
        known_steps=9,
        changes=(("add", 2), ("role", 1)),
    )
    price = price_divergence(work, COSTS)
    assert (price.yearly.likely, price.period.likely, price.together_once.likely) == (300_000, 1_500_000, 60_000)
    assert price.payback_years == 0.2


def test_governance_scores_are_weighted_means() -> None:
    """協議会: (3×4 + 3×4 + 2×3 + 2×5 + 3×2 + 2×4 + 2×2) ÷ 17 = 58 ÷ 17."""
    ranked = {one.form: one.score for one in rank_forms(COSTS.governance)}
    assert round(ranked["kyogikai"], 9) == round(58 / 17, 9)
    assert [one.score for one in rank_forms(COSTS.governance)] == sorted(ranked.values(), reverse=True)


def test_at_the_tipping_weight_another_form_draws_level() -> None:
    first = rank_forms(COSTS.governance)[0].form
    tip = next(one for one in tippings(COSTS.governance) if one.tips_at is not None)
    assert tip.tips_at is not None
    rest = sum(weight for name, weight in COSTS.governance.weights.items() if name != tip.criterion)
    weights = {**COSTS.governance.weights, tip.criterion: rest * tip.tips_at / (1 - tip.tips_at)}
    scores = {one.form: one.score for one in rank_forms(replace(COSTS.governance, weights=weights))}
    assert abs(scores[first] - scores[tip.winner]) < 1e-9


def form(member: str, copies: float, paper: str = "A4", *, enclosed: bool = True) -> FormVolume:
    return FormVolume(
        member=member,
        name="納税通知書",
        copies_per_year=copies,
        paper=paper,
        is_colour=False,
        is_enclosed=enclosed,
        is_mailed=False,
        months=(6,),
    )


def test_buying_together_reaches_the_next_volume_step() -> None:
    """Alone: 8,000 × (20 + 15) + 50,000 = 330,000 each. Together: 16,000 × (12 + 9) + 50,000 = 386,000."""
    (lot,) = procure([form("市", 8_000), form("町", 8_000)], COSTS.joint).lots
    assert dict(lot.alone) == {"市": 330_000, "町": 330_000}
    assert dict(lot.together) == {"市": 193_000, "町": 193_000}
    assert lot.saved == 274_000


def test_what_is_unlike_is_listed_and_priced_as_if_it_were_alike() -> None:
    joint = procure([form("市", 8_000), form("町", 8_000, "A3")], COSTS.joint)
    assert joint.saved == 0
    assert joint.saved_alike == 274_000
    assert [(one.aspect, dict(one.values)) for one in joint.unlike] == [("paper", {"市": "A4", "町": "A3"})]
    assert dict(joint.months)[6] == 16_000


def step(name: str, *forms: str) -> Step:
    made = tuple(StepForm(document_id=one, name=one, direction=Direction.OUTPUT) for one in forms)
    return Step(id="s", name=name, kind="task", flow_name="f", process_name="p", source=Source(file="x"), forms=made)


def test_the_size_follows_what_the_gap_touches() -> None:
    assert suggest_size([step("内容を確認する")], COSTS.sizing).size == "S"
    assert suggest_size([step("通知を作る", "通知書", "控え")], COSTS.sizing).size == "M"  # 2 forms
    found = suggest_size([step("税額を計算して連携する", "通知書")], COSTS.sizing)  # 1 + 4 + 4
    assert (found.size, found.points) == ("XL", 9)
    assert [reason.code for reason in found.reasons] == [
        "costs.size.forms",
        "costs.size.calculation",
        "costs.size.interface",
    ]
