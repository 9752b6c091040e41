"""Today's items joined with the decisions on record; found once for the same contents, policy and decisions."""

from collections.abc import Sequence

from fitgap.app.decision_items import question_key, questions, questions_of_flow
from fitgap.app.decision_standings import Standings, standings_of
from fitgap.app.desk import Desk
from fitgap.model.decision import Decision, DecisionState, LedgerRow
from fitgap.policies.vocabulary import words


def decisions_of(desk: Desk, catalog_keys: Sequence[str] = ()) -> tuple[Decision, ...]:
    """Every decision ever made (on these packages, where any is named), oldest first."""
    known = desk.decisions.get(desk.store.decision_revision(), desk.store.decisions)
    return tuple(one for one in known if one.subject.catalog_key in catalog_keys) if catalog_keys else known


def today_of(desk: Desk, catalog_keys: Sequence[str]) -> Standings:
    """The items of some packages with the decisions on them."""
    key = (tuple(question_key(desk, one) for one in catalog_keys), desk.store.decision_revision())
    return desk.standings.get(key, lambda: _today(desk, catalog_keys))


def today_of_flow(desk: Desk, flow_id: int, catalog_key: str) -> Standings:
    """The items of one flow with the decisions on them."""
    bare = questions_of_flow(desk, flow_id, catalog_key)
    return standings_of(bare, decisions_of(desk, (catalog_key,)), words(desk.policy().deciding)["resolution"])


def ledger_of(desk: Desk, catalog_keys: Sequence[str] = ()) -> tuple[LedgerRow, ...]:
    """Every decision (on these packages, where any is named), newest first, with what is stale or overdue about those
    that hold; nothing is stale about a package that was taken out of the lists."""
    today = desk.clock()[:10]
    current = [row.key for row in desk.store.catalogs() if not catalog_keys or row.key in catalog_keys]
    standings = today_of(desk, current)
    return tuple(
        LedgerRow(
            decision=decision,
            stale=standings.stale(decision)
            if decision.state is DecisionState.ACTIVE and decision.subject.catalog_key in current
            else (),
            is_overdue=decision.is_open and decision.terms.deadline < today,
        )
        for decision in reversed(decisions_of(desk))
        if not catalog_keys or decision.subject.catalog_key in catalog_keys
    )


def _today(desk: Desk, catalog_keys: Sequence[str]) -> Standings:
    bare = tuple(item for key in catalog_keys for item in questions(desk, key))
    return standings_of(bare, decisions_of(desk, catalog_keys), words(desk.policy().deciding)["resolution"])
