"""Plans over years, with the arithmetic written out. One system, 10,000,000 yen a year, contract to 2016."""

from dataclasses import replace

from fitgap.model.cost import Basis, CostInput
from fitgap.model.scenario import AsIsSystem, Component, Plan, Scenario, ScenarioMember, SystemKind
from fitgap.model.sharing import Sharing, SharingRule
from fitgap.policies import default_policy
from fitgap.quantifying.scenarios import best_start, compare_plans

RATES = default_policy().costs.scenario
YEARLY = 10_000_000
SYSTEM = AsIsSystem(
    member="市", business="住民記録", vendor="甲社", kind=SystemKind.MAINFRAME, yearly_yen=YEARLY, contract_end=2016
)
SCENARIO = Scenario(
    title="試算",
    first_year=2015,
    years=6,
    earliest_start=2016,
    latest_start=2018,
    closed_years=(),
    moves_per_year=0,
    law_name="番号制度",
    law_year=2017,
    platform_yen=0,
    sharing=Sharing(),
    discount_rate=0.0,
    price_growth=0.0,
    members=(ScenarioMember(name="市", population=50_000),),
    systems=(SYSTEM,),
    plans=(
        Plan(key="cloud", name="", cloud_from=2017),
        Plan(key="early", name="", cloud_from=2016),
        Plan(key="open", name="", open_from=2017),
    ),
)


def parts(key: str, scenario: Scenario = SCENARIO) -> dict[tuple[int, str], int]:
    plan = next(one for one in compare_plans(scenario, RATES).plans if one.plan.key == key)
    return {
        (row.year, row.component.value): row.amount.likely
        for row in plan.rows
        if row.component is not Component.RUN and row.amount.likely
    }


def test_alone_renews_when_the_contract_has_run_out_and_amends_for_the_law() -> None:
    """6 years × 10 M + renewal 2017 (1.0) 10 M + change of law 2017 (0.5) 5 M = 75 M."""
    assert parts("renew") == {(2017, "renew"): 10_000_000, (2017, "amendment"): 5_000_000}
    assert compare_plans(SCENARIO, RATES).plans[0].total.likely == 75_000_000


def test_joining_when_contract_and_law_meet_saves_both() -> None:
    """2015–16 alone 20 M; 2017: initial 8, migration 6, customisation 2, both running 2 ÷ 12 × 10 = 1,666,667, law 1;
    run 4 × 7 = 28; upkeep of customisation 3 × 2 × .25 = 1.5: together 68,166,667.
    """
    assert parts("cloud") == {
        (2017, "initial"): 8_000_000,
        (2017, "migration"): 6_000_000,
        (2017, "customise"): 2_000_000,
        (2017, "double"): 1_666_667,
        (2017, "amendment"): 1_000_000,
        **{(year, "customise_upkeep"): 500_000 for year in (2018, 2019, 2020)},
    }
    plan = compare_plans(SCENARIO, RATES).plans[1]
    assert plan.total.likely == 68_166_667
    assert plan.saved.likely == 75_000_000 - 68_166_667
    assert plan.payback_year == 2018  # cumulated cloud − alone: 2017 25,666,667 − 25 M; 2018 then − 2.5 M


def test_without_the_change_of_law_it_pays_back_a_year_later() -> None:
    """Cumulated cloud − alone: 2017 24,666,667 − 20 M = 4,666,667; 2018 2,166,667; 2019 −333,333."""
    assert compare_plans(replace(SCENARIO, law_year=None), RATES).plans[1].payback_year == 2019


def test_leaving_a_contract_early_costs_half_of_the_rest() -> None:
    """Joining in 2016 leaves one year of 10 M: × 0.5 = 5 M; the new contract of five years runs out in 2020."""
    early = parts("early")
    assert early[2016, "termination"] == 5_000_000
    assert early[2017, "amendment"] == 2_500_000  # on the shared cloud: 0.25


def test_a_mainframe_is_opened_first() -> None:
    """2017: opening 15 M, migration 6 M, both running 1,666,667; then run 8.5 M a year; the law still costs 5 M."""
    assert parts("open") == {
        (2017, "open"): 15_000_000,
        (2017, "migration"): 6_000_000,
        (2017, "double"): 1_666_667,
        (2017, "amendment"): 5_000_000,
    }


def test_the_best_start_meets_contract_and_law_and_says_what_the_runner_up_pays_more() -> None:
    best = best_start(SCENARIO, RATES)
    assert best.best is not None
    assert best.runner_up is not None
    assert best.best.cloud_from == 2017
    assert best.runner_up.present - best.best.present == sum(less for _, less in best.apart)


def test_a_closed_year_and_too_many_moves_are_refused_with_the_reason() -> None:
    two = replace(SCENARIO, systems=(SYSTEM, replace(SYSTEM, business="税")), moves_per_year=1)
    assert {one.refused_by for one in best_start(two, RATES).options} == {"too_many_moves", "never_moves"}
    closed = best_start(replace(SCENARIO, closed_years=(2017,)), RATES)
    assert closed.best is not None
    assert 2017 not in dict(closed.best.moves)
    assert ("closed_year", 2017) in {(one.refused_by, one.refused_year) for one in closed.options}


def test_the_counter_evidence_turns_the_saving_round() -> None:
    """Run at 2.3 for four years instead of 0.7: 4 × 1.6 × 10 M = 64 M dearer."""
    plan = compare_plans(SCENARIO, RATES).plans[1]
    assert plan.counter_saved == plan.saved.likely - 64_000_000


def test_a_saving_is_a_range_around_the_likely_case() -> None:
    plan = compare_plans(SCENARIO, RATES).plans[1]
    assert plan.saved.low < plan.saved.likely < plan.saved.high
    assert plan.saved.low < 0, "with every rate at its worst, nothing is saved"


def test_the_platform_is_shared_to_the_yen() -> None:
    members = (ScenarioMember(name="市", population=50_000), ScenarioMember(name="村", population=7_000))
    scenario = replace(SCENARIO, members=members, platform_yen=1_000_001, sharing=Sharing(rule=SharingRule.POPULATION))
    rows = compare_plans(scenario, RATES).plans[1].rows
    platform = {row.member: row.amount.likely for row in rows if row.component is Component.PLATFORM}
    assert platform == {"市": 877_194, "村": 122_807}  # 1,000,001 × 50 ÷ 57 = 877,193.86 …
    assert sum(platform.values()) == 1_000_001


def test_cheaper_running_never_makes_a_plan_dearer() -> None:
    cheap = CostInput(low=0, likely=0.1, high=0.2, unit="", basis=Basis.OWN, source="", source_en="")
    before = compare_plans(SCENARIO, RATES).plans[1]
    after = compare_plans(SCENARIO, {**RATES, "cloud_run": cheap}).plans[1]
    assert after.total.likely < before.total.likely
