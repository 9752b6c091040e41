"""Small things a person sets once: the policy on top of the shipped one, and column mappings by table shape."""

from sqlalchemy import Connection, delete, insert, select

from fitgap.deciding.schema import mappings, settings


def setting(connection: Connection, name: str) -> str:
    """A setting's text, empty when it was never set."""
    return connection.execute(select(settings.c.value).where(settings.c.name == name)).scalar_one_or_none() or ""


def put_setting(connection: Connection, name: str, value: str, at: str, person: str) -> None:
    """Set a setting, with who and when."""
    connection.execute(delete(settings).where(settings.c.name == name))
    connection.execute(insert(settings).values(name=name, value=value, set_at=at, set_by=person))


def all_mappings(connection: Connection) -> tuple[str, ...]:
    """Every kept mapping as JSON, by shape."""
    return tuple(connection.execute(select(mappings.c.value).order_by(mappings.c.shape)).scalars())


def put_mapping(connection: Connection, shape: str, value: str, at: str) -> None:
    """Keep a mapping (JSON) for a shape in place of the one before."""
    connection.execute(delete(mappings).where(mappings.c.shape == shape))
    connection.execute(insert(mappings).values(shape=shape, value=value, kept_at=at))
