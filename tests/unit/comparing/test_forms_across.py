"""The same form across members: by name, then by items and paper; forms that may become one."""

from dataclasses import replace

from tests.unit.comparing.flows import MOVING_IN, POLICY, flow

from fitgap.app.pipeline import normaliser_of
from fitgap.comparing.forms_across import form_documents, forms_across
from fitgap.matching.form_differences import compare_forms
from fitgap.model.catalog import CatalogForm
from fitgap.model.comparison import MemberFlow
from fitgap.model.flow import Document
from fitgap.model.form_difference import FormDifference
from fitgap.model.forms_across import FormsAcross, MergeReason, names_of_documents


def with_forms(name: str, *stated: tuple[str, str, dict[str, object]]) -> MemberFlow:
    """A member whose forms of some names are called as said and state what is said."""
    said = {old: (new, facts) for old, new, facts in stated}
    drawn = flow(MOVING_IN)

    def told(document: Document) -> Document:
        new, facts = said.get(document.name, (document.name, {}))
        return replace(document, name=new, **facts)  # type: ignore[arg-type]

    return MemberFlow(key=name, member=name, flow=replace(drawn, documents=tuple(map(told, drawn.documents))))


def compared(*flows: MemberFlow) -> FormsAcross:
    documents = [document for one in flows for document in form_documents(one)]
    wordings = normaliser_of(None).all(names_of_documents(documents))

    def compare(ours: Document, theirs: Document) -> FormDifference:
        other = CatalogForm(
            id=theirs.id, name=theirs.name, source=theirs.source, paper=theirs.paper, fields=theirs.fields
        )
        return compare_forms(ours, other, wordings, POLICY.forms)

    return forms_across(flows, wordings, POLICY.comparing, compare)


ITEMS = ("氏名", "住所", "生年月日", "異動日")


def test_who_has_a_form_and_how_often_it_is_printed() -> None:
    one = with_forms("青葉野市", ("転入届", "転入届", {"copies_per_year": 4300.0}))
    other = with_forms("汐見町", ("転入届", "転入届出", {}), ("番号札", "呼出票", {}))
    found = {form.name: form for form in compared(one, other).forms}
    assert found["転入届"].members == ("汐見町", "青葉野市")
    assert found["転入届"].forms[0].names == ("転入届出",)
    assert found["転入届"].copies == (4300.0, 1)
    assert found["番号札"].members == ("青葉野市",)
    assert found["転入届"].forms[0].cases_per_year == 1200.0


def test_paper_and_items_are_held_against_the_form_that_states_most() -> None:
    one = with_forms("青葉野市", ("転入届", "転入届", {"paper": "A4縦", "fields": ITEMS}))
    other = with_forms("汐見町", ("転入届", "転入届", {"paper": "B4縦", "fields": ("氏名", "住所", "電話番号")}))
    form = next(form for form in compared(one, other).forms if form.name == "転入届")
    assert form.reference == "青葉野市"
    ((member, difference),) = form.differences
    assert member == "汐見町"
    assert difference.same == ("氏名", "住所")
    assert difference.only_theirs == ("電話番号",)
    assert form.paper_differs
    assert form.fields_differ


def test_what_nobody_describes_is_not_said_to_differ() -> None:
    form = next(form for form in compared(with_forms("青葉野市"), with_forms("汐見町")).forms if form.name == "転入届")
    assert form.differences == ()
    assert not form.paper_differs
    assert not form.fields_differ


def test_forms_with_the_same_items_under_other_names_may_become_one() -> None:
    one = with_forms("青葉野市", ("異動確認票", "入力確認票", {"fields": ITEMS}))
    other = with_forms("汐見町", ("異動確認票", "照合リスト", {"fields": (*ITEMS[:3], "担当者")}))
    (candidate,) = [one for one in compared(one, other).candidates if one.reason is MergeReason.FIELDS]
    assert {candidate.left, candidate.right} == {"入力確認票", "照合リスト"}
    assert set(candidate.shared) == set(ITEMS[:3])
    assert candidate.likeness == 0.75


def test_forms_that_one_member_tells_apart_are_no_candidates() -> None:
    facts = {"fields": ITEMS}
    one = with_forms("青葉野市", ("異動確認票", "入力確認票", facts), ("番号札", "照合リスト", facts))
    found = {(candidate.left, candidate.right) for candidate in compared(one, with_forms("汐見町")).candidates}
    assert not found & {("入力確認票", "照合リスト"), ("照合リスト", "入力確認票")}
