"""Tables and catalogues as they lie about: every row is read, none needs a correction."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from fitgap.model.message import Severity
from fitgap.model.step import steps_of
from fitgap.policies.loading import default_policy
from fitgap.reading import FLOW_READERS, read_flow
from fitgap.reading.catalog import CATALOG_READERS, read_catalog
from fitgap.reading.result import CatalogReading, FlowReading, NamedBytes, ReadOptions
from fitgap.texts import LANGUAGES
from fitgap.texts.rendering import say

ROOT = Path(__file__).resolve().parents[2]
SHIRANE = sorted(path for path in ROOT.joinpath("processes", "shirane").iterdir() if path.suffix in CATALOG_READERS)
PACKAGES = sorted(path for path in ROOT.joinpath("package_catalogs").iterdir() if path.is_dir())
STEPS_OF_SHIRANE = {
    "tennyu": 18,
    "kokuho-shikaku-shutoku": 16,
    "kokuho-kogaku-ryoyohi": 15,
    "jido-teate-nintei": 18,
    "kaigo-nintei-shinsei": 18,
    "juminzei-futsu-choshu": 18,
}


def read(path: Path) -> FlowReading:
    return read_flow(NamedBytes(name=path.name, content=path.read_bytes()), ReadOptions(limits=default_policy().limits))


def read_folder(folder: Path) -> CatalogReading:
    files = sorted(path for path in folder.iterdir() if path.suffix in {*CATALOG_READERS, ".toml"})
    uploads = tuple(NamedBytes(name=path.name, content=path.read_bytes()) for path in files)
    return read_catalog(uploads, ReadOptions(limits=default_policy().limits), folder.name)


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def complaints(reading: FlowReading | CatalogReading) -> list[str]:
    return [issue.code for issue in reading.issues if issue.severity is not Severity.INFO]


@pytest.mark.parametrize("path", SHIRANE, ids=lambda path: path.name)
def test_the_sample_tables_need_no_correction(path: Path) -> None:
    reading = read(path)
    assert reading.flow is not None
    assert complaints(reading) == []
    assert len(steps_of(reading.flow)) == STEPS_OF_SHIRANE[path.stem]
    assert all(step.minutes_per_case and step.cases_per_year for step in steps_of(reading.flow))
    assert all(node.lane_id for node in reading.flow.nodes)


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda path: path.name)
def test_the_sample_catalogues_need_no_correction(folder: Path) -> None:
    reading = read_folder(folder)
    catalog = reading.catalog
    assert catalog is not None
    assert complaints(reading) == []
    for area in catalog.areas:
        assert sum(feature.area == area for feature in catalog.features) >= 40
        assert sum(form.area == area for form in catalog.forms) >= 15


@pytest.mark.shared
def test_the_labelled_tables_need_no_correction(shared_dir: Path) -> None:
    paths = sorted(shared_dir.joinpath("gold", "city_flows").rglob("*.csv"))
    assert len(paths) == 9
    for path in paths:
        reading, rows = read(path), list(rows_of(path))
        assert reading.flow is not None
        assert complaints(reading) == []
        steps = steps_of(reading.flow)
        assert [(step.id, step.name, step.content) for step in steps] == [
            (row["No"], row["作業名"], row["作業内容"]) for row in rows
        ]
        assert [(step.minutes_per_case, step.cases_per_year) for step in steps] == [
            (float(row["作業時間(分/件)"]), float(row["作業量(件/年)"])) for row in rows
        ]
        keys = {step.id: step.name for step in steps}
        stated = [tuple(keys[no] for no in row["次作業No"].split(";") if no) for row in rows]
        assert [step.next_names for step in steps] == stated


@pytest.mark.shared
def test_the_labelled_catalogues_keep_every_id(shared_dir: Path) -> None:
    folders = sorted(path for path in shared_dir.joinpath("gold", "catalogs").iterdir() if path.is_dir())
    assert len(folders) == 3
    for folder in folders:
        reading = read_folder(folder)
        assert reading.catalog is not None
        assert complaints(reading) == []
        ids = [row["feature_id"] for row in rows_of(folder / "features.csv")]
        assert [feature.id for feature in reading.catalog.features] == ids
        forms = folder / "forms.csv"
        form_ids = [row["form_id"] for row in rows_of(forms)] if forms.exists() else []
        assert [form.id for form in reading.catalog.forms] == form_ids


def test_every_field_of_a_mapping_has_a_name_on_screen() -> None:
    readings = (read(SHIRANE[0]), read_folder(PACKAGES[0]))
    fields = {field for reading in readings for one in reading.previews for field, _ in one.mapping.columns}
    assert all(say(f"table_field.{field}", language) for field in fields for language in LANGUAGES)
    assert {".csv", ".xlsx"} <= set(FLOW_READERS)
