"""Decisions in the workbook: sheet 3 and 4 in their columns, the ledger with what is open first, the history."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.unit.reporting.test_workbook import _catalog, _row

from fitgap.model.decision import (
    Alternative,
    Decision,
    DecisionItem,
    DecisionState,
    Ground,
    Impacts,
    LedgerRow,
    Place,
    Subject,
    SubjectKind,
    Terms,
)
from fitgap.model.flow import Flow
from fitgap.model.judgement import FitGap, Judgement, Nature, Relation, StepResult, Verdict
from fitgap.model.message import Source, message
from fitgap.model.report import FitGapReport, HistoryEntry, MemberFitGap
from fitgap.model.step import Step
from fitgap.reporting.workbook import fitgap_workbook

PLACE = Place(series_id=1, item_id="1")
GROUND = Ground(place=PLACE, member="汐見町", flow="転入", item="入力", fingerprint="f", verdict=Verdict.GAP)
SUBJECT = Subject(kind=SubjectKind.STEP, catalog_key="hibiki", places=(PLACE,), title="入力", members=("汐見町",))
REFORM = Terms(
    resolution="customise_shared",
    cause="ordinance",
    reason="=様式が条例にある",
    impacts=Impacts(resident="low", legality="high"),
    alternatives=(Alternative(title="amend_rule", pros="費用なし", cons="議会"),),
)
DEFERRED = Terms(resolution="deferred", reason="確かめる", owner="佐藤", deadline="2026-10-01")


def decision(number: int, terms: Terms, **more: Any) -> Decision:
    return Decision(
        id=number,
        subject=SUBJECT,
        terms=terms,
        person="山田",
        at="2026-11-24T09:30:00+09:00",
        grounds=(GROUND,),
        **more,
    )


def book(decided: Decision | None, *stale: str, ledger: tuple[LedgerRow, ...] = ()) -> Any:
    step = Step(id="1", name="入力", kind="task", flow_name="転入", process_name="", source=Source(file="a.csv"))
    judgement = Judgement(nature=Nature.SYSTEM, verdict=Verdict.GAP, relation=Relation.NONE, confidence=0.9)
    fit_gap = FitGap(
        flow=Flow(name="転入", file="a.csv", notation="table"),
        catalog=_catalog(),
        results=(StepResult(step=step, judgement=judgement),),
    )
    item = DecisionItem(
        subject=SUBJECT,
        businesses=("転入",),
        departments=(),
        flow_ids=(1,),
        item_ids=("1",),
        grounds=(GROUND,),
        verdict=Verdict.GAP,
        confidence=0.9,
        decision=decided,
        newest_id=decided.id if decided else None,
        stale=tuple(message(code, member="汐見町", before="入力", now="入力する") for code in stale),
    )
    said = message("workbook.event.decided", number=1, members="汐見町", item="入力", resolution="customise_shared")
    report = FitGapReport(
        title="t",
        created_at="2026-11-24T10:00:00+09:00",
        entries=(MemberFitGap(member="汐見町", fit_gap=fit_gap, items=(item,)),),
        ledger=ledger,
        history=(HistoryEntry(at="2026-11-24T09:30:00+09:00", person="山田", said=said),),
    )
    return load_workbook(BytesIO(fitgap_workbook(report, "ja")))


def test_a_decision_fills_its_row() -> None:
    row = _row(book(decision(7, REFORM))["3 Fit&Gap一覧"], 2)
    assert (row["対応方針"], row["差異の原因"], row["理由"]) == ("カスタマイズ（共通）", "条例", "=様式が条例にある")
    assert (row["影響度"], row["影響：住民"], row["影響：法適合"], row["影響：期限"]) == ("大", "小", "大", None)
    assert row["代替案"] == "条例・規則改正｜良い点：費用なし｜悪い点：議会"
    assert (row["決定"], row["決定日"], row["決定者"], row["状態"]) == ("採用", "2026-11-24", "山田", "決着")
    assert row["読み戻し用（消さないでください）"] == '[1,"1",7,"f"]'


@pytest.mark.parametrize(("terms", "said"), [(None, (None, "未着手")), (DEFERRED, ("持ち帰り", "協議中"))])
def test_what_is_not_settled_says_so(terms: Terms | None, said: tuple[str | None, str]) -> None:
    row = _row(book(decision(7, terms) if terms else None)["3 Fit&Gap一覧"], 2)
    assert (row["決定"], row["状態"]) == said


def test_a_stale_decision_says_why() -> None:
    row = _row(book(decision(7, REFORM), "deciding.stale.text")["3 Fit&Gap一覧"], 2)
    assert row["対応方針"] == "カスタマイズ（共通）"
    assert str(row["状態"]).startswith("要再確認\n汐見町の手順・帳票の本文が変わりました")


def test_the_ledger_lists_what_is_open_first_and_keeps_what_was_taken_back() -> None:
    rows = (
        LedgerRow(decision=decision(3, REFORM)),
        LedgerRow(decision=decision(2, DEFERRED), is_overdue=True),
        LedgerRow(
            decision=decision(1, REFORM, state=DecisionState.REVOKED, revoked_by="佐藤", revoked_at="2026-11-25")
        ),
    )
    sheet = book(None, ledger=rows)["7 決定台帳・持ち帰り"]
    read = [_row(sheet, number) for number in (2, 3, 4)]
    assert [(row["番号"], row["状態"]) for row in read] == [(2, "▲ 期限超過"), (3, "有効"), (1, "取り消し済み")]
    assert (read[0]["担当者"], read[0]["期限"], read[2]["取り消した人"]) == ("佐藤", "2026-10-01", "佐藤")


def test_the_history_tells_what_happened_in_words() -> None:
    row = _row(book(None)["9 変更履歴"], 2)
    assert row["内容"] == "決定（番号1）：汐見町「入力」を「カスタマイズ（共通）」とした。"
