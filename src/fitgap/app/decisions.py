"""Decisions: what asks for one, what was decided by whom and why, many alike in one go, and the ledger."""

import uuid
from collections.abc import Sequence

from fitgap.app.access import needs
from fitgap.app.decision_ground import ledger_of, today_of, today_of_flow
from fitgap.app.decision_import import preview_import, unread_keys
from fitgap.app.decision_standings import Standings
from fitgap.app.desk import require
from fitgap.app.outcomes import BulkOutcome, BulkPreview, Filled, ImportPreview, ImportRow, LedgerRow
from fitgap.app.report_of import report_of
from fitgap.app.use_cases import UseCases
from fitgap.deciding.decisions_table import NewDecision
from fitgap.deciding.rules import Words, objections
from fitgap.model.access import Right
from fitgap.model.decision import (
    ANYTHING,
    Decision,
    DecisionItem,
    DecisionState,
    ItemFilter,
    Level,
    Subject,
    Terms,
)
from fitgap.model.message import Message, UsageError, message
from fitgap.policies.vocabulary import words
from fitgap.reading.result import NamedBytes
from fitgap.reading.tables.workbook import has_drawings, open_to_edit
from fitgap.reporting.filling import fill_workbook
from fitgap.texts import LANGUAGES


class Decisions(UseCases):
    """What the members decided to do about each difference; nothing is ever overwritten."""

    @needs(Right.READ)
    def items(self, wanted: ItemFilter = ANYTHING) -> tuple[DecisionItem, ...]:
        """Everything that asks for a decision or has one, as the filter wants it: groups, then flow by flow.

        Without a package in the filter, against every current one.
        """
        return tuple(item for item in self._standings(wanted.catalog_key).asking() if wanted.takes(item))

    @needs(Right.READ)
    def item(self, subject: Subject) -> DecisionItem:
        """One item with what holds now, also one that asks for nothing; raises UsageError where it is gone."""
        return self._standings(subject.catalog_key).item(subject)

    @needs(Right.READ)
    def step_item(self, flow_id: int, catalog_key: str, step_id: str) -> DecisionItem:
        """The item of a step of a current flow; raises UsageError where there is none."""
        return today_of_flow(self._desk, flow_id, catalog_key).step(flow_id, step_id)

    @needs(Right.READ)
    def words(self) -> Words:
        """The codes that may be chosen, by list, with those that the policy adds."""
        return words(self._desk.policy().deciding)

    @needs(Right.READ)
    def objections(self, terms: Terms) -> tuple[Message, ...]:
        """Every rule that the terms do not keep, a sentence each; empty when they can be recorded."""
        policy = self._desk.policy().deciding
        return objections(terms, words(policy), policy)

    @needs(Right.READ)
    def needed_by(self, item: DecisionItem) -> tuple[DecisionItem, ...]:
        """Where else the same is asked for: other steps or forms of any member, of the same function or wording."""
        return self._standings(item.subject.catalog_key).like(item)

    @needs(Right.DECIDE)
    def decide(
        self,
        subject: Subject,
        terms: Terms,
        *,
        person: str,
        seen_decision_id: int | None,
        meeting_id: int | None = None,
        level: Level = Level.WORKING_GROUP,
    ) -> Decision:
        """Record a decision, at once.

        `seen_decision_id` is the item's `newest_id` as the person saw it. Raises ConflictError (who, when, what) when
        somebody decided since then, UsageError for terms that break a rule and for a subject that is not there.
        """
        item = self.item(subject)
        new = self._new(item, terms, person, batch_id="", meeting_id=meeting_id, level=level)
        return self._desk.store.add_decisions(((new, seen_decision_id),))[0]

    @needs(Right.DECIDE)
    def revoke(self, decision_id: int, person: str) -> None:
        """Take a decision back; what it replaced holds again. Raises ConflictError when it no longer holds."""
        self._desk.store.revoke_decisions((decision_id,), self._desk.clock(), require(person, "workspace.no_person"))

    @needs(Right.READ)
    def history(self, subject: Subject) -> tuple[Decision, ...]:
        """Every decision that touches the subject, oldest first, also superseded and revoked ones."""
        return self._desk.store.decision_history(subject)

    @needs(Right.READ)
    def revision(self) -> tuple[int, int]:
        """A pair that changes with every decision and revocation; cheap enough to ask every few seconds."""
        return self._desk.store.decision_revision()

    @needs(Right.READ)
    def ledger(self, catalog_key: str = "") -> tuple[LedgerRow, ...]:
        """Every decision ever made, newest first, with what is stale or overdue about those that hold."""
        return ledger_of(self._desk, (catalog_key,) if catalog_key else ())

    # Many alike

    @needs(Right.READ)
    def preview_bulk(self, subject: Subject) -> BulkPreview:
        """What deciding all like this one would touch; nothing is recorded."""
        item = self.item(subject)
        alike = (item, *self._standings(subject.catalog_key).like(item))
        return BulkPreview(
            undecided=tuple(one for one in alike if one.decision is None or one.stale),
            decided=tuple(one for one in alike if one.decision is not None and not one.stale),
        )

    @needs(Right.DECIDE)
    def decide_like(self, items: Sequence[DecisionItem], terms: Terms, *, person: str) -> BulkOutcome:
        """Record the same for every item as it was previewed, all or none, under one batch.

        Raises ConflictError when somebody decided on one of them since the preview.
        """
        batch_id = uuid.uuid4().hex
        new = tuple(
            (
                self._new(item, terms, person, batch_id=batch_id, meeting_id=None, level=Level.WORKING_GROUP),
                item.newest_id,
            )
            for item in items
        )
        return BulkOutcome(batch_id=batch_id, decisions=self._desk.store.add_decisions(new))

    @needs(Right.DECIDE)
    def undo_bulk(self, batch_id: str, person: str) -> BulkOutcome:
        """Take back what of a batch still holds, all or none; what somebody decided anew since stays as it is."""
        person = require(person, "workspace.no_person")
        batch = self._desk.store.decision_batch(batch_id)
        if not batch:
            raise UsageError(message("deciding.no_batch"))
        active = tuple(one for one in batch if one.state is DecisionState.ACTIVE)
        self._desk.store.revoke_decisions(tuple(one.id for one in active), self._desk.clock(), person)
        return BulkOutcome(batch_id=batch_id, decisions=active)

    # By way of Excel

    @needs(Right.READ)
    def preview_import(self, upload: NamedBytes) -> ImportPreview:
        """What an edited workbook asks for: new, changed, in conflict, unreadable; nothing is recorded."""
        return preview_import(self._desk, upload)

    @needs(Right.DECIDE)
    def apply_import(self, rows: Sequence[ImportRow], person: str) -> BulkOutcome:
        """Record the rows of a preview that the person wants, all or none, as one batch that can be undone.

        Raises ConflictError when somebody decided on one of them since the preview.
        """
        batch_id = uuid.uuid4().hex
        new = tuple(
            (
                self._new(row.item, row.terms, person, batch_id=batch_id, meeting_id=None, level=Level.WORKING_GROUP),
                row.item.newest_id,
            )
            for row in rows
        )
        return BulkOutcome(batch_id=batch_id, decisions=self._desk.store.add_decisions(new))

    @needs(Right.READ, export="own_workbook")
    def export_into(
        self, upload: NamedBytes, flow_ids: Sequence[int], catalog_keys: Sequence[str], *, adds: bool = False
    ) -> Filled:
        """Today's contents in a workbook that people edited: our cells by key and heading, theirs as they are.

        Edits that were not imported yet stay in their rows and are counted. Raises UsageError for a file that is no
        workbook of ours.
        """
        unread = unread_keys(self._desk, upload)
        book = open_to_edit(upload.content)
        if book is None:
            raise UsageError(message("tables.workbook_unreadable", detail=upload.name))
        report = report_of(self._desk, flow_ids, catalog_keys, LANGUAGES[0])
        filled = fill_workbook(book, report, unread, adds=adds)
        return Filled(
            content=filled.content,
            kept=filled.kept,
            gone=filled.gone,
            missing=filled.missing,
            added=adds,
            loses_drawings=has_drawings(upload.content),
        )

    def _new(
        self,
        item: DecisionItem,
        terms: Terms,
        person: str,
        *,
        batch_id: str,
        meeting_id: int | None,
        level: Level,
    ) -> NewDecision:
        broken = self.objections(terms)
        if broken:
            raise UsageError(broken[0])
        return NewDecision(
            subject=item.subject,
            terms=terms,
            person=require(person, "workspace.no_person"),
            at=self._desk.clock(),
            grounds=item.grounds,
            batch_id=batch_id,
            meeting_id=meeting_id,
            level=level,
        )

    def _standings(self, catalog_key: str) -> Standings:
        return today_of(self._desk, self._catalog_keys(catalog_key))

    def _catalog_keys(self, catalog_key: str) -> tuple[str, ...]:
        return (catalog_key,) if catalog_key else tuple(row.key for row in self._desk.store.catalogs())
