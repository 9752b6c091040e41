"""Who may do what: roles by e-mail address or group, and what a login makes of a person."""

from dataclasses import replace

from fitgap.app.access import needs
from fitgap.app.desk import require
from fitgap.app.use_cases import UseCases
from fitgap.model.access import NOBODY, Actor, Grant, GrantKind, Login, Right, Role, actor_of
from fitgap.model.message import UsageError, message

UNKNOWN_SETTING = "role_of_unknown"
ROLES_OF_UNKNOWN = (None, Role.VIEWER)


class People(UseCases):
    """The people of a workspace and their roles."""

    @needs(Right.ADMINISTER)
    def grants(self) -> tuple[Grant, ...]:
        """The roles that hold, in the order they were given."""
        return self._desk.store.people.grants()

    @needs(Right.ADMINISTER)
    def grant(self, kind: GrantKind, value: str, role: Role, *, member: str = "", person: str) -> Grant:
        """Give a role to an e-mail address or a group; raises UsageError for what is no address, and for a member
        with a role that no member bounds."""
        value = require(value, f"people.no_{kind}")
        if kind is GrantKind.EMAIL:
            value = value.casefold()
            if value.count("@") != 1 or value.startswith("@") or value.endswith("@") or any(map(str.isspace, value)):
                raise UsageError(message("people.not_an_address", value=value))
        member = member.strip()
        if member and role is not Role.EDITOR:
            raise UsageError(message("people.member_needless"))
        at, person = self._desk.clock(), require(person, "workspace.no_person")
        return self._desk.store.people.grant(kind, value, role, member, at, person)

    @needs(Right.ADMINISTER)
    def withdraw(self, grant_id: int, person: str) -> None:
        """Take a role back; raises UsageError for the last administrator's."""
        self._desk.store.people.withdraw(grant_id, self._desk.clock(), require(person, "workspace.no_person"))

    @needs(Right.ADMINISTER)
    def role_of_unknown(self) -> Role | None:
        """What somebody is whom no grant names: nothing, or a viewer."""
        kept = self._desk.store.setting(UNKNOWN_SETTING)
        return Role(kept) if kept else None

    @needs(Right.ADMINISTER)
    def set_role_of_unknown(self, role: Role | None, person: str) -> None:
        """Say what somebody is whom no grant names; raises UsageError for more than a viewer."""
        if role not in ROLES_OF_UNKNOWN:
            raise UsageError(message("people.unknown_at_most_viewer"))
        person = require(person, "workspace.no_person")
        self._desk.store.put_setting(UNKNOWN_SETTING, role or "", self._desk.clock(), person)

    @needs(Right.ADMINISTER)
    def actor_of(self, login: Login) -> Actor:
        """Who a login acts as; nobody without an e-mail address."""
        if not login.email:
            return NOBODY
        actor = actor_of(login, self._desk.store.people.grants(), self.role_of_unknown())
        return replace(actor, name=self._desk.store.people.name_of(login, self._desk.clock()))

    @needs(Right.ADMINISTER)
    def administrators(self) -> tuple[str, ...]:
        """The e-mail addresses of the administrators, whom somebody without a role can ask."""
        held = self._desk.store.people.grants()
        return tuple(one.value for one in held if one.kind is GrantKind.EMAIL and one.role is Role.ADMINISTRATOR)
