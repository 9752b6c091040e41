"""Hand the fit-gap over as a workbook, and load the samples."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fitgap.app import samples
from fitgap.app.desk import Desk
from fitgap.app.files import load
from fitgap.app.outcomes import DemoCounts
from fitgap.app.report_of import report_of
from fitgap.reporting.workbook import fitgap_workbook
from fitgap.texts import Language

if TYPE_CHECKING:
    from fitgap.app.workspace import Workspace


def export_workbook(desk: Desk, flow_ids: Sequence[int], catalog_keys: Sequence[str], language: Language) -> bytes:
    """The workbook of every flow against every catalogue, in the order given."""
    return fitgap_workbook(report_of(desk, flow_ids, catalog_keys, language), language)


def load_demo(workspace: "Workspace", person: str) -> DemoCounts:
    """Import every sample; one that is there already, or that somebody replaced, stays as it is."""
    members: dict[str, None] = {}
    flows = catalogs = unchanged = 0
    for member, file in samples.sample_flows():
        outcome = workspace.add_flow(member, load(file), person=person)
        members[member] = None
        flows += outcome.flow_id is not None and not outcome.is_unchanged
        unchanged += outcome.earlier is not None
    for key, files in samples.sample_catalogs():
        if any(row.key == key for row in workspace.catalogs()):
            unchanged += 1
            continue
        added = workspace.add_catalog(tuple(load(file) for file in files), key=key, person=person)
        catalogs += added.key is not None
    return DemoCounts(members=len(members), flows=flows, catalogs=catalogs, unchanged=unchanged)
