"""Package catalogues as vendors send them, and what is said about each fault."""

import pytest
from tests.unit.reading.table_files import (
    FEATURE_HEADINGS,
    FORM_HEADINGS,
    codes,
    csv_of,
    features_of,
    read_package,
    read_table,
    xlsx_of,
)

from fitgap.model.catalog import Catalog, Offer
from fitgap.model.message import Severity
from fitgap.policies.tables import legend_names
from fitgap.reading.result import CatalogReading
from fitgap.texts import LANGUAGES
from fitgap.texts.rendering import say

FEATURE = "A-1,異動,転入,転入届の登録,転入届を登録できること。,標準,注意"
FORM = "F-1,転入通知,住民向け,A4,即時,氏名、住所、記号・番号,オプション,○"
PACKAGE = """\ufeffvendor = "架空株式会社"
product = "住基"
version = "8.2"
areas = ["住民記録", "国保"]
source_note = "見本"
"""


def whole(reading: CatalogReading) -> Catalog:
    assert reading.catalog is not None, codes(reading)
    return reading.catalog


def test_features_forms_and_package_file() -> None:
    reading = read_package(
        {
            "features.csv": csv_of(FEATURE_HEADINGS, FEATURE),
            "forms.csv": csv_of(FORM_HEADINGS, FORM),
            "package.toml": PACKAGE,
        }
    )
    catalog = whole(reading)
    feature, form = catalog.features[0], catalog.forms[0]
    assert codes(reading) == []
    assert (catalog.key, catalog.vendor, catalog.version, catalog.areas) == (
        "package",
        "架空株式会社",
        "8.2",
        ("住民記録", "国保"),
    )
    assert (feature.id, feature.name, feature.categories, feature.offer) == (
        "A-1",
        "転入届の登録",
        ("異動", "転入"),
        Offer.STANDARD,
    )
    assert (feature.note, feature.source.row) == ("注意", 2)
    assert (form.id, form.fields, form.offer, form.is_enclosed) == (
        "F-1",
        ("氏名", "住所", "記号・番号"),
        Offer.OPTION,
        True,
    )
    assert [preview.kind for preview in reading.previews] == ["features", "forms"]


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("標準", Offer.STANDARD),
        ("実装必須", Offer.STANDARD),
        ("実装すべき機能", Offer.STANDARD),
        ("オプション", Offer.OPTION),
        ("標準オプション", Offer.OPTION),
        ("実装してもしなくても良い機能", Offer.OPTION),
        ("任意", Offer.OPTION),
        ("対応不可", Offer.NOT_OFFERED),
        ("実装不可", Offer.NOT_OFFERED),
        ("実装しない機能", Offer.NOT_OFFERED),
    ],
)
def test_words_of_the_offer(text: str, offer: Offer) -> None:
    reading = features_of(f"A-1,異動,転入,登録,登録する,{text},")
    assert (whole(reading).features[0].offer, codes(reading)) == (offer, [])


SIGNS = [f"A-{n},異動,転入,登録{n},登録する,{sign}," for n, sign in enumerate("◎○〇△×－")]


def test_signs_without_a_legend_are_asked_about_once() -> None:
    reading = features_of(*SIGNS)
    assert {feature.offer for feature in whole(reading).features} == {Offer.UNKNOWN}
    assert codes(reading) == ["catalog.legend_needed"]
    assert dict(reading.issues[0].message.values)["signs"] == "◎○〇△×－"


def test_a_person_chooses_the_legend() -> None:
    reading = features_of(*SIGNS, legend="four_grades")
    assert [feature.offer for feature in whole(reading).features] == [
        Offer.STANDARD,
        Offer.OPTION,
        Offer.OPTION,
        Offer.NOT_OFFERED,
        Offer.NOT_OFFERED,
        Offer.NOT_OFFERED,
    ]
    assert codes(reading) == []


