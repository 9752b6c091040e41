"""Hand the fit-gap over as a workbook, and load the samples."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fitgap.app import samples
from fitgap.app.analysing import analyse
from fitgap.app.choosing import standings
from fitgap.app.comparing_stored import compare_where_possible
from fitgap.app.cost_book import book_of, narrowed, report_of
from fitgap.app.desk import Desk
from fitgap.app.files import load
from fitgap.app.outcomes import DemoCounts
from fitgap.model.report import FitGapReport, MemberFitGap
from fitgap.reporting.workbook import fitgap_workbook
from fitgap.texts import Language, say

if TYPE_CHECKING:
    from fitgap.app.workspace import Workspace


def export_workbook(desk: Desk, flow_ids: Sequence[int], catalog_keys: Sequence[str], language: Language) -> bytes:
    """The workbook of every flow against every catalogue, in the order given."""
    entries = tuple(
        MemberFitGap(
            member=desk.store.flow_row(flow_id).member,
            fit_gap=analyse(desk, flow_id, key),
            standings=tuple(standings(desk, flow_id, key).items()),
        )
        for key in catalog_keys
        for flow_id in flow_ids
    )
    chosen = {desk.store.flow_row(flow_id).series_id for flow_id in flow_ids}
    books = [narrowed(book_of(desk, key), chosen) for key in catalog_keys]
    comparisons, refusals = compare_where_possible(desk, flow_ids)
    report = FitGapReport(
        title=say("workspace.report_title", language),
        created_at=desk.clock(),
        entries=entries,
        notes=tuple(say(refusal, language) for refusal in refusals),
        comparisons=comparisons,
        costs=report_of(desk, books),
    )
    return fitgap_workbook(report, language)


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
