"""The sample catalogues are what their README says: whole, legible without a warning, and large enough to be of use."""

from collections import Counter
from functools import cache

import pytest

from fitgap.app.files import catalog_files
from fitgap.app.samples import sample_catalogs, sample_flows
from fitgap.model.catalog import Catalog, Offer
from fitgap.model.message import Severity
from fitgap.policies.loading import default_policy
from fitgap.reading.catalog import read_catalog
from fitgap.reading.result import CatalogReading, NamedBytes, ReadOptions

VENDORS = ("hibiki", "sazanami")
AREA_OF_FLOW = {
    "tennyu": "住民記録",
    "kokuho-shikaku-shutoku": "国民健康保険",
    "kokuho-kogaku-ryoyohi": "国民健康保険",
    "jido-teate-nintei": "児童手当",
    "kaigo-nintei-shinsei": "介護保険",
    "juminzei-futsu-choshu": "個人住民税",
}
AREAS = frozenset(AREA_OF_FLOW.values())
FEWEST_FEATURES = 40
FEWEST_FORMS = 15


@cache
def reading(key: str) -> CatalogReading:
    files = next(files for name, files in sample_catalogs() if name == key)
    uploads = tuple(NamedBytes(name=file.name, content=file.read_bytes()) for file in files)
    return read_catalog(uploads, ReadOptions(limits=default_policy().limits), key)


def catalog(key: str) -> Catalog:
    found = reading(key).catalog
    assert found is not None
    return found


def test_the_samples_are_these_two_and_every_file_of_theirs_is_read() -> None:
    assert [key for key, _ in sample_catalogs()] == list(VENDORS)
    for _, files in sample_catalogs():
        assert files == catalog_files(files[0].parent)


@pytest.mark.parametrize("key", VENDORS)
def test_a_sample_is_read_without_errors_and_warnings(key: str) -> None:
    assert [issue for issue in reading(key).issues if issue.severity is not Severity.INFO] == []


@pytest.mark.parametrize("key", VENDORS)
def test_a_sample_is_large_enough_in_every_area_of_the_sample_flows(key: str) -> None:
    assert {file.stem for _, file in sample_flows()} == set(AREA_OF_FLOW)
    assert set(catalog(key).areas) == AREAS
    features = Counter(feature.area for feature in catalog(key).features)
    forms = Counter(form.area for form in catalog(key).forms)
    assert set(features) == set(forms) == AREAS
    assert min(features.values()) >= FEWEST_FEATURES
    assert min(forms.values()) >= FEWEST_FORMS


@pytest.mark.parametrize("key", VENDORS)
def test_ids_are_unique_and_no_text_is_missing(key: str) -> None:
    ids = [feature.id for feature in catalog(key).features] + [form.id for form in catalog(key).forms]
    assert len(ids) == len(set(ids))
    assert all(all((f.id, f.name, f.description, f.offer_text, *f.categories)) for f in catalog(key).features)
    assert all(len(f.categories) >= 2 for f in catalog(key).features)
    assert all(all((f.id, f.name, f.category, f.paper, f.output_method)) for f in catalog(key).forms)
    assert all(len(f.fields) >= 6 and f.is_enclosed is not None for f in catalog(key).forms)


@pytest.mark.parametrize("key", VENDORS)
def test_every_offer_is_used_and_none_is_unknown(key: str) -> None:
    offers = {Offer.STANDARD, Offer.OPTION, Offer.NOT_OFFERED}
    assert {feature.offer for feature in catalog(key).features} == offers
    assert {form.offer for form in catalog(key).forms} == offers


def test_the_vendors_share_no_text_with_each_other() -> None:
    first, second = (catalog(key) for key in VENDORS)
    assert not {f.id for f in first.features} & {f.id for f in second.features}
    assert not {f.description for f in first.features} & {f.description for f in second.features}
    assert all("実在の製品ではない" in c.source_note for c in (first, second))
