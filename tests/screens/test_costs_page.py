"""The costs page without a browser: every part draws, amounts carry their base, changes are logged."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from fitgap.app.screens import costs_view as view
from fitgap.app.workspace import Workspace
from fitgap.model.cost_entry import EntryKind

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


@pytest.mark.parametrize("part", ["gaps", "group", "divergence"])
def test_what_several_members_share_draws(demo: Path, open_page: Open, part: str) -> None:
    app = open_page("costs", costs=part, package="hibiki")
    assert not app.exception
    assert app.button_group(key="costs_part").value == part
    assert app.dataframe


@pytest.mark.parametrize("part", ["gaps", "group", "scenario", "governance", "joint", "figures"])
def test_every_part_speaks_english(small: Path, open_page: Open, part: str) -> None:
    assert not open_page("costs", costs=part, package="hibiki", lang="en").exception


def test_totals_stand_with_their_base_and_ranges_are_no_promise(small: Path, open_page: Open, shown: Shown) -> None:
    app = open_page("costs", package="hibiki")
    text = shown(app)
    assert "未決定" in text
    assert "起こりやすさではありません" in text
    assert "機械の案" in " ".join(str(one.value) for one in app.markdown), "a guessed size is marked as a guess"


def test_a_saving_over_years_comes_with_the_counter_evidence(small: Path, open_page: Open, shown: Shown) -> None:
    app = open_page("costs", costs="scenario")
    assert any("差額は約束ではありません" in one.value for one in app.warning)
    assert "最良の開始は" in shown(app)


def test_a_rate_is_changed_with_its_source_and_logged(small: Path, open_page: Open, workspace: Workspace) -> None:
    app = open_page("costs", costs="figures", rate="day_rate")
    app.number_input(key="cost_rate_day_rate_None_likely").set_value(70_000.0)
    app.button(key="cost_rate_save").click().run()
    assert "出所が空です" in app.error[0].value, "no figure without its source"
    app.text_input(key="cost_rate_day_rate_None_source").input("2026年度の見積")
    app.button(key="cost_rate_save").click().run()
    assert not app.exception
    (entry,) = workspace.costs.log()
    assert (entry.kind, entry.key, entry.person) == (EntryKind.RATE, "day_rate", "情報政策課 山田")
    assert workspace.costs.figures().inputs["day_rate"].likely == 70_000


def test_what_is_decided_now_is_kept_under_a_name(small: Path, open_page: Open, workspace: Workspace) -> None:
    app = open_page("costs", costs="group", package="hibiki")
    app.text_input(key="cost_set_name").input("4月案")
    app.button(key="cost_keep").click().run()
    assert not app.exception
    ((kept, _),) = workspace.costs.sets()
    assert kept.name == "4月案"


@pytest.mark.parametrize(
    ("text", "months"), [("6,10", (6, 10)), ("10、6", (6, 10)), ("", ()), ("13", None), ("六", None)]
)
def test_months_as_people_write_them(text: str, months: tuple[int, ...] | None) -> None:
    assert view.months_of(text) == months
