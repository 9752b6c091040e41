"""Costs as the screens and the command line use them: prices, sets, figures with their log, scenarios, volumes."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from fitgap.app.samples import sample_scenario
from fitgap.app.scenario_file import read_scenario
from fitgap.app.workspace import Workspace
from fitgap.model.access import Actor, Role
from fitgap.model.choice import ChoiceKind
from fitgap.model.cost import Basis, WayOut
from fitgap.model.cost_entry import EntryKind
from fitgap.model.cost_group import KnownSet
from fitgap.model.decision import Subject, Terms
from fitgap.model.joint import FormVolume
from fitgap.model.message import AccessError, ConflictError, UsageError
from fitgap.policies import default_policy
from fitgap.reading.result import NamedBytes

MakeFlow = Callable[..., NamedBytes]
TABLE = (
    "手順番号,作業名称,作業内容,作業時間（分）,年間件数\n"
    "1,受け付ける,届を受け取る,6,1000\n2,税額を計算する,税額を計算する,30,200\n"
)


@pytest.fixture
def priced(workspace: Workspace, package: tuple[NamedBytes, ...]) -> Workspace:
    """One member with two steps that no function covers."""
    workspace.add_catalog(package, key="hibiki", person="見本")
    added = workspace.add_flow("青葉野市", NamedBytes(name="税.csv", content=TABLE.encode()), person="見本")
    assert added.flow_id is not None
    for step in workspace.analyse(added.flow_id, "hibiki").results:
        workspace.choose(
            added.flow_id, "hibiki", step.step.id, ChoiceKind.NONE_FITS, person="見本", seen_choice_id=None
        )
    return workspace


def subject(workspace: Workspace, name: str) -> Subject:
    return next(gap.subject for gap in workspace.costs.book("hibiki").gaps if gap.work.name == name)


def decide(workspace: Workspace, name: str, **terms: str) -> None:
    item = workspace.decisions.item(subject(workspace, name))
    workspace.decisions.decide(
        item.subject, Terms(reason="理由", **terms), person="山田", seen_decision_id=item.newest_id
    )


def test_every_gap_is_priced_with_the_minutes_of_its_flow(priced: Workspace) -> None:
    book = priced.costs.book("hibiki")
    assert [(gap.work.name, gap.work.verdict) for gap in book.gaps] == [
        ("受け付ける", "gap"),
        ("税額を計算する", "gap"),
    ]
    around = book.prices[0].way(WayOut.WORKAROUND)
    assert around is not None
    assert around.total.likely == 5 * 300_000 + 24_000  # 6 min × 1,000 ÷ 60 = 100 h × 3,000 yen


def test_decisions_change_the_totals_at_once(priced: Workspace) -> None:
    before = priced.costs.book("hibiki").totals()
    assert (before.decided, before.total.likely) == (0, 0)
    decide(priced, "受け付ける", resolution="workaround")
    decide(priced, "税額を計算する", resolution="customise_local", cause="ordinance", size="L")
    after = priced.costs.book("hibiki").totals()
    assert (after.decided, after.customisations, after.workaround_hours) == (2, 1, 100)
    assert after.total.likely == 1_524_000 + 8_040_000  # 40 days × 60,000 × 3.35
    priced.decisions.revoke(priced.decisions.ledger()[0].decision.id, "山田")
    assert priced.costs.book("hibiki").totals().total.likely == 1_524_000


def test_a_suggested_size_says_that_it_is_one(priced: Workspace) -> None:
    gap = priced.costs.book("hibiki").gaps[1]
    assert (gap.work.size, gap.work.is_size_guessed) == ("L", True)
    assert [reason.code for reason in gap.work.size_reasons] == ["costs.size.calculation"]
    decide(priced, "税額を計算する", resolution="customise_local", cause="ordinance", size="S")
    gap = priced.costs.book("hibiki").gaps[1]
    assert (gap.work.size, gap.work.is_size_guessed) == ("S", False)


def test_the_price_of_a_decision_before_it_is_made(priced: Workspace) -> None:
    asked = subject(priced, "受け付ける")
    price = priced.costs.price_of(asked, "customise_shared", "S")
    assert price is not None
    assert price.total.likely == 5 * 60_000 * 335 // 100
    assert priced.costs.price_of(asked, "deferred") is None
    assert priced.costs.price_of(asked, "a word of our own") is None


def test_a_changed_rate_holds_with_who_when_and_source(priced: Workspace) -> None:
    priced.costs.set_rate("wage", 2000, 2500, 3000, source="決算", person="山田", seen_id=None)
    row = next(row for row in priced.costs.rates() if row.name == "wage")
    assert (row.input.likely, row.input.basis, row.input.source) == (2500, Basis.OWN, "決算")
    assert row.entry is not None
    assert (row.entry.person, row.entry.at[:10]) == ("山田", "2026-04-01")
    around = priced.costs.book("hibiki").prices[0].way(WayOut.WORKAROUND)
    assert around is not None
    assert around.total.likely == 5 * 250_000 + 20_000


def test_who_was_slower_is_told_and_going_back_is_kept_too(priced: Workspace) -> None:
    first = priced.costs.set_rate("wage", 1, 2, 3, source="x", person="佐藤", seen_id=None)
    with pytest.raises(ConflictError) as conflict:
        priced.costs.set_rate("wage", 4, 5, 6, source="y", person="山田", seen_id=None)
    assert dict(conflict.value.message.values)["person"] == "佐藤"
    priced.costs.reset_rate("wage", person="山田", seen_id=first.id)
    row = next(row for row in priced.costs.rates() if row.name == "wage")
    assert (row.input, row.entry) == (row.shipped, None)
    assert [entry.person for entry in priced.costs.log()] == ["山田", "佐藤"]


@pytest.mark.parametrize(
    ("code", "low", "likely", "high", "source"),
    [("costs.bad_range", 3, 2, 1, "x"), ("costs.bad_range", -1, 2, 3, "x"), ("costs.no_source", 1, 2, 3, " ")],
)
def test_a_rate_that_is_none_is_refused(
    workspace: Workspace, code: str, low: float, likely: float, high: float, source: str
) -> None:
    with pytest.raises(UsageError) as refused:
        workspace.costs.set_rate("wage", low, likely, high, source=source, person="x", seen_id=None)
    assert refused.value.message.code == code
    assert workspace.costs.log() == ()


@pytest.mark.parametrize(("name", "value"), [("years", 0), ("years", 2.5), ("sharing", "taste"), ("cap", -1), ("x", 1)])
def test_a_setting_out_of_range_is_refused(workspace: Workspace, name: str, value: float | str) -> None:
    with pytest.raises(UsageError):
        workspace.costs.set_setting(name, value, person="x", seen_id=None)


def test_settings_hold(priced: Workspace) -> None:
    priced.costs.set_setting("years", 7, person="x", seen_id=None)
    priced.costs.set_setting("sharing", "population", person="x", seen_id=None)
    book = priced.costs.book("hibiki")
    assert book.prices[0].years == 7
    assert [note.code for note in book.notes] == ["costs.shared_equally.population"]
    priced.costs.set_population("青葉野市", 180_000, person="x", seen_id=None)
    assert priced.costs.book("hibiki").notes == ()


def test_a_set_is_kept_to_compare_and_its_name_is_taken_once(priced: Workspace) -> None:
    book = priced.costs.book("hibiki")
    ways = {gap.work.key: WayOut.EUC for gap in book.gaps}
    priced.costs.keep_set("EUC案", ways, person="山田")
    ((kept, entry),) = priced.costs.sets()
    assert (kept.name, entry.person) == ("EUC案", "山田")
    assert priced.costs.book("hibiki").totals(kept).decided == 2
    with pytest.raises(ConflictError):
        priced.costs.keep_set("EUC案", {}, person="佐藤")


def test_a_newcomer_relieves_those_that_share(priced: Workspace) -> None:
    assert priced.costs.share_anew("hibiki", ["青葉野市", "汐見町"]) == ()
    decide(priced, "税額を計算する", resolution="customise_shared", cause="ordinance", size="S")
    changes = priced.costs.share_anew("hibiki", ["青葉野市", "汐見町"])
    assert [(one.member, one.before, one.after) for one in changes] == [
        ("青葉野市", 1_005_000, 502_500),  # 5 days × 60,000 × 3.35
        ("汐見町", 0, 502_500),
    ]


def test_a_viewer_reads_prices_and_changes_nothing(priced: Workspace) -> None:
    viewer = priced.acting_as(Actor(roles=frozenset({Role.VIEWER})))
    assert viewer.costs.book("hibiki").totals(viewer.costs.book("hibiki").known(KnownSet.ALL_ADOPT)).decided == 2
    with pytest.raises(AccessError):
        viewer.costs.set_rate("wage", 1, 2, 3, source="x", person="x", seen_id=None)


def test_volumes_are_entered_and_replaced(workspace: Workspace) -> None:
    volume = FormVolume(member="市", name="通知書", copies_per_year=8000, paper="A4", is_enclosed=True, months=(6,))
    workspace.costs.set_volumes([volume, replace(volume, member="町", name="通知書")], person="山田")
    workspace.costs.set_volumes([replace(volume, copies_per_year=9000)], person="山田")
    assert [(one.member, one.copies_per_year) for one in workspace.costs.volumes()] == [("市", 9000), ("町", 8000)]
    assert workspace.costs.joint().saved > 0
    with pytest.raises(UsageError):
        workspace.costs.set_volumes([replace(volume, months=(13,))], person="山田")


def test_governance_follows_weights_and_scores(workspace: Workspace) -> None:
    workspace.costs.set_weight("speed", 0, person="x", seen_id=None)
    workspace.costs.set_score("koiki_rengo", "speed", 5, reason="県の支援", person="x", seen_id=None)
    weighing = workspace.costs.figures().governance
    assert weighing.weights["speed"] == 0
    assert weighing.scores["koiki_rengo"]["speed"] == 5
    assert weighing.reasons["koiki_rengo"]["speed"] == "県の支援"


def test_the_sample_scenario_holds_until_one_is_kept(workspace: Workspace) -> None:
    assert workspace.costs.scenario_text() == sample_scenario()
    text = sample_scenario().replace("closed_years = [2028]", "closed_years = []")
    workspace.costs.keep_scenario(text, person="山田", seen_id=None)
    assert workspace.costs.scenario().scenario.closed_years == ()
    assert workspace.costs.seen_id(EntryKind.SCENARIO, "scenario") == 1


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("years = 10", "years = 0", "bad_years"),
        ("years = 10", "years = 'ten'", "bad_value"),
        ("years = 10", "years = = 10", "not_toml"),
        ("years = 10", "years = 10\nyeras = 3", "bad_value"),
        ('member = "峰越村"', 'member = "遠い村"', "unknown_member"),
        ("latest_start = 2032", "latest_start = 2020", "bad_start"),
        ("population = 3_800", "", "no_population"),
        ('sharing = "mixed"', 'sharing = "volume"', "bad_sharing"),
        ("yearly_kyen = 14_000", "yearly_kyen = -1", "negative"),
        ('kind = "cloud"', 'kind = "abacus"', "bad_value"),
    ],
)
def test_a_wrong_scenario_is_refused_with_the_place(old: str, new: str, code: str) -> None:
    text = sample_scenario()
    assert old in text
    with pytest.raises(UsageError) as refused:
        read_scenario(text.replace(old, new, 1), "s.toml", default_policy().costs)
    assert refused.value.message.code == f"scenario.{code}"
    assert dict(refused.value.message.values)["file"] == "s.toml"


def test_a_scenario_brings_its_own_rates_and_plans() -> None:
    text = sample_scenario() + (
        '\n[rates.cloud_run]\nlow = 0.5\nlikely = 0.6\nhigh = 0.7\nsource = "見積"\n'
        '[[plans]]\nkey = "mine"\nname = "2029年度"\ncloud_from = 2029\n'
    )
    scenario, rates = read_scenario(text, "s.toml", default_policy().costs)
    assert (rates["cloud_run"].likely, rates["cloud_run"].basis) == (0.6, Basis.OWN)
    assert [plan.name for plan in scenario.plans] == ["2029年度"]
