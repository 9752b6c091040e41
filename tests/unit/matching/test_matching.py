"""Ranking, reasons and forms on catalogues of a few lines."""

from dataclasses import replace

import pytest

from fitgap.app.pipeline import analyse
from fitgap.matching.documents import bare_name, kinds_of, named_papers
from fitgap.matching.references import referred
from fitgap.matching.scorers import PARTS
from fitgap.model.catalog import Catalog, CatalogForm, Feature, Offer
from fitgap.model.flow import Direction, Document, DocumentKind, DocumentLink, Flow, Lane, Node, Process, Work
from fitgap.model.judgement import FitGap, StepResult
from fitgap.model.message import Source
from fitgap.policies import default_policy
from fitgap.texts.rendering import LANGUAGES, say

SOURCE = Source(file="made up")


def feature(id_: str, name: str, description: str = "", offer: Offer = Offer.STANDARD) -> Feature:
    return Feature(
        id=id_, name=name, description=description or name, source=SOURCE, offer=offer, offer_text=offer.value
    )


CATALOG = Catalog(
    key="k",
    vendor="v",
    product="p",
    features=(
        feature("F1", "転入者情報登録", "転入届に基づき、転入者の氏名、住所、続柄を登録できること。"),
        feature("F2", "転出証明書発行", "転出届に基づき、転出証明書を発行できること。"),
        feature("F3", "住民票の写しの発行", "住民票の写しを発行し、発行の履歴を残せること。"),
        feature("F4", "届書AI-OCR読取", "手書きの転入届を読み取れること。", Offer.NOT_OFFERED),
        feature("F5", "統計", "人口、世帯数を集計できること。", Offer.UNKNOWN),
    ),
    forms=(
        CatalogForm(id="P1", name="転出証明書", source=SOURCE),
        CatalogForm(id="P2", name="住民票の写し（世帯連記式）", source=SOURCE),
        CatalogForm(id="P3", name="住民異動届受理通知書", source=SOURCE, offer=Offer.NOT_OFFERED),
    ),
)


def flow_of(
    *labels: str, method: str = "システム", lane: str = "", documents: tuple[tuple[int, str], ...] = ()
) -> Flow:
    nodes = tuple(
        Node(
            id=str(place), kind="task", name=label, process_id="p", source=SOURCE, lane_id="l", work=Work(method=method)
        )
        for place, label in enumerate(labels)
    )
    return Flow(
        name="住民異動",
        file="f",
        notation="table",
        processes=(Process(id="p", name="住民異動", source=SOURCE),),
        lanes=(Lane(id="l", name=lane, path=(lane,), process_id="p", source=SOURCE),),
        nodes=nodes,
        documents=tuple(
            Document(id=f"d{place}", kind=DocumentKind.TABLE_ENTRY, name=name, source=SOURCE)
            for place, (_, name) in enumerate(documents)
        ),
        document_links=tuple(
            DocumentLink(node_id=str(node), document_id=f"d{place}", direction=Direction.OUTPUT, source=SOURCE)
            for place, (node, _) in enumerate(documents)
        ),
    )


def run(flow: Flow, catalog: Catalog = CATALOG) -> FitGap:
    return analyse(flow, catalog, default_policy())


def first(result: StepResult) -> str:
    return result.candidates[0].feature_id


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("転入届の入力", "F1"),
        ("転出証明書の打ち出し", "F2"),
        ("住民票の写しを出す", "F3"),
        ("月末の人口まとめ", "F5"),
    ],
)
def test_the_right_function_comes_first(label: str, wanted: str) -> None:
    assert first(run(flow_of(label)).results[0]) == wanted


def test_a_function_that_is_not_offered_is_shown_but_never_covers() -> None:
    only = replace(CATALOG, features=(CATALOG.features[3],))
    result = run(flow_of("届書のAI-OCR読取"), only).results[0]
    assert first(result) == "F4"
    assert result.judgement.verdict.value == "gap"
    assert any(reason.code == "reason.not_offered" for reason in result.candidates[0].reasons)


def test_a_function_of_unknown_offer_counts_and_says_so() -> None:
    result = run(flow_of("人口の集計 統計")).results[0]
    assert first(result) == "F5"
    assert result.judgement.verdict.value in {"fit", "partial"}
    assert any(reason.code == "reason.unknown_offer" for reason in result.candidates[0].reasons)


