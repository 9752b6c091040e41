"""Every id and word of the labelled samples exists, so that figures measured with them mean something."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from fitgap.app.samples import sample_catalogs
from fitgap.model.catalog import Catalog, Offer
from fitgap.model.judgement import Nature, Verdict
from fitgap.model.step import steps_of
from fitgap.policies.loading import default_policy
from fitgap.reading import read_flow
from fitgap.reading.catalog import read_catalog
from fitgap.reading.result import NamedBytes, ReadOptions

LABELLED = Path(__file__).parent / "labelled"
FILES = sorted(LABELLED.glob("*.csv"))
OPTIONS = ReadOptions(limits=default_policy().limits)
FEWEST_STEPS = {"hibiki": 80, "sazanami": 30}

Row = dict[str, str]


def rows_of(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def upload(path: Path) -> NamedBytes:
    return NamedBytes(name=path.name, content=path.read_bytes())


def vendor_of(file: Path) -> str:
    return file.stem.partition("-")[0]


@pytest.fixture(scope="module")
def catalogs() -> dict[str, Catalog]:
    found = {key: read_catalog(tuple(map(upload, files)), OPTIONS, key).catalog for key, files in sample_catalogs()}
    return {key: catalog for key, catalog in found.items() if catalog is not None}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_step_of_the_flows_is_labelled_once(file: Path, repository: Path) -> None:
    rows = rows_of(file)
    for path in {row["flow"] for row in rows}:
        assert Path(path).stem == file.stem.partition("-")[2]
        flow = read_flow(upload(repository / path), OPTIONS).flow
        assert flow is not None
        labelled = Counter(row["node_id"] for row in rows if row["flow"] == path)
        assert labelled == Counter(step.id for step in steps_of(flow))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_function_and_form_named_is_offered(file: Path, catalogs: dict[str, Catalog]) -> None:
    catalog = catalogs[vendor_of(file)]
    features = {f.id for f in catalog.features if f.offer is not Offer.NOT_OFFERED}
    forms = {f.id for f in catalog.forms if f.offer is not Offer.NOT_OFFERED}
    for row in rows_of(file):
        primary, accept, named = (set(filter(None, row[key].split(";"))) for key in ("primary", "accept", "forms"))
        assert primary <= accept <= features
        assert named <= forms


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_verdicts_agree_with_natures_and_functions(file: Path) -> None:
    for row in rows_of(file):
        natures = {Nature(word) for word in row["nature"].split("|")}
        verdicts = {Verdict(word) for word in row["verdict"].split("|")}
        assert (Nature.MANUAL in natures) == (Verdict.NA in verdicts), row
        assert bool(verdicts & {Verdict.FIT, Verdict.PARTIAL}) == bool(row["primary"]), row


@pytest.mark.parametrize(("vendor", "fewest"), FEWEST_STEPS.items())
def test_enough_steps_of_every_member_are_labelled(vendor: str, fewest: int, repository: Path) -> None:
    rows = [row for file in FILES if vendor_of(file) == vendor for row in rows_of(file)]
    assert len(rows) >= fewest
    members = {path.name for path in repository.joinpath("processes").iterdir() if path.is_dir()}
    assert {Path(row["flow"]).parent.name for row in rows} == members
