"""What people say about a step: check it, record it, and derive what holds."""

from dataclasses import dataclass

from fitgap.app.analysing import analyse
from fitgap.app.desk import Desk, require
from fitgap.deciding.choices_table import NewChoice
from fitgap.deciding.standing import standings_of
from fitgap.deciding.superseding import WHOLE_STEP_KINDS
from fitgap.model.choice import Choice, ChoiceKind, ItemKind, Standing
from fitgap.model.judgement import Verdict
from fitgap.model.message import UsageError, message
from fitgap.model.step import Step, steps_of

SAYABLE_VERDICTS = frozenset({Verdict.FIT, Verdict.PARTIAL, Verdict.GAP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person wants recorded."""

    flow_id: int
    catalog_key: str
    step_id: str
    kind: ChoiceKind
    person: str
    item: ItemKind
    item_id: str
    reason: str
    verdict: Verdict | None


def standings(desk: Desk, flow_id: int, catalog_key: str) -> dict[str, Standing]:
    """What holds for each step now."""
    return standings_of(analyse(desk, flow_id, catalog_key), desk.store.choices(flow_id, catalog_key))


def choose(desk: Desk, wish: Wish, seen_choice_id: int | None) -> Choice:
    """Record a choice; see `Workspace.choose`."""
    step = _step(desk, wish)
    _check_item(desk, wish)
    new = NewChoice(
        flow_id=wish.flow_id,
        step_id=wish.step_id,
        catalog_key=wish.catalog_key,
        kind=wish.kind,
        person=require(wish.person, "workspace.no_person"),
        at=desk.clock(),
        fingerprint=step.text_fingerprint,
        item=wish.item,
        item_id=wish.item_id,
        reason=wish.reason.strip(),
        verdict=wish.verdict,
    )
    return desk.store.add_choice(new, seen_choice_id)


def undo(desk: Desk, choice_id: int, person: str) -> None:
    """Revoke a choice and restore what it superseded."""
    desk.store.undo_choice(choice_id, desk.clock(), require(person, "workspace.no_person"))


def _step(desk: Desk, wish: Wish) -> Step:
    stored = desk.stored_flow(wish.flow_id)
    step = next((step for step in steps_of(stored.flow) if step.id == wish.step_id), None)
    if step is None:
        raise UsageError(message("workspace.no_step", step_id=wish.step_id, name=stored.row.name))
    return step


def _check_item(desk: Desk, wish: Wish) -> None:
    """A confirmation or rejection names an item of the catalogue; the other kinds speak of the whole step."""
    catalog = desk.stored_catalog(wish.catalog_key)
    if wish.kind in WHOLE_STEP_KINDS:
        is_sound = not wish.item_id and not (wish.kind is ChoiceKind.MANUAL and wish.item is ItemKind.FORM)
    else:
        items = catalog.features if wish.item is ItemKind.FEATURE else catalog.forms
        is_sound = any(item.id == wish.item_id for item in items)
    if not is_sound:
        raise UsageError(message("workspace.no_item", item_id=wish.item_id, key=wish.catalog_key))
    says_cover = wish.kind is ChoiceKind.CONFIRM and wish.item is ItemKind.FEATURE and wish.verdict in SAYABLE_VERDICTS
    if wish.verdict is not None and not says_cover:
        raise UsageError(message("workspace.verdict_not_sayable"))
