"""The store's part about people: roles, and the names that logins go by; every call is one transaction."""

from sqlalchemy import Engine

from fitgap.deciding import people_table
from fitgap.deciding.engine import reading, writing
from fitgap.model.access import Grant, GrantKind, Login, Role


class PeopleStore:
    """Who has which role in one database. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def grants(self) -> tuple[Grant, ...]:
        """The roles that hold."""
        with reading(self._engine) as connection:
            return people_table.current(connection)

    def grant(self, kind: GrantKind, value: str, role: Role, member: str, at: str, person: str) -> Grant:
        """Give a role to an e-mail address or a group."""
        with writing(self._engine) as connection:
            return people_table.record_grant(connection, kind, value, role, member, at, person)

    def withdraw(self, grant_id: int, at: str, person: str) -> None:
        """Take a role back; raises UsageError for an unknown one and for the last administrator's."""
        with writing(self._engine) as connection:
            people_table.record_withdrawal(connection, grant_id, at, person)

    def name_of(self, login: Login, at: str) -> str:
        """The name that a login goes by, put on record when it is new."""
        with reading(self._engine) as connection:
            name = people_table.free_name(connection, login)
            if people_table.known_name(connection, login) == name:
                return name
        with writing(self._engine) as connection:
            return people_table.record_login(connection, login, at)
