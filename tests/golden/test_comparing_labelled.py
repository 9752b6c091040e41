"""The groups keep a floor of quality on the labelled flows beside the repository."""

import csv
from itertools import combinations
from pathlib import Path

import pytest

from fitgap.app.comparing_flows import compare_flows
from fitgap.model.comparison import MemberFlow
from fitgap.policies import default_policy
from fitgap.reading import read_flow
from fitgap.reading.result import NamedBytes, ReadOptions

POLICY = default_policy()
FLOOR = 0.84  # pooled pairs F1; measured .851, two annotators agree at .974

Pair = frozenset[tuple[str, str]]


def said_pairs(files: list[Path]) -> set[Pair]:
    flows = []
    for path in files:
        flow = read_flow(NamedBytes(name=path.name, content=path.read_bytes()), ReadOptions(limits=POLICY.limits)).flow
        assert flow is not None
        flows.append(MemberFlow(key=str(path), member=path.parent.name, flow=flow))
    (comparison,), _ = compare_flows(flows, POLICY)
    return {
        frozenset(((one.ref.member, one.ref.step_id), (other.ref.member, other.ref.step_id)))
        for group in comparison.groups
        for one, other in combinations(group.steps, 2)
        if one.ref.member != other.ref.member
    }


def labelled_pairs(file: Path, status: str) -> set[Pair]:
    with file.open(encoding="utf-8-sig", newline="") as handle:
        return {
            frozenset(((row["left_municipality"], row["left_no"]), (row["right_municipality"], row["right_no"])))
            for row in csv.DictReader(handle)
            if row["status"] == status
        }


@pytest.mark.shared
def test_labelled_pairs_are_found(shared_dir: Path) -> None:
    found = said = asked = 0
    for file in sorted((shared_dir / "gold" / "alignment").glob("*.csv")):
        agreed, disputed = labelled_pairs(file, "agreed"), labelled_pairs(file, "disputed")
        pairs = said_pairs(sorted((shared_dir / "gold" / "city_flows").glob(f"*/{file.stem}.csv"))) - disputed
        found, said, asked = found + len(pairs & agreed), said + len(pairs), asked + len(agreed)
    assert 2 * found / (said + asked) >= FLOOR, f"{found} of {said} said and {asked} labelled"