def test_a_sign_that_the_legend_does_not_know_is_told() -> None:
    reading = features_of("A-1,異動,転入,登録,登録する,◎,", legend="standard_option")
    assert (whole(reading).features[0].offer, codes(reading)) == (Offer.UNKNOWN, ["catalog.offer_unknown"])


@pytest.mark.parametrize("legend", ['legend = "standard_option"', '[legend]\n"○" = "standard"\n"△" = "option"'])
def test_the_package_file_may_name_the_legend(legend: str) -> None:
    features = csv_of(FEATURE_HEADINGS, "A-1,異動,転入,登録,登録する,△,")
    reading = read_package({"features.csv": features, "package.toml": legend})
    assert (whole(reading).features[0].offer, codes(reading)) == (Offer.OPTION, [])


def test_every_legend_has_a_text() -> None:
    assert all(say(f"legend.{name}", language) for name in legend_names() for language in LANGUAGES)


@pytest.mark.parametrize(
    ("lines", "code", "row"),
    [
        ((FEATURE, FEATURE), "catalog.duplicate_id", 3),
        ((",異動,転入,登録,登録する,標準,",), "catalog.id_generated", 2),
        (("A-1,異動,転入,,転入届を登録できること。,標準,",), "catalog.name_from_description", 2),
        (("A-1,異動,転入,登録,,標準,",), "catalog.description_empty", 2),
        (("A-1,異動,,,,標準,", FEATURE), "catalog.texts_empty", 2),
        (("A-1,,転入,登録,登録する,標準,",), "catalog.level_missing", 2),
        (("A-1,異動,転入,登録,登録する,,",), "catalog.offer_empty", 2),
        (("A-1,異動,転入,登録,登録する,そのうち,",), "catalog.offer_unknown", 2),
        ((FEATURE, "注１ 費用は別途見積とする。"), "catalog.row_left_out", 3),
        ((FEATURE, ",,,合計,,12,"), "catalog.row_left_out", 3),
        ((FEATURE, FEATURE_HEADINGS), "tables.heading_repeated", 3),
    ],
)
def test_what_is_wrong_is_told_with_its_row(lines: tuple[str, ...], code: str, row: int) -> None:
    found = [issue for issue in features_of(*lines).issues if issue.code == code]
    assert [issue.source.row for issue in found] == [row]


def test_duplicate_ids_name_both_rows_across_files() -> None:
    one, other = csv_of(FEATURE_HEADINGS, FEATURE), csv_of(FEATURE_HEADINGS, FEATURE, FEATURE)
    reading = read_package({"住民.csv": one, "国保.csv": other})
    assert [feature.id for feature in whole(reading).features] == ["A-1", "A-1_2", "A-1_3"]
    assert [feature.area for feature in whole(reading).features] == ["住民", "国保", "国保"]
    assert dict(reading.issues[0].message.values)["first_file"] == "住民.csv"


def test_generated_ids_stay_the_same_when_rows_move() -> None:
    first = whole(features_of(",異動,転入,登録,登録する,標準,", FEATURE)).features[0].id
    assert whole(features_of(FEATURE, ",異動,転入,登録,登録する,標準,")).features[1].id == first


def test_categories_are_filled_down_but_stated_levels_stay() -> None:
    reading = features_of(
        "A-1,異動,転入,a,a,標準,",
        "A-2,,,b,b,標準,",
        "A-3,,転出,c,c,標準,",
        "A-4,照会,,d,d,標準,",
    )
    assert [feature.categories for feature in whole(reading).features] == [
        ("異動", "転入"),
        ("異動", "転入"),
        ("異動", "転出"),
        ("照会",),
    ]


