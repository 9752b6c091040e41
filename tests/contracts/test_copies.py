"""Copies of everything, from and to every kind of database, proven by the hash of the content."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import text
from tests.contracts.databases import DATABASES, sqlite
from tests.contracts.test_store import FLOW, LATER, NOON, PACKAGE, say

from fitgap.deciding.copying import content_of
from fitgap.deciding.engine import connect
from fitgap.deciding.realigning import Alignment
from fitgap.deciding.store import Store
from fitgap.model.choice import ChoiceKind, ChoiceState
from fitgap.model.message import UsageError

NewUrl = Callable[[str], str]


@pytest.fixture
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> NewUrl:
    """`new_url(kind)`: the URL of an empty database of that kind."""
    made: list[str] = []

    def new(kind: str) -> str:
        made.append(kind)
        name = f"{len(made)}.db"
        return sqlite(tmp_path, name) if kind == "sqlite" else request.getfixturevalue("postgres").new_database()

    return new


@pytest.fixture
def opened() -> Iterator[Callable[[str], Store]]:
    stores: list[Store] = []

    def open_one(url: str) -> Store:
        stores.append(Store.open(url))
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


def fill(store: Store) -> int:
    """A flow with choices that supersede each other, a package with files, settings, grants."""
    flow_id = store.add_flow(replace(FLOW, content=bytes(range(256)) * 40))
    store.put_catalog(PACKAGE)
    for kind, item_id in ((ChoiceKind.CONFIRM, "F1"), (ChoiceKind.NONE_FITS, ""), (ChoiceKind.CONFIRM, "F2")):
        say(store, flow_id, kind, item_id)
    store.put_setting("policy", "# 方針\n", NOON, "山田")
    return flow_id


def content(url: str) -> str:
    engine = connect(url)
    with engine.connect() as connection:
        found = content_of(connection).digest
    engine.dispose()
    return found


@pytest.mark.parametrize("kind", DATABASES)
@pytest.mark.parametrize("other_kind", DATABASES)
def test_a_copy_put_back_elsewhere_is_the_same_and_goes_on(
    kind: str, other_kind: str, new_url: NewUrl, opened: Callable[[str], Store], tmp_path: Path
) -> None:
    store, other = opened(new_url(kind)), opened(new_url(other_kind))
    flow_id = fill(store)
    made = store.take_copy(tmp_path / "copy.db", NOON, "管理")
    restored = other.put_back(tmp_path / "copy.db", tmp_path / "kept.db", LATER, "管理")
    assert (restored.content, restored.kept) == (made, None)
    assert other.choices(flow_id, "hibiki") == store.choices(flow_id, "hibiki")
    assert other.flow_original(flow_id)[1] == bytes(range(256)) * 40
    again = say(other, flow_id, ChoiceKind.REJECT, "F3")
    assert again.id > max(choice.id for choice in store.choices(flow_id, "hibiki"))
    assert other.audit.verify().bad_number is None
    assert "copy.restored" in [line.what for line in other.audit.lines()]


@pytest.mark.parametrize("kind", DATABASES)
def test_restoring_keeps_what_was_there_in_a_copy_of_its_own(
    kind: str, new_url: NewUrl, opened: Callable[[str], Store], tmp_path: Path
) -> None:
    url = new_url(kind)
    store = opened(url)
    fill(store)
    store.take_copy(tmp_path / "copy.db", NOON, "管理")
    store.add_flow(replace(FLOW, member="白嶺市"))
    before = content(url)
    restored = store.put_back(tmp_path / "copy.db", tmp_path / "kept.db", LATER, "管理")
    assert store.members() == ("青葉野市",)
    assert restored.kept is not None
    back = store.put_back(restored.kept, tmp_path / "kept2.db", LATER, "管理")
    assert back.content.digest == before
    assert store.members() == ("青葉野市", "白嶺市")


@pytest.mark.parametrize(("kind", "other_kind"), [("sqlite", "postgresql"), ("postgresql", "sqlite")])
def test_moving_takes_everything_along_and_only_to_an_empty_place(
    kind: str, other_kind: str, new_url: NewUrl, opened: Callable[[str], Store]
) -> None:
    url, to = new_url(kind), new_url(other_kind)
    store = opened(url)
    flow_id = fill(store)
    before = content(url)
    assert store.move_to(to, NOON, "管理").digest == before == content(url)
    moved = opened(to)
    assert moved.choices(flow_id, "hibiki") == store.choices(flow_id, "hibiki")
    assert moved.replace_flow(FLOW, flow_id, Alignment(pairs=()))[0] > flow_id
    with pytest.raises(UsageError) as raised:
        store.move_to(to, NOON, "管理")
    assert raised.value.message.code == "copies.not_empty"
    with pytest.raises(UsageError) as raised:
        store.move_to(url, NOON, "管理")
    assert raised.value.message.code == "copies.same"


@pytest.mark.parametrize("kind", DATABASES)
def test_a_copy_taken_while_people_work_is_one_moment_of_their_work(
    kind: str, new_url: NewUrl, opened: Callable[[str], Store], tmp_path: Path
) -> None:
    store, other = opened(new_url(kind)), opened(new_url("sqlite"))
    flow_id = fill(store)
    stop, made = Event(), []

    def work() -> None:
        while not stop.is_set():
            made.append(say(store, flow_id, ChoiceKind.CONFIRM, f"F{len(made)}").id)

    worker = Thread(target=work)
    worker.start()
    while len(made) < 5:
        stop.wait(0.01)
    try:
        for number in range(3):
            store.take_copy(tmp_path / f"copy{number}.db", NOON, "管理")
    finally:
        stop.set()
        worker.join()
    for number in range(3):
        other.put_back(tmp_path / f"copy{number}.db", tmp_path / f"kept{number}.db", LATER, "管理")
        ids = [choice.id for choice in other.choices(flow_id, "hibiki") if choice.state is ChoiceState.ACTIVE]
        assert [one for one in ids if one in made] == made[: len([one for one in ids if one in made])]
        assert other.audit.verify().bad_number is None


@pytest.fixture
def copy(new_url: NewUrl, opened: Callable[[str], Store], tmp_path: Path) -> Path:
    store = opened(new_url("sqlite"))
    fill(store)
    store.take_copy(tmp_path / "copy.db", NOON, "管理")
    return tmp_path / "copy.db"


def spoil(file: Path) -> None:
    connection = sqlite3.connect(file)
    with connection:
        connection.execute("UPDATE choices SET reason = 'x' WHERE id = 1")
    connection.close()


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def no_copy(file: Path) -> None:
    file.unlink()
    Store.open(sqlite(file.parent, file.name)).close()


@pytest.mark.parametrize(
    ("harm", "code"),
    [(spoil, "copies.altered"), (cut, "copies.no_copy"), (no_copy, "copies.no_copy"), (Path.unlink, "cli.cannot_read")],
)
def test_a_file_that_is_no_whole_copy_changes_nothing(
    copy: Path, harm: Callable[[Path], None], code: str, new_url: NewUrl, opened: Callable[[str], Store]
) -> None:
    url = new_url("sqlite")
    store = opened(url)
    fill(store)
    before = content(url)
    harm(copy)
    with pytest.raises(UsageError) as raised:
        store.put_back(copy, copy.with_name("kept.db"), LATER, "管理")
    assert raised.value.message.code == code
    assert content(url) == before


def test_a_copy_overwrites_no_file(copy: Path, new_url: NewUrl, opened: Callable[[str], Store]) -> None:
    before = copy.read_bytes()
    with pytest.raises(UsageError) as raised:
        opened(new_url("sqlite")).take_copy(copy, NOON, "管理")
    assert raised.value.message.code == "copies.exists"
    assert copy.read_bytes() == before


@pytest.mark.parametrize("table", ["flows", "contents", "choices", "catalogs", "catalog_files", "settings", "audit"])
def test_the_hash_sees_every_table(table: str, new_url: NewUrl, opened: Callable[[str], Store]) -> None:
    url = new_url("sqlite")
    fill(opened(url))
    before = content(url)
    engine = connect(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        key = connection.execute(text(f"SELECT name FROM pragma_table_info('{table}') LIMIT 1")).scalar_one()  # noqa: S608
        connection.execute(text(f"UPDATE {table} SET {key} = {key} WHERE rowid = 1"))  # noqa: S608 - our own names
    assert content(url) == before
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    raw = sqlite3.connect(url.removeprefix("sqlite:///"))
    with raw:
        raw.execute(f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})")  # noqa: S608 - our own names
    raw.close()
    engine.dispose()
    assert content(url) != before
