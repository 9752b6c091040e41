"""Forms of ours beside forms of a package: what is the same, near, or on one side only; what a match makes of it."""

from dataclasses import replace

import pytest
from tests.unit.matching.test_matching import CATALOG, flow_of, run

from fitgap.app.pipeline import normaliser_of
from fitgap.matching.form_differences import compare_forms
from fitgap.model.catalog import CatalogForm
from fitgap.model.flow import Document, DocumentKind
from fitgap.model.form_difference import FactState, FormDifference, FormFact, Nearness, sentences
from fitgap.model.message import Source
from fitgap.policies import default_policy
from fitgap.texts.rendering import LANGUAGES, say

SOURCE = Source(file="made up")
DOCUMENT = Document(id="d0", kind=DocumentKind.TABLE_ENTRY, name="住民票", source=SOURCE)
FORM = CatalogForm(id="P", name="住民票の写し", source=SOURCE)


def compared(ours: str, theirs: str, document: Document = DOCUMENT, form: CatalogForm = FORM) -> FormDifference:
    document = replace(document, fields=tuple(ours.split()))
    form = replace(form, fields=tuple(theirs.split()))
    wordings = normaliser_of(None).all((*document.fields, *form.fields))
    return compare_forms(document, form, wordings, default_policy().forms)


@pytest.mark.parametrize(
    ("ours", "theirs", "wanted"),
    [
        ("氏名", "氏名（漢字）", Nearness.BRACKETS),
        ("住定日", "住所を定めた年月日", Nearness.OTHER_WORDS),
        ("発行日", "交付年月日", Nearness.OTHER_WORDS),
        ("市長名", "市区町村長名", Nearness.OTHER_WORDS),
        ("届出日", "届出年月日", Nearness.OTHER_WORDS),
        ("振り仮名", "氏名の振り仮名", Nearness.SAYS_MORE),
        ("有効期間開始年月日", "有効期間終了年月日", None),
        ("住所", "旧住所", None),
        ("住所", "新住所", None),
        ("氏名", "世帯主氏名", None),
        ("本籍", "続柄", None),
    ],
)
def test_printed_items_are_near_for_a_reason_or_not_at_all(ours: str, theirs: str, wanted: Nearness | None) -> None:
    difference = compared(ours, theirs)
    assert [pair.nearness for pair in difference.near] == ([wanted] if wanted else [])
    assert (difference.only_ours, difference.only_theirs) == (((), ()) if wanted else ((ours,), (theirs,)))


def test_every_item_stands_in_one_list() -> None:
    difference = compared("氏名 住所 届出日 整理番号", "住所 届出年月日 氏名 個人番号 ＱＲコード")
    assert difference.same == ("氏名", "住所")
    assert [(pair.ours, pair.theirs) for pair in difference.near] == [("届出日", "届出年月日")]
    assert (difference.only_ours, difference.only_theirs) == (("整理番号",), ("個人番号", "ＱＲコード"))


def test_what_is_unknown_is_said_and_never_called_a_difference() -> None:
    difference = compared("", "氏名 住所")
    assert (difference.same, difference.only_theirs) == ((), ())
    assert [say(one, "ja") for one in sentences(difference)] == ["現行帳票の印字項目は未登録です。"]


def test_paper_output_addressee_and_enclosing() -> None:
    document = replace(DOCUMENT, paper="Ａ４", output_method="即時", addressee="世帯主", is_enclosed=True)
    form = replace(FORM, paper="A4縦（窓あき封筒）", output_method="即時・一括", is_enclosed=False)
    difference = compared("氏名", "氏名", document, form)
    assert {one.fact: one.state for one in difference.facts} == {
        FormFact.PAPER: FactState.PARTLY,
        FormFact.OUTPUT_METHOD: FactState.PARTLY,
        FormFact.ADDRESSEE: FactState.ONLY_OURS,
        FormFact.ENCLOSED: FactState.DIFFERENT,
    }
    assert all(say(one, language) for language in LANGUAGES for one in sentences(difference))


def test_printed_items_move_a_match_and_the_parts_still_add_up() -> None:
    forms = (
        replace(FORM, id="P1", name="住民異動届受理通知書", fields=("氏名", "住所", "受理年月日")),
        replace(FORM, id="P2", name="住民異動届不受理通知書", fields=("届出人", "不受理の理由", "教示文")),
    )
    catalog = replace(CATALOG, forms=forms)
    flow = flow_of("通知書を交付する", documents=((0, "住民異動届通知書"),))
    bare = run(flow, catalog).results[0].form_matches
    described = replace(flow.documents[0], fields=("届出人", "不受理の理由", "教示文"))
    matches = run(replace(flow, documents=(described,)), catalog).results[0].form_matches
    assert all(match.difference is None for match in bare)
    assert matches[0].form_id == "P2"
    assert matches[0].score - matches[1].score > next(m.score for m in bare if m.form_id == "P2") - bare[0].score
    for match in matches:
        assert match.score == pytest.approx(sum(part.contribution for part in match.parts))
        assert match.difference is not None


def test_a_document_that_states_nothing_is_matched_as_before() -> None:
    flow = flow_of("住民票の写しを出す", documents=((0, "住民票の写し"),))
    counted = replace(flow.documents[0], copies_per_year=100.0)
    assert run(flow).results == run(replace(flow, documents=(counted,))).results
