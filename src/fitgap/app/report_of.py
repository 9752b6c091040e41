"""Gather what a workbook shows: flows held against packages, what people chose and decided, and what happened."""

from collections.abc import Iterator, Sequence

from fitgap.app.analysing import analyse
from fitgap.app.choosing import standings
from fitgap.app.comparing_stored import compare_where_possible
from fitgap.app.cost_book import book_of, cost_report, narrowed
from fitgap.app.decision_ground import ledger_of, today_of_flow
from fitgap.app.desk import Desk
from fitgap.model.decision import LedgerRow
from fitgap.model.message import Value, message
from fitgap.model.report import FitGapReport, HistoryEntry, MemberFitGap
from fitgap.texts import Language, say


def report_of(desk: Desk, flow_ids: Sequence[int], catalog_keys: Sequence[str], language: Language) -> FitGapReport:
    """Every flow against every catalogue, in the order given, with the decisions on them."""
    entries = tuple(
        MemberFitGap(
            member=desk.store.flow_row(flow_id).member,
            fit_gap=analyse(desk, flow_id, key),
            standings=tuple(standings(desk, flow_id, key).items()),
            items=tuple(today_of_flow(desk, flow_id, key).all()),
        )
        for key in catalog_keys
        for flow_id in flow_ids
    )
    comparisons, refusals = compare_where_possible(desk, flow_ids)
    series = {desk.store.flow_row(flow_id).series_id for flow_id in flow_ids}
    ledger = tuple(
        row
        for row in ledger_of(desk, catalog_keys)
        if any(place.series_id in series for place in row.decision.subject.places)
    )
    return FitGapReport(
        title=say("workspace.report_title", language),
        created_at=desk.clock(),
        entries=entries,
        notes=tuple(say(refusal, language) for refusal in refusals),
        comparisons=comparisons,
        ledger=ledger,
        history=tuple(sorted(_history(desk, flow_ids, catalog_keys, ledger), key=lambda entry: entry.at)),
        deciding=desk.policy().deciding,
        meetings=tuple((one.id, f"{one.head.date} {one.head.title}") for one in desk.store.meetings.every()),
        costs=cost_report(desk, [narrowed(book_of(desk, key), series) for key in catalog_keys]),
    )


def _history(
    desk: Desk, flow_ids: Sequence[int], catalog_keys: Sequence[str], ledger: Sequence[LedgerRow]
) -> Iterator[HistoryEntry]:
    for flow_id in flow_ids:
        for row in desk.store.flow_versions(flow_id):
            code = "flow_added" if row.version == 1 else "flow_replaced"
            said = message(
                f"workbook.event.{code}", member=row.member, name=row.name, file=row.file, version=row.version
            )
            yield HistoryEntry(at=row.imported_at, person=row.imported_by, said=said)
    for key in catalog_keys:
        catalog = desk.store.catalog_row(key)
        said = message("workbook.event.catalog", product=catalog.product or key, edition=catalog.edition)
        yield HistoryEntry(at=catalog.imported_at, person=catalog.imported_by, said=said)
    for one in reversed(ledger):
        yield from _events(one)


def _events(row: LedgerRow) -> Iterator[HistoryEntry]:
    decision = row.decision
    values: dict[str, Value] = {
        "number": decision.id,
        "members": "、".join(decision.subject.members),
        "item": decision.subject.title,
        "resolution": decision.terms.resolution,
        "earlier": decision.supersedes_id or 0,
    }
    code = "replaced" if decision.supersedes_id else "decided"
    yield HistoryEntry(at=decision.at, person=decision.person, said=message(f"workbook.event.{code}", **values))
    if decision.revoked_at:
        said = message("workbook.event.revoked", **values)
        yield HistoryEntry(at=decision.revoked_at, person=decision.revoked_by, said=said)
