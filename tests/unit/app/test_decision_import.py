"""An exported workbook, edited as people do, read back: what is new, changed, in conflict, unreadable."""

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from fitgap.app.outcomes import ImportKind, ImportPreview
from fitgap.app.workspace import Workspace
from fitgap.model.decision import Terms
from fitgap.reading.result import NamedBytes

STEPS = ("届書を受け付ける", "電子申請を取り込む", "住民票の写しを交付する")
SHEET = "3 Fit&Gap一覧"
MakeFlow = Callable[..., NamedBytes]


@pytest.fixture
def book(workspace: Workspace, make_flow: MakeFlow, package: tuple[NamedBytes, ...]) -> Workbook:
    """The workbook of one flow; its second step was decided on before."""
    workspace.add_catalog(package, key="hibiki", person="見本")
    flow_id = workspace.add_flow("青葉野市", make_flow(*STEPS), person="見本").flow_id
    assert flow_id is not None
    decide(workspace, "t2", Terms(resolution="workaround", reason="件数が少ない"))
    return export(workspace)


def export(workspace: Workspace) -> Workbook:
    flow_ids = [row.id for row in workspace.flows()]
    return load_workbook(BytesIO(workspace.export_workbook(flow_ids, ["hibiki"], "ja")))


def decide(workspace: Workspace, step_id: str, terms: Terms, person: str = "佐藤") -> None:
    item = workspace.decisions.step_item(workspace.flows()[0].id, "hibiki", step_id)
    workspace.decisions.decide(item.subject, terms, person=person, seen_decision_id=item.newest_id)


def column(sheet: Worksheet, title: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == title)


def write(sheet: Worksheet, row: int, **cells: object) -> None:
    for title, value in cells.items():
        sheet.cell(row, column(sheet, title)).value = value  # type: ignore[assignment]


def read(workspace: Workspace, book: Workbook) -> ImportPreview:
    out = BytesIO()
    book.save(out)
    return workspace.decisions.preview_import(NamedBytes(name="会議.xlsx", content=out.getvalue()))


def test_a_workbook_that_nobody_edited_asks_for_nothing(workspace: Workspace, book: Workbook) -> None:
    preview = read(workspace, book)
    assert (preview.rows, preview.issues, preview.untouched) == ((), (), 3)


def test_new_and_changed_rows_are_told_apart_and_applied(workspace: Workspace, book: Workbook) -> None:
    write(book[SHEET], 2, 対応方針="標準機能適用", 期限="2027年3月5日", 代替案="条例・規則改正｜良い点：安い｜悪い点：")
    write(book[SHEET], 3, 理由="件数が年10件に満たない")
    preview = read(workspace, book)
    assert [(row.kind, row.source.row) for row in preview.rows] == [(ImportKind.NEW, 2), (ImportKind.CHANGED, 3)]
    assert preview.rows[1].changed == ("reason",)
    assert preview.rows[1].terms == Terms(resolution="workaround", reason="件数が年10件に満たない")
    done = workspace.decisions.apply_import(preview.rows, "山田")
    terms = done.decisions[0].terms
    assert (terms.resolution, terms.deadline) == ("adopt_standard", "2027-03-05")
    assert [(one.title, one.pros, one.cons) for one in terms.alternatives] == [("amend_rule", "安い", "")]
    assert read(workspace, book).rows == (), "the same file again asks for nothing"
    workspace.decisions.undo_bulk(done.batch_id, "山田")
    item = workspace.decisions.step_item(workspace.flows()[0].id, "hibiki", "t2")
    assert item.decision is not None
    assert item.decision.terms.reason == "件数が少ない"


