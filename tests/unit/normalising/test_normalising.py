"""Spelling, words, types of work and domain words."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from fitgap.model.message import PolicyError
from fitgap.model.wording import Tongue
from fitgap.normalising import Normaliser, read_thesaurus
from fitgap.normalising.characters import NO_VARIANTS, key_of, plain
from fitgap.normalising.keeping import Kept
from fitgap.normalising.labels import pieces_of
from fitgap.policies.thesaurus import thesaurus_text


@pytest.fixture(scope="module")
def normaliser() -> Normaliser:
    return Normaliser(read_thesaurus(("thesaurus.toml", thesaurus_text())))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("申し込み", "申込"),
        ("取り込み処理", "取込処理"),
        ("届け出", "届出"),
        ("ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞ", "マイナンバーカード"),
        ("髙﨑", "高崎"),
        ("打ち出し", "打出"),
        ("ＡＢＣ　１２", "abc 12"),
    ],
)
def test_spellings_of_one_word_become_one(normaliser: Normaliser, one: str, other: str) -> None:
    assert normaliser.one(one).key == normaliser.one(other).key


def test_words_that_stand_for_the_same_become_the_same_term(normaliser: Normaliser) -> None:
    assert normaliser.one("国保").terms == normaliser.one("国民健康保険").terms
    assert normaliser.one("マイナカード").concepts[0].name == normaliser.one("個人番号カード").concepts[0].name


def test_a_label_ends_in_its_type_of_work_and_keeps_its_object(normaliser: Normaliser) -> None:
    wording = normaliser.one("督促状送付")
    assert wording.main_activity == "send"
    assert wording.objects == normaliser.one("督促").terms


def test_several_business_areas_stand_for_the_other_offices(normaliser: Normaliser) -> None:
    assert "=庁内連携" in normaliser.one("国保・年金・児手へ回す").terms
    assert "=庁内連携" not in normaliser.one("国保の窓口").terms


def test_overlapping_words_are_both_found(normaliser: Normaliser) -> None:
    surfaces = {concept.surface for concept in normaliser.one("国保税額変更").concepts}
    assert {"国保税", "税額変更"} <= surfaces


@pytest.mark.parametrize(
    ("label", "job", "remark"),
    [
        ("転入届受付 届出日を記録", "転入届受付", "届出日を記録"),
        ("保育の必要度スコア を計算 基準に基づく", "保育の必要度スコア を計算", "基準に基づく"),
        ("本人確認", "本人確認", ""),
        ("Check invoice number", "Check invoice number", ""),
    ],
)
def test_a_label_is_its_job_and_a_remark(normaliser: Normaliser, label: str, job: str, remark: str) -> None:
    found = normaliser.labels([label])[label]
    assert (found.job, found.remark) == (job, remark)


def test_a_piece_without_work_takes_the_next_one() -> None:
    assert pieces_of("利用者負担額 決定 基準により", lambda text: "決定" in text) == ("利用者負担額 決定", "基準により")


def test_english_is_read_by_its_own_rules(normaliser: Normaliser) -> None:
    wording = normaliser.one("CheckedInvoices for the customers")
    assert wording.tongue is Tongue.ENGLISH
    assert wording.words == ("check", "invoic", "custom")
    assert "check" in wording.activities


def test_a_user_thesaurus_adds_to_the_shipped_one() -> None:
    mine = '[[same]]\nwords = ["関係課連絡票", "ピンク票"]\n[activity.send]\nwords = ["回送"]\n'
    normaliser = Normaliser(read_thesaurus(("thesaurus.toml", thesaurus_text()), ("mine.toml", mine)))
    assert normaliser.one("ピンク票").terms == normaliser.one("関係課連絡票").terms
    assert normaliser.one("書類の回送").main_activity == "send"
    assert normaliser.one("国保").terms == normaliser.one("国民健康保険").terms


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[same", "policy.not_toml"),
        ('[[same]]\nwords = "国保"\n', "policy.bad_value"),
        ("[[same]]\nword = []\n", "policy.bad_value"),
        ("[activity.send]\nwords = [1]\n", "policy.bad_value"),
        ('variants = ["a"]\n', "policy.bad_value"),
    ],
)
def test_a_broken_thesaurus_is_refused_with_a_reason(text: str, code: str) -> None:
    with pytest.raises(PolicyError) as caught:
        read_thesaurus(("mine.toml", text))
    assert caught.value.message.code == code


def test_words_of_nothing_are_left_out_of_a_thesaurus() -> None:
    thesaurus = read_thesaurus(("mine.toml", '[[same]]\nwords = ["・", "", "国保", "国民健康保険"]\n'))
    assert {phrase.spelling for phrase in thesaurus.phrases} == {"国保", "国民健康保険"}


def test_threads_share_one_dictionary(normaliser: Normaliser) -> None:
    texts = [f"転入届の受付と住民票の写しの交付 {number}" for number in range(200)]
    alone = [normaliser.one(text) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(normaliser.one, texts)) == alone


def test_marks_and_blanks_are_not_part_of_a_key() -> None:
    assert key_of(plain("住民票（写し）・ 交付", NO_VARIANTS)) == "住民票写し交付"


def test_a_very_long_text_is_read_in_one_pass(normaliser: Normaliser) -> None:
    wording = normaliser.one("転入届の受付と国保の届出 " * 2_000 + "あ" * 20_000)
    assert wording.terms.count("=国民健康保険") >= 2_000
    assert wording.objects


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Evaluate grades", "Evaluation of grades"),
        ("Document checking", "Verify the documents"),
        ("Conduct an interview", "Interviewing"),
        ("Notify the applicants", "Notification of applicant"),
    ],
)
def test_english_words_of_one_root_or_sense_meet(normaliser: Normaliser, one: str, other: str) -> None:
    assert sorted(normaliser.one(one).terms) == sorted(normaliser.one(other).terms)


def test_a_short_english_word_is_not_cut_out_of_another(normaliser: Normaliser) -> None:
    assert "=vehicle" in normaliser.one("Register cars").terms
    assert "=vehicle" not in normaliser.one("Rewrite the card chip").terms


def test_english_names_its_work_anywhere(normaliser: Normaliser) -> None:
    assert normaliser.one("Send the invoice").objects == normaliser.one("Invoice dispatch").objects == ("=invoice",)


def test_opposites_exclude_each_other_unless_a_text_names_both(normaliser: Normaliser) -> None:
    assert normaliser.one("Send letter of rejection").excludes == ("approv",)
    assert normaliser.one("Send letter of acceptance").excludes == ("reject",)
    assert normaliser.one("Approve or reject the application").excludes == ()
    assert normaliser.one("Check documents").excludes == ()


def test_a_user_may_name_opposites() -> None:
    mine = '[[opposite]]\none = "許可"\nother = "不許可"\nnote = "決定の向き"\n'
    normaliser = Normaliser(read_thesaurus(("mine.toml", mine)))
    assert normaliser.one("不許可の通知").excludes == ("許可",)
    assert normaliser.one("許可の通知").excludes == ("不許可",)


def test_what_stands_in_brackets_is_read_too(normaliser: Normaliser) -> None:
    assert normaliser.one("認定通知書（はがき）").words[-1] == "葉書"


def test_what_was_used_last_is_kept_and_all_is_made_once_a_call() -> None:
    made: list[str] = []

    def shout(texts: Sequence[str]) -> list[str]:
        made.extend(texts)
        return [text.upper() for text in texts]

    kept = Kept(4, shout)
    assert kept.of("abab") == {"a": "A", "b": "B"}
    assert kept.of("bcdef") == {text: text.upper() for text in "bcdef"}
    kept.of("fa")
    assert "".join(made) == "abcdefa"
