"""Labelled cases for the matcher: which flows, which package, and what careful readers said of every step.

Two sources, both with the columns ``node_id,nature,verdict,primary,accept,forms`` (lists joined by ``;``, ``a|b`` where
both are right):

* ``../shared/gold`` beside the repository, when it is there: the six development sets.
* ``tests/golden/labelled/<package>-<process>.csv`` in the repository, with the flow's path in a column ``flow``, held
  against ``package_catalogs/<package>``.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fitgap.app.files import CATALOG_SUFFIXES, PACKAGE_FILE
from fitgap.model.catalog import Catalog
from fitgap.model.flow import Flow
from fitgap.policies import default_policy
from fitgap.reading import read_flow
from fitgap.reading.catalog import read_catalog
from fitgap.reading.result import NamedBytes, ReadOptions

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "gold"
OWN = ROOT / "tests" / "golden" / "labelled"
SHARED_SETS = {
    "jyumin-ido": ("residents", "resident-record-spec"),
    "city-tennyu": ("residents", "resident-record-spec"),
    "kokumin-kenko-hoken": ("insurance", "mirai-kokuho"),
    "city-kokuho-shutoku": ("insurance", "mirai-kokuho"),
    "kosodate-shien": ("children", "lgcore-kosodate"),
    "city-hoiku": ("children", "lgcore-kosodate"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What careful readers said of one step."""

    natures: tuple[str, ...]
    verdicts: tuple[str, ...]
    primary: tuple[str, ...]
    accept: tuple[str, ...]
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFlow:
    """A flow and its labels by step id."""

    flow: Flow
    labels: dict[str, Label]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSet:
    """Flows of one process held against one package; `area` is what cross-validation leaves out together."""

    name: str
    area: str
    catalog: Catalog
    flows: tuple[CaseFlow, ...]


def shared_sets() -> tuple[CaseSet, ...]:
    """The development sets, none when they are not beside the repository."""
    return tuple(_shared_set(name) for name in SHARED_SETS) if SHARED.is_dir() else ()


def own_sets() -> tuple[CaseSet, ...]:
    """The repository's own labelled sample, none when it is not there."""
    return tuple(_own_set(path) for path in sorted(OWN.glob("*-*.csv"))) if OWN.is_dir() else ()


def _shared_set(name: str) -> CaseSet:
    area, package = SHARED_SETS[name]
    labels = {row["node_id"]: _label(row) for row in _rows(SHARED / "step_feature" / f"{name}.csv")}
    if name.startswith("city-"):
        process = name.removeprefix("city-")
        paths = sorted((SHARED / "city_flows").glob(f"*/{process}.csv"))
    else:
        paths = sorted((SHARED / "bpmn" / name).glob("*.bpmn"))
    return CaseSet(
        name=name,
        area=area,
        catalog=_catalog(SHARED / "catalogs" / package),
        flows=tuple(_case_flow(path, labels) for path in paths),
    )


def _own_set(path: Path) -> CaseSet:
    package, _, process = path.stem.partition("-")
    by_flow: dict[str, dict[str, Label]] = {}
    for row in _rows(path):
        by_flow.setdefault(row["flow"], {})[row["node_id"]] = _label(row)
    return CaseSet(
        name=path.stem,
        area=process,
        catalog=_catalog(ROOT / "package_catalogs" / package),
        flows=tuple(CaseFlow(flow=_flow(ROOT / name), labels=labels) for name, labels in by_flow.items()),
    )


def _case_flow(path: Path, labels: dict[str, Label]) -> CaseFlow:
    """A flow of the development sets: rows of a table are labelled by member, process and No."""
    flow = _flow(path)
    prefix = f"{path.parent.name}_{path.stem}_" if path.suffix == ".csv" else ""
    found = {node.id: labels.get(prefix + node.id) for node in flow.nodes}
    return CaseFlow(flow=flow, labels={i: label for i, label in found.items() if label})


def _flow(path: Path) -> Flow:
    reading = read_flow(NamedBytes(name=path.name, content=path.read_bytes()), _options())
    if reading.flow is None:
        raise SystemExit(f"{path}: cannot be read")
    return reading.flow


@cache
def _catalog(folder: Path) -> Catalog:
    files = sorted(p for p in folder.iterdir() if p.suffix in CATALOG_SUFFIXES or p.name == PACKAGE_FILE)
    uploads = tuple(NamedBytes(name=file.name, content=file.read_bytes()) for file in files)
    reading = read_catalog(uploads, _options(), folder.name)
    if reading.catalog is None:
        raise SystemExit(f"{folder}: cannot be read")
    return reading.catalog


def _options() -> ReadOptions:
    return ReadOptions(limits=default_policy().limits)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _label(row: dict[str, str]) -> Label:
    return Label(
        natures=tuple(row["nature"].split("|")),
        verdicts=tuple(row["verdict"].split("|")),
        primary=_listed(row["primary"]),
        accept=_listed(row["accept"]),
        forms=_listed(row["forms"]),
    )


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(item for item in (text or "").split(";") if item)
