"""What every group of use cases has: the desk they work at, and whoever they act for."""

import hashlib

from fitgap.app.desk import Desk
from fitgap.model.access import Actor
from fitgap.model.message import AccessError, message


class UseCases:
    """A group of use cases of the workspace, one method each; every method says by `needs` which right it asks for."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        self._desk = desk
        self._actor = actor

    @property
    def actor(self) -> Actor:
        """Who the use cases act for."""
        return self._actor

    def tell_export(self, what: str, made: object) -> None:
        """Put on record that the actor took something out, with the SHA-256 of a file's bytes."""
        details: dict[str, str | int] = {}
        if isinstance(made, bytes):
            details = {"bytes": len(made), "content": hashlib.sha256(made).hexdigest()}
        who = self._actor.name or self._actor.email
        self._desk.store.audit.record(f"export.{what}", who, self._desk.clock(), what, details)

    def _require_member(self, member: str) -> None:
        """Refuse with AccessError an editor of another municipality."""
        if not self._actor.may_change(member.strip()):
            raise AccessError(message("access.other_member", own=self._actor.member, member=member.strip()))

    def _require_flow(self, flow_id: int) -> None:
        """The same for the municipality of a flow."""
        if not self._actor.may_change(""):
            self._require_member(self._desk.store.flow_row(flow_id).member)