def test_a_later_decision_is_a_conflict_only_where_the_row_was_edited(workspace: Workspace, book: Workbook) -> None:
    decide(workspace, "t2", Terms(resolution="retire", reason="廃止する"))
    assert read(workspace, book).rows == ()
    write(book[SHEET], 3, 理由="私の理由")
    (row,) = read(workspace, book).rows
    assert row.kind is ImportKind.CONFLICT
    assert dict(row.why[0].values)["resolution"] == "retire"
    workspace.decisions.apply_import((row,), "山田")
    assert len(workspace.decisions.history(row.item.subject)) == 3


def test_a_text_that_changed_since_is_a_conflict(workspace: Workspace, book: Workbook, make_flow: MakeFlow) -> None:
    write(book[SHEET], 2, 対応方針="標準機能適用")
    changed = make_flow("届書を窓口で受け付ける", *STEPS[1:])
    workspace.add_flow("青葉野市", changed, person="見本", mode="replace")
    (row,) = read(workspace, book).rows
    assert [said.code for said in row.why] == ["decision_sheets.text_since"]


def test_moved_columns_sorted_and_deleted_rows_and_own_columns_do_no_harm(workspace: Workspace, book: Workbook) -> None:
    sheet = book[SHEET]
    write(sheet, 2, 対応方針="業務変更", 理由="窓口に一本化する")
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    order = [*range(len(rows[0]) - 1, -1, -1)]
    moved = book.create_sheet("並べ替え", 0)
    moved.append(["会議用の資料"])
    for row in (rows[0], rows[3], rows[1]):  # sorted, and one row deleted
        moved.append(["私の列", *(row[place] for place in order)])
    del book[SHEET]
    (found,) = read(workspace, book).rows
    assert (found.source.sheet, found.source.row) == ("並べ替え", 4)
    assert (found.terms.resolution, found.item.subject.title) == ("change_process", STEPS[0])


@pytest.mark.parametrize(
    ("cells", "code", "where"),
    [
        ({"対応方針": "様子を見る"}, "decision_sheets.unknown_word", "対応方針"),
        ({"対応方針": "カスタマイズ（個別）", "理由": "様式"}, "deciding.rule.no_cause", None),
        ({"対応方針": "持ち帰り", "理由": "x", "担当者": "佐藤", "期限": "来月"}, "deciding.rule.bad_date", None),
        ({"理由": "方針を書き忘れた"}, "deciding.rule.no_resolution", None),
        ({"読み戻し用（消さないでください）": None, "理由": "x"}, "decision_sheets.no_row_key", None),
        ({"読み戻し用（消さないでください）": "[1", "理由": "x"}, "decision_sheets.bad_row_key", None),
        ({"読み戻し用（消さないでください）": '[9,"t1",0,"x"]', "理由": "x"}, "decision_sheets.gone", None),
    ],
)
def test_what_cannot_be_read_says_where_and_why(
    workspace: Workspace, book: Workbook, cells: dict[str, object], code: str, where: str | None
) -> None:
    write(book[SHEET], 2, **cells)
    preview = read(workspace, book)
    assert preview.rows == ()
    (issue,) = preview.issues
    assert (issue.code, issue.source.sheet, issue.source.row, issue.source.column) == (code, SHEET, 2, where)


def test_two_rows_of_one_step_that_differ_are_both_left_out(workspace: Workspace, book: Workbook) -> None:
    sheet = book[SHEET]
    write(sheet, 2, 対応方針="標準機能適用")
    sheet.append([cell.value for cell in sheet[2]])
    write(sheet, 5, 対応方針="廃止", 理由="x")
    preview = read(workspace, book)
    assert preview.rows == ()
    assert [(issue.code, issue.source.row) for issue in preview.issues] == [
        ("decision_sheets.twice", 2),
        ("decision_sheets.twice", 5),
    ]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"a,b\n1,2\n"])
def test_a_file_that_is_none_of_ours_is_refused_in_words(workspace: Workspace, content: bytes) -> None:
    preview = workspace.decisions.preview_import(NamedBytes(name="x.xlsx", content=content))
    assert preview.rows == ()
    assert [issue.severity for issue in preview.issues] == ["error"]
