"""What the compare page shows, without Streamlit."""

from pathlib import Path

import pytest

from fitgap.app.screens import compare_view as view
from fitgap.app.screens.compare_view import Aspect, Cell, WorkRow
from fitgap.app.workspace import Workspace
from fitgap.model.comparison import Comparison, Doing


@pytest.fixture
def comparison(demo: Path, workspace: Workspace) -> Comparison:
    """転入 of the three members of the samples."""
    flows = [row.id for row in workspace.flows() if row.file.startswith("tennyu.")]
    (found,) = workspace.compare(flows)
    return found


def _row(number: int, *aspects: Aspect) -> WorkRow:
    cell = Cell(doing=Doing.DOES, names=("受付",))
    return WorkRow(number=number, name="受付", cells=(cell, cell), aspects=frozenset(aspects), differences=())


def test_rows_are_filtered_by_what_differs() -> None:
    rows = (_row(1), _row(2, Aspect.ROLE), _row(3, Aspect.ROLE, Aspect.FORM))
    assert view.shown(rows, (), is_differing=False) == rows
    assert view.shown(rows, (), is_differing=True) == rows[1:]
    assert view.shown(rows, [Aspect.FORM], is_differing=False) == rows[2:]
    assert view.shown(rows, [Aspect.ORDER], is_differing=True) == ()


def test_every_step_of_every_member_stands_in_the_matrix(comparison: Comparison) -> None:
    rows = view.work_rows(comparison)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    for place, member in enumerate(comparison.members):
        names = [name for row in rows for name in row.cells[place].names]
        assert names == [step.name for group in comparison.groups for step in group.steps if step.ref.member == member]
    assert sum(len(row.differences) for row in rows) == len(comparison.differences)


def test_a_row_that_somebody_does_not_do_differs_in_doing(comparison: Comparison) -> None:
    for row in view.work_rows(comparison):
        assert (Aspect.DOING in row.aspects) == (row.doers < 3)
        assert (Aspect.SPLIT in row.aspects) >= any(cell.doing is Doing.PART for cell in row.cells)


def test_the_map_is_symmetric_and_every_member_knows_its_nearest(comparison: Comparison) -> None:
    totals = {(cell.left, cell.right): cell.total for cell in view.map_cells(comparison)}
    assert len(totals) == 9
    assert all(totals[left, right] == totals[right, left] for left, right in totals)
    for one in view.nearness(comparison):
        others = sorted((totals[one.member, other], other) for other in comparison.members if other != one.member)
        assert one.nearest == others[0][::-1]
        assert one.farthest == others[-1][::-1]
        assert one.mean == pytest.approx(sum(total for total, _ in others) / 2)


def test_processes_of_one_member_are_set_apart(demo: Path, workspace: Workspace) -> None:
    rows = workspace.flows()
    proposals = workspace.processes()
    shared, alone = view.sort_processes(proposals, rows)
    assert (len(shared), alone) == (6, ())
    assert all(len(one.members) == 3 for one in shared)
    only = [row for row in rows if row.member == "青葉野市"]
    assert [len(part) for part in view.sort_processes(proposals, only)] == [0, 6]