def test_reasons_name_shared_words_and_equal_words() -> None:
    catalog = replace(CATALOG, features=(feature("K", "国民健康保険資格登録"),))
    codes = {r.code: dict(r.values) for r in run(flow_of("国保資格の登録"), catalog).results[0].candidates[0].reasons}
    assert "資格" in str(codes["reason.words"]["words"])
    assert codes["reason.equivalent"] == {"mine": "国保", "theirs": "国民健康保険"}


@pytest.mark.parametrize(
    ("name", "said"),
    [("口座振替の方には振替通知", "「通知」"), ("子どもの申請を取る", "「子ども」「申請」")],
)
def test_shared_words_are_no_pieces_of_words_and_no_bare_verbs(name: str, said: str) -> None:
    catalog = replace(CATALOG, features=(feature("K", "子ども申請通知の差替え", "受取を取る。紙を替える。"),))
    codes = {r.code: dict(r.values) for r in run(flow_of(name), catalog).results[0].candidates[0].reasons}
    assert codes["reason.words"]["words"] == said


def test_every_reason_can_be_said_in_both_languages() -> None:
    flow = flow_of("転入届の入力", "AI-OCRの読取", "独自の転入届の登録 7.2章", "窓口で案内", "統計 F5", method="")
    for result in run(flow).results:
        messages = [*result.judgement.reasons, *(r for c in result.candidates for r in c.reasons)]
        for language in LANGUAGES:
            assert all(say(reason, language) for reason in messages)
            assert all(say(f"score_part.{part.name}", language) for part in result.candidates[0].parts)


def test_weights_of_the_parts_are_there_for_every_part_and_add_up_to_one() -> None:
    policy = default_policy()
    assert set(policy.matching.part_weights) == set(PARTS)
    assert sum(policy.matching.part_weights.values()) == pytest.approx(1)
    assert sum(policy.forms.part_weights.values()) == pytest.approx(1)


def test_an_empty_catalogue_and_an_empty_flow_are_answered() -> None:
    empty = replace(CATALOG, features=(), forms=())
    result = run(flow_of("転入届の入力"), empty).results[0]
    assert result.candidates == ()
    assert result.judgement.verdict.value == "gap"
    assert run(flow_of()).results == ()


def test_english_flows_and_catalogues_match() -> None:
    catalog = replace(
        CATALOG,
        features=(
            feature("E1", "Issue invoices", "Generates and prints invoices for customers."),
            feature("E2", "Register applications", "Records applications of residents with date of receipt."),
            feature("E3", "Reminder run", "Sends reminders for overdue payments."),
        ),
        forms=(),
    )
    found = run(flow_of("Record the resident's application", "Bill the client", "Remind late payers"), catalog)
    assert [first(result) for result in found.results] == ["E2", "E1", "E3"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("庁内他業務連携 標準仕様書7.2章", {"7.2.1-M", "7.2.3-M"}),
        ("kkh-0103で登録", {"KKH-0103"}),
        ("7.2%を超える", set()),
        ("第72条", set()),
        ("17.2.1を参照", set()),
    ],
)
def test_references_are_taken_at_their_word(text: str, wanted: set[str]) -> None:
    features = [feature(i, i) for i in ("7.2.1-M", "7.2.3-M", "7.20.1-M", "KKH-0103", "KKH-0104")]
    row = referred(features, [text]).get(0, [])
    assert {f.id for f, value in zip(features, row, strict=False) if value} == wanted


def test_forms_are_claimed_by_name_and_those_not_offered_never() -> None:
    flow = flow_of(
        "転出",
        "交付",
        "通知",
        documents=((0, "確認済みの転出証明書"), (1, "住民票の写し"), (2, "住民異動届受理通知書")),
    )
    claimed = [[m.form_id for m in r.form_matches if m.is_claimed] for r in run(flow).results]
    assert claimed == [["P1"], ["P2"], []]


def test_a_paper_that_only_the_label_names_is_found() -> None:
    result = run(flow_of("転出証明書を発行", method="")).results[0]
    assert [(m.form_id, m.document_id) for m in result.form_matches if m.is_claimed] == [("P1", "")]


def test_names_of_papers_lose_what_only_says_how_far_they_have_come() -> None:
    assert bare_name("検算済み選考点数表") == "選考点数表"
    assert bare_name("受付印のある申込書") == "申込書"
    assert bare_name("住民票の写し") == "住民票の写し"
    assert named_papers("過誤納還付計算 還付通知書送付") == ("還付通知書",)
    assert kinds_of("納入通知書兼納付書", tuple(default_policy().forms.kinds.items())) == {"notice", "slip"}
