"""The chain of the audit log: whatever was done to it afterwards is found."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from fitgap.deciding import audit_table
from fitgap.deciding.engine import open_engine, reading, writing

NOON, EARLIER = "2026-04-01T12:00:00+09:00", "2026-03-31T09:00:00+09:00"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(f"sqlite:///{(tmp_path / 'x.db').as_posix()}")
    for number in range(5):
        with writing(opened) as connection:
            audit_table.record(
                connection,
                what="flow.imported",
                who="山田",
                at=NOON,
                subject=f"転入届{number}",
                details={"flow": number},
            )
    yield opened
    opened.dispose()


def check(engine: Engine, *noted: str) -> tuple[int, int | None, str]:
    with reading(engine) as connection:
        found = audit_table.verify(connection, noted)
    return found.count, found.bad_number, found.problem


def spoil(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))


def test_an_untouched_log_holds(engine: Engine) -> None:
    assert check(engine) == (5, None, "")


@pytest.mark.parametrize("column", ["what", "who", "at", "subject", "details", "previous", "digest"])
@pytest.mark.parametrize("number", [1, 3, 5])
def test_an_altered_line_is_found(engine: Engine, column: str, number: int) -> None:
    spoil(engine, f"UPDATE audit SET {column} = {column} || ' ' WHERE number = {number}")  # noqa: S608 - our own words
    assert check(engine) == (number - 1, number, "altered")


@pytest.mark.parametrize("number", [1, 3])
def test_a_missing_line_is_found(engine: Engine, number: int) -> None:
    spoil(engine, f"DELETE FROM audit WHERE number = {number}")  # noqa: S608 - our own words
    assert check(engine) == (number - 1, number, "missing")


def test_a_cut_off_end_is_found(engine: Engine) -> None:
    spoil(engine, "DELETE FROM audit WHERE number > 3")
    assert check(engine) == (3, 4, "end")


def test_two_lines_that_changed_places_are_found(engine: Engine) -> None:
    for one, other in ((2, 99), (3, 2), (99, 3)):
        spoil(engine, f"UPDATE audit SET number = {other} WHERE number = {one}")  # noqa: S608 - our own words
    assert check(engine) == (1, 2, "altered")


def test_a_log_written_anew_lacks_the_digest_that_was_noted(engine: Engine) -> None:
    with reading(engine) as connection:
        noted = audit_table.lines(connection)[-1].digest
    assert check(engine, noted) == (5, None, "")
    spoil(engine, "DELETE FROM audit")
    spoil(engine, "UPDATE audit_head SET number = 0, digest = ''")
    with writing(engine) as connection:
        audit_table.record(connection, what="flow.imported", who="別人", at=NOON, subject="転入届")
    assert check(engine) == (1, None, "")
    assert check(engine, noted) == (1, 2, "noted")


def test_a_clock_set_back_changes_neither_order_nor_chain(engine: Engine) -> None:
    with writing(engine) as connection:
        audit_table.record(connection, what="flow.removed", who="山田", at=EARLIER, subject="転入届")
    with reading(engine) as connection:
        newest = audit_table.lines(connection, newest=2)
    assert [(line.number, line.at) for line in newest] == [(5, NOON), (6, EARLIER)]
    assert check(engine) == (6, None, "")


def test_an_act_that_fails_leaves_no_line(engine: Engine) -> None:
    def act() -> None:
        with writing(engine) as connection:
            audit_table.record(connection, what="flow.removed", who="山田", at=NOON, subject="転入届")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        act()
    assert check(engine) == (5, None, "")
