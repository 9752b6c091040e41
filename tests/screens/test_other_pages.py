"""Importing, looking at forms, exporting and setting, as a person would."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
from streamlit.testing.v1 import AppTest

from fitgap.app.files import load
from fitgap.app.workspace import Workspace
from fitgap.model.choice import ChoiceKind, ItemKind
from fitgap.reading.result import NamedBytes

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]

TABLE = (
    "手順番号,しごと,作業内容,担当課\n"
    "1,届書を受け付ける,窓口で受け取る,市民課\n"
    "2,住所を入力する,端末に入力する,市民課\n"
)
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><definitions>&a;</definitions>'
FEATURES = "機能ID,機能名称,機能説明,実装区分\nF1,転入届の受付,転入届を登録する。,○\nF2,通知,通知を送る。,△\n"


def upload(app: AppTest, *files: NamedBytes) -> AppTest:
    app.file_uploader[0].set_value([(one.name, one.content, "application/octet-stream") for one in files])
    return app.run()


def choose_part(app: AppTest, part: str) -> AppTest:
    app.button_group(key="import_part").set_value(part)
    return app.run()


def test_flows_are_previewed_and_only_the_readable_ones_stored(
    small: Path, open_page: Open, workspace: Workspace, repository: Path, shown: Shown
) -> None:
    app = open_page("imports")
    good = load(repository / "processes" / "aobano" / "juminzei-futsu-choshu.bpmn")
    upload(app, good, NamedBytes(name="bad.bpmn", content=DOCTYPE), NamedBytes(name="x.pdf", content=b"%PDF-1.4"))
    told = shown(app)
    assert "文書型宣言（DOCTYPE）があるため" in told
    assert told.count("読めませんでした") == 2
    assert app.button(key="store_flows").disabled, "no member yet"
    app.selectbox(key="import_member").set_value("青葉野市").run()
    assert app.button(key="store_flows").label == "1件を取り込む"
    app.button(key="store_flows").click().run()
    assert [row.file for row in workspace.flows()] == ["tennyu.bpmn", "juminzei-futsu-choshu.bpmn"]
    assert workspace.flows()[1].imported_by == "情報政策課 山田"
    assert "取り込みました。" in shown(app)
    assert not app.exception


def test_a_corrected_column_is_used_and_kept(small: Path, open_page: Open, workspace: Workspace) -> None:
    app = open_page("imports")
    upload(app, NamedBytes(name="転入.csv", content=TABLE.encode("cp932")))
    box = next(one for one in app.selectbox if one.key and one.key.startswith("column_") and one.key.endswith("_name"))
    box.set_value("しごと").run()
    app.selectbox(key="import_member").set_value("青葉野市").run()
    app.button(key="store_flows").click().run()
    row = next(row for row in workspace.flows() if row.file == "転入.csv")
    assert [node.name for node in workspace.flow(row.id).flow.nodes if node.is_task] == [
        "届書を受け付ける",
        "住所を入力する",
    ]
    (kept,) = workspace.kept_mappings()
    assert ("name", "しごと") in kept.columns
    assert not app.exception


def test_a_new_version_says_what_became_of_the_choices(
    small: Path, open_page: Open, workspace: Workspace, shown: Shown
) -> None:
    (row,) = workspace.flows()
    workspace.choose(row.id, "hibiki", "Task_T01", ChoiceKind.MANUAL, person="x", seen_choice_id=None)
    changed = workspace.flow(row.id).original.replace("本人確認書類を確認する".encode(), "本人を確認する".encode())
    app = open_page("imports")
    app.selectbox(key="import_member").set_value("青葉野市").run()
    upload(app, NamedBytes(name=row.file, content=changed))
    assert app.radio[0].value == "replace"
    app.button(key="store_flows").click().run()
    assert "そのまま引き継ぎ 1件" in shown(app)
    assert workspace.flows()[0].version == 2


def test_files_dropped_together_are_flows_of_their_own_however_they_are_called(
    small: Path, open_page: Open, workspace: Workspace
) -> None:
    titled = workspace.flow(workspace.flows()[0].id).original.replace(
        "転入届の受付から住民票作成まで".encode(), b"test"
    )
    app = open_page("imports")
    app.selectbox(key="import_member").set_value("青葉野市").run()
    upload(app, *(NamedBytes(name=f"{name}.bpmn", content=titled + f"<!-- {name} -->".encode()) for name in "ab"))
    app.button(key="store_flows").click().run()
    assert [row.file for row in workspace.flows()] == ["tennyu.bpmn", "a.bpmn", "b.bpmn"]


def test_signs_in_a_catalogue_ask_for_their_legend(database: Path, open_page: Open, workspace: Workspace) -> None:
    app = choose_part(open_page("imports"), "packages")
    upload(app, NamedBytes(name="機能一覧.csv", content=FEATURES.encode()))
    legend = next(one for one in app.selectbox if one.key and one.key.startswith("legend_"))
    legend.set_value("standard_option").run()
    app.button(key="store_catalog").click().run()
    (row,) = workspace.catalogs()
    assert [feature.offer for feature in workspace.catalog(row.key).features] == ["standard", "option"]
    assert "取り込みました" in app.success[0].value


def test_stored_flows_are_listed_with_their_issues(small: Path, open_page: Open, shown: Shown) -> None:
    app = choose_part(open_page("imports"), "stored")
    assert "業務フロー（1件）" in shown(app)
    assert app.dataframe[0].value["ファイル"].tolist() == ["tennyu.bpmn"]


def test_the_forms_page_marks_what_a_person_confirmed(small: Path, open_page: Open, workspace: Workspace) -> None:
    (row,) = workspace.flows()
    match = next(
        (result.step.id, match)
        for result in workspace.analyse(row.id, "hibiki").results
        for match in result.form_matches
        if match.document_id
    )
    workspace.choose(
        row.id,
        "hibiki",
        match[0],
        ChoiceKind.CONFIRM,
        person="x",
        item=ItemKind.FORM,
        item_id=match[1].form_id,
        seen_choice_id=None,
    )
    table = open_page("forms").dataframe[0].value
    told = table.set_index("現行の帳票・文書").loc[match[1].document_name]
    assert (told["対応"], told["帳票ID"]) == ("✔ 人が確定", match[1].form_id)


def test_the_forms_page_shows_how_two_forms_differ(small: Path, open_page: Open, shown: Shown) -> None:
    app = open_page("forms")
    choice = next(one for one in app.selectbox if one.key and one.key.startswith("differs_"))
    choice.select(next(one for one in choice.options if one.startswith("入力確認票 ⇄"))).run()
    told = shown(app)
    assert "－ 現行だけの項目（2）" in told
    assert "RPA処理結果" in told
    assert "届出日 ⇄ 届出年月日（言い換え）" in told
    app.text_input(key="forms_text").set_value("住民票の写し").run()
    assert not app.exception, "the chosen form is no longer listed"
    assert "発行窓口名" in shown(app)


def test_a_form_that_nobody_described_is_not_called_different(small: Path, open_page: Open, shown: Shown) -> None:
    app = open_page("forms")
    choice = next(one for one in app.selectbox if one.key and one.key.startswith("differs_"))
    choice.select(next(one for one in choice.options if one.startswith("転出証明書 ⇄"))).run()
    assert "違いは分かりません" in shown(app)
    assert "現行だけの項目" not in shown(app)


def test_the_workbook_holds_the_decision(small: Path, open_page: Open, workspace: Workspace) -> None:
    (row,) = workspace.flows()
    workspace.choose(
        row.id, "hibiki", "Task_T01", ChoiceKind.MANUAL, person="佐藤", reason="窓口の案内", seen_choice_id=None
    )
    app = open_page("export")
    app.button(key="make_workbook").click().run()
    book = openpyxl.load_workbook(io.BytesIO(app.session_state["workbook"][1]))
    cells = [str(cell.value) for line in book["3 Fit&Gap一覧"].iter_rows() for cell in line if cell.value]
    assert "佐藤" in cells
    assert "窓口の案内" in cells
    assert app.download_button(key="take_workbook")


def test_a_wrong_policy_is_refused_with_a_sentence_and_the_old_one_stays(
    small: Path, open_page: Open, workspace: Workspace
) -> None:
    app = open_page("settings")
    app.text_area(key="policy_text").input("[showing]\nlow_confidence = 'high'").run()
    app.button(key="save_policy").click().run()
    assert "設定の項目または値が正しくありません" in app.error[0].value
    assert workspace.policy_text() == ""
    app.text_area(key="policy_text").input("[showing]\nlow_confidence = 0.9").run()
    app.button(key="save_policy").click().run()
    assert workspace.policy().showing.low_confidence == 0.9


def test_a_guessed_encoding_is_shown_with_names_and_can_be_settled(small: Path, open_page: Open, shown: Shown) -> None:
    app = open_page("imports")
    upload(app, NamedBytes(name="転入.csv", content=TABLE.encode("cp932")))
    box = next(one for one in app.selectbox if one.key and one.key.startswith("encoding_"))
    assert "手順番号、しごと、作業内容、担当課" in shown(app)
    assert "参考 1" in shown(app), "the guess is listed"
    box.set_value("cp932").run()
    assert "参考 1" not in shown(app)
    assert not app.exception