def test_a_workbook_with_areas_titles_merged_cells_and_notes() -> None:
    rows = [
        ["機能一覧（住民記録）"],
        [],
        ["項番", "大項目", "中項目", "機能名", "要件", "対応区分"],
        ["1", "異動", "転入", "登録", "登録する", "○"],
        ["2", None, None, "審査", "審査する", "×"],
        ["注1 ○は標準"],
    ]
    forms = [["帳票番号", "帳票名", "用紙サイズ", "項目"], ["1", "転入通知", "A4", "氏名、住所"]]
    book = xlsx_of(
        {"表紙": [["SAZANAMI"]], "機能一覧_住民記録": rows, "帳票一覧_住民記録": forms},
        {"機能一覧_住民記録": ["B4:B5", "C4:C5"]},
    )
    reading = read_package({"catalog.xlsx": book}, legend="standard_option")
    catalog = whole(reading)
    assert [(feature.area, feature.categories, feature.offer) for feature in catalog.features] == [
        ("住民記録", ("異動", "転入"), Offer.STANDARD),
        ("住民記録", ("異動", "転入"), Offer.NOT_OFFERED),
    ]
    assert catalog.areas == ("住民記録",)
    assert [form.offer for form in catalog.forms] == [Offer.UNKNOWN]
    assert sorted(codes(reading)) == ["catalog.no_offer_column", "catalog.row_left_out", "tables.sheet_not_a_table"]


def test_a_row_may_state_its_area() -> None:
    reading = read_package({"f.csv": csv_of(f"業務,{FEATURE_HEADINGS}", f"国保,{FEATURE}", f",{FEATURE}x")})
    assert [feature.area for feature in whole(reading).features] == ["国保", "国保"]


def test_the_mapping_of_a_list_can_be_corrected() -> None:
    files = {"a.csv": csv_of("記号,なまえ,くわしく", "A-1,登録,登録する")}
    first = read_package(files)
    assert (first.catalog, codes(first)) == (None, ["catalog.no_headings"])
    guess = first.previews[0].mapping
    columns = (("feature_id", "記号"), ("name", "なまえ"), ("description", "くわしく"))
    again = read_package(files, mappings=(type(guess)(**{**_fields(guess), "columns": columns}),))
    assert [(feature.id, feature.name) for feature in whole(again).features] == [("A-1", "登録")]


def _fields(mapping: object) -> dict[str, object]:
    return {name: getattr(mapping, name) for name in ("shape", "sheet", "header_row")}


@pytest.mark.parametrize(
    ("files", "code", "severity"),
    [
        ({}, "catalog.nothing_inside", Severity.ERROR),
        ({"package.toml": PACKAGE}, "catalog.nothing_inside", Severity.ERROR),
        ({"package.toml": "vendor = "}, "catalog.package_not_toml", Severity.ERROR),
        ({"package.toml": "seller = 1"}, "catalog.package_unknown_key", Severity.WARNING),
        ({"package.toml": "areas = 1"}, "catalog.package_bad_value", Severity.WARNING),
        ({"package.toml": "vendor = ['a']"}, "catalog.package_bad_value", Severity.WARNING),
        ({"package.toml": "legend = 'mine'"}, "catalog.package_bad_legend", Severity.WARNING),
        ({"a/package.toml": PACKAGE, "b/package.toml": PACKAGE}, "catalog.second_package_file", Severity.WARNING),
        ({"機能一覧.pdf": b"%PDF-1.4"}, "catalog.other_file", Severity.WARNING),
        ({"features.csv": b""}, "wrong_content.empty", Severity.ERROR),
        ({"features.xlsx": b"%PDF-1.4"}, "wrong_content.pdf", Severity.ERROR),
        ({"features.csv": "No,作業名,作業内容,次作業No\n1,受付,受ける,"}, "catalog.looks_like_flow", Severity.ERROR),
    ],
)
def test_what_cannot_be_read_is_told(files: dict[str, bytes | str], code: str, severity: Severity) -> None:
    reading = read_package(files)
    assert (code, severity) in [(issue.code, issue.severity) for issue in reading.issues]


def test_a_list_of_functions_is_told_from_a_flow() -> None:
    assert codes(read_table(csv_of(FEATURE_HEADINGS, FEATURE))) == ["tables.looks_like_catalog"]
