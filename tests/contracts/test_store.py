"""What every database behind the store must do."""

import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text
from tests.contracts.databases import sqlite

from fitgap.deciding import choices_table
from fitgap.deciding.catalogs_table import NewCatalog
from fitgap.deciding.choices_table import NewChoice
from fitgap.deciding.engine import connect
from fitgap.deciding.flows_table import NewFlow
from fitgap.deciding.realigning import Alignment, StepPair
from fitgap.deciding.records import IssueCounts, Realigned
from fitgap.deciding.schema import metadata
from fitgap.deciding.store import Store
from fitgap.model.audit import AuditCheck
from fitgap.model.catalog import Catalog
from fitgap.model.choice import Choice, ChoiceKind, ChoiceState, ItemKind
from fitgap.model.message import ConflictError, StorageError, UsageError
from fitgap.texts import has_text

NOON, LATER = "2026-04-01T12:00:00+09:00", "2026-04-01T12:05:00+09:00"
FLOW = NewFlow(
    member="青葉野市",
    name="転入届",
    file="転入届.bpmn",
    notation="bpmn",
    content=b"<definitions/>",
    content_hash="h1",
    options="{}",
    step_count=3,
    issue_counts=IssueCounts(warnings=2),
    imported_at=NOON,
    imported_by="山田",
)
PACKAGE = NewCatalog(
    catalog=Catalog(key="hibiki", vendor="ひびき", product="総合", areas=("住民記録",)),
    files=(("features.csv", b"id"), ("forms.csv", b"")),
    content_hash="c1",
    options="{}",
    issue_counts=IssueCounts(),
    imported_at=NOON,
    imported_by="山田",
)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """The same database, beside the store."""
    connected = connect(url)
    yield connected
    connected.dispose()


def say(store: Store, flow_id: int, kind: ChoiceKind, item_id: str = "", **more: object) -> Choice:
    """Somebody who has seen everything so far says something of step s1."""
    seen = [c.id for c in store.choices(flow_id, "hibiki", "s1") if c.state is ChoiceState.ACTIVE]
    new = NewChoice(
        flow_id=flow_id,
        step_id="s1",
        catalog_key="hibiki",
        kind=kind,
        person="山田",
        at=NOON,
        fingerprint="f1",
        item=ItemKind.FEATURE,
        item_id=item_id,
        reason="",
        verdict=None,
    )
    return store.add_choice(replace(new, **more), max(seen, default=None))


def active(store: Store, flow_id: int, step_id: str = "s1") -> list[tuple[ChoiceKind, str]]:
    found = store.choices(flow_id, "hibiki", step_id)
    return [(c.kind, c.item_id) for c in found if c.state is ChoiceState.ACTIVE]


def test_migrations_build_exactly_the_tables_of_the_schema(store: Store, engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_what_was_stored_is_there_after_a_restart(store: Store, url: str) -> None:
    flow_id = store.add_flow(FLOW)
    store.put_catalog(PACKAGE)
    say(store, flow_id, ChoiceKind.CONFIRM, "F1")
    store.close()
    again = Store.open(url)
    row, original, _ = again.flow_original(flow_id)
    assert (row.member, row.version, row.issue_counts.warnings, original) == ("青葉野市", 1, 2, b"<definitions/>")
    assert again.catalog_original("hibiki", 1)[0] == (("features.csv", b"id"), ("forms.csv", b""))
    assert active(again, flow_id) == [(ChoiceKind.CONFIRM, "F1")]
    again.close()


def test_members_and_flows_come_in_order_of_first_import(store: Store) -> None:
    ids = [store.add_flow(replace(FLOW, member=member)) for member in ("白嶺市", "青葉野市", "白嶺市")]
    assert store.members() == ("白嶺市", "青葉野市")
    assert [row.id for row in store.flows()] == [ids[0], ids[2], ids[1]]
    assert [row.id for row in store.flows("青葉野市")] == [ids[1]]


def test_unknown_ids_are_said_to_be_unknown(store: Store) -> None:
    for ask in (store.flow_row, store.flow_original, store.flow_versions):
        with pytest.raises(UsageError):
            ask(99)
    with pytest.raises(UsageError):
        store.catalog_row("none")
    with pytest.raises(UsageError):
        store.undo_choice(99, NOON, "山田")


def test_a_new_edition_of_a_catalogue_takes_the_place_of_the_earlier(store: Store) -> None:
    store.put_catalog(PACKAGE)
    store.put_catalog(replace(PACKAGE, content_hash="c2"))
    assert [(row.edition, row.content_hash, row.areas) for row in store.catalogs()] == [(2, "c2", ("住民記録",))]
    store.remove_catalog("hibiki", LATER, "佐藤")
    assert store.catalogs() == ()


def test_settings_and_mappings_keep_the_last_value(store: Store) -> None:
    for value in ("a", "b"):
        store.put_setting("policy", value, NOON, "山田")
        store.put_mapping("shape", value, NOON)
    assert (store.setting("policy"), store.mappings(), store.setting("nothing")) == ("b", ("b",), "")


def test_several_features_can_be_confirmed(store: Store) -> None:
    flow_id = store.add_flow(FLOW)
    for item_id in ("F1", "F2"):
        say(store, flow_id, ChoiceKind.CONFIRM, item_id)
    assert active(store, flow_id) == [(ChoiceKind.CONFIRM, "F1"), (ChoiceKind.CONFIRM, "F2")]


def test_none_fits_ends_confirmations_and_undo_brings_them_all_back(store: Store) -> None:
    flow_id = store.add_flow(FLOW)
    for item_id in ("F1", "F2"):
        say(store, flow_id, ChoiceKind.CONFIRM, item_id)
    none_fits = say(store, flow_id, ChoiceKind.NONE_FITS)
    assert active(store, flow_id) == [(ChoiceKind.NONE_FITS, "")]
    store.undo_choice(none_fits.id, LATER, "佐藤")
    assert active(store, flow_id) == [(ChoiceKind.CONFIRM, "F1"), (ChoiceKind.CONFIRM, "F2")]
    assert store.choices(flow_id, "hibiki")[-1].state is ChoiceState.REVOKED


def test_confirming_ends_manual_and_the_rejection_of_the_same_feature_only(store: Store) -> None:
    flow_id = store.add_flow(FLOW)
    say(store, flow_id, ChoiceKind.REJECT, "F1")
    say(store, flow_id, ChoiceKind.REJECT, "F2")
    say(store, flow_id, ChoiceKind.MANUAL)
    say(store, flow_id, ChoiceKind.CONFIRM, "F1")
    assert active(store, flow_id) == [(ChoiceKind.REJECT, "F2"), (ChoiceKind.CONFIRM, "F1")]


def test_undo_restores_nothing_that_a_later_choice_forbids(store: Store) -> None:
    flow_id = store.add_flow(FLOW)
    say(store, flow_id, ChoiceKind.CONFIRM, "F1")
    rejected = say(store, flow_id, ChoiceKind.REJECT, "F1")
    say(store, flow_id, ChoiceKind.NONE_FITS)
    store.undo_choice(rejected.id, LATER, "佐藤")
    assert active(store, flow_id) == [(ChoiceKind.NONE_FITS, "")]


def test_undoing_twice_is_a_conflict_that_names_the_first_person(store: Store) -> None:
    flow_id = store.add_flow(FLOW)
    choice = say(store, flow_id, ChoiceKind.CONFIRM, "F1")
    store.undo_choice(choice.id, LATER, "佐藤")
    with pytest.raises(ConflictError) as raised:
        store.undo_choice(choice.id, LATER, "鈴木")
    assert dict(raised.value.message.values) == {"person": "佐藤", "at": LATER}


def test_somebody_who_was_faster_is_named_and_nothing_is_overwritten(store: Store) -> None:
    flow_id = store.add_flow(FLOW)
    first = say(store, flow_id, ChoiceKind.CONFIRM, "F1")
    with pytest.raises(ConflictError) as raised:
        choose_blindly(store, flow_id, "佐藤")
    assert dict(raised.value.message.values) == {"person": "山田", "at": NOON, "item_id": "F1"}
    assert [c.id for c in store.choices(flow_id, "hibiki")] == [first.id]


def choose_blindly(store: Store, flow_id: int, person: str) -> Choice:
    new = NewChoice(
        flow_id=flow_id,
        step_id="s1",
        catalog_key="hibiki",
        kind=ChoiceKind.NONE_FITS,
        person=person,
        at=NOON,
        fingerprint="f1",
        item=ItemKind.FEATURE,
        item_id="",
        reason="",
        verdict=None,
    )
    return store.add_choice(new, None)


def test_of_many_at_the_same_time_one_gets_through(store: Store) -> None:
    flow_id = store.add_flow(FLOW)
    barrier, conflicts = Barrier(6), []

    def choose(number: int) -> None:
        barrier.wait()
        try:
            choose_blindly(store, flow_id, str(number))
        except ConflictError:
            conflicts.append(number)

    threads = [Thread(target=choose, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(conflicts), len(store.choices(flow_id, "hibiki"))) == (5, 1)


def pair(earlier_id: str, step_id: str, fingerprint: str, is_changed: bool) -> StepPair:
    return StepPair(earlier_id=earlier_id, step_id=step_id, fingerprint=fingerprint, is_changed=is_changed)


def test_a_new_version_carries_choices_with_their_person_and_time(store: Store) -> None:
    flow_id = store.add_flow(FLOW)
    say(store, flow_id, ChoiceKind.CONFIRM, "F1", person="高橋", at=LATER)
    new_id, realigned = store.replace_flow(FLOW, flow_id, Alignment(pairs=(pair("s1", "t1", "f1", False),)))
    carried = store.choices(new_id, "hibiki", "t1")[0]
    assert realigned == Realigned(moved=1)
    assert (carried.person, carried.at, carried.is_stale) == ("高橋", LATER, False)
    assert [row.version for row in store.flow_versions(new_id)] == [2, 1]
    assert [row.id for row in store.flows()] == [new_id]


def test_a_changed_text_is_asked_again_until_it_is_as_it_was(store: Store) -> None:
    first = store.add_flow(FLOW)
    say(store, first, ChoiceKind.CONFIRM, "F1")
    second, changed = store.replace_flow(FLOW, first, Alignment(pairs=(pair("s1", "s1", "f2", True),)))
    third, again = store.replace_flow(FLOW, second, Alignment(pairs=(pair("s1", "s1", "f2", False),)))
    _, back = store.replace_flow(FLOW, third, Alignment(pairs=(pair("s1", "s1", "f1", True),)))
    assert (changed, again, back) == (Realigned(changed=1), Realigned(changed=1), Realigned(kept=1))


def test_a_choice_without_a_step_stays_with_the_earlier_version(store: Store) -> None:
    flow_id = store.add_flow(FLOW)
    say(store, flow_id, ChoiceKind.CONFIRM, "F1")
    new_id, realigned = store.replace_flow(FLOW, flow_id, Alignment(pairs=()))
    assert (realigned, store.choices(new_id, "hibiki")) == (Realigned(lost=1), ())
    assert active(store, flow_id) == [(ChoiceKind.CONFIRM, "F1")]


def test_a_replaced_or_removed_version_takes_no_more_choices(store: Store) -> None:
    flow_id = store.add_flow(FLOW)
    new_id, _ = store.replace_flow(replace(FLOW, imported_by="佐藤"), flow_id, Alignment(pairs=()))
    with pytest.raises(ConflictError) as raised:
        choose_blindly(store, flow_id, "山田")
    assert dict(raised.value.message.values)["person"] == "佐藤"
    with pytest.raises(ConflictError):
        store.replace_flow(FLOW, flow_id, Alignment(pairs=()))
    store.remove_flow(new_id, LATER, "鈴木")
    with pytest.raises(ConflictError):
        choose_blindly(store, new_id, "山田")


def test_an_import_that_dies_half_way_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    flow_id = store.add_flow(FLOW)

    def die(*_: object) -> Realigned:
        raise KeyboardInterrupt

    monkeypatch.setattr(choices_table, "carry", die)
    with pytest.raises(KeyboardInterrupt):
        store.replace_flow(replace(FLOW, content=b"new"), flow_id, Alignment(pairs=()))
    assert [(row.id, row.version) for row in store.flows()] == [(flow_id, 1)]
    assert len(store.flow_versions(flow_id)) == 1


def open_and_add(url: str, count: int) -> None:
    store = Store.open(url)
    for _ in range(count):
        store.add_flow(FLOW)
    store.close()


def test_two_processes_may_open_a_new_database_at_once(url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=open_and_add, args=(url, 5)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    store = Store.open(url)
    assert [process.exitcode for process in processes] == [0, 0]
    assert len(store.flows()) == 10
    store.close()


def test_a_process_killed_in_mid_import_leaves_what_was_there(url: str, tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    ready = tmp_path / "ready"
    process = spawn.Process(target=import_half, args=(url, str(ready)))
    process.start()
    while not ready.exists() and process.is_alive():
        process.join(0.05)
    process.kill()
    process.join()
    store = Store.open(url)
    assert [(row.version, row.imported_by) for row in store.flows()] == [(1, "山田")]
    assert store.replace_flow(FLOW, store.flows()[0].id, Alignment(pairs=()))[1] == Realigned()
    store.close()


def import_half(url: str, ready: str) -> None:
    def wait(*_: object) -> Realigned:
        Path(ready).touch()
        return Barrier(2).wait()  # type: ignore[return-value]  # never: nobody else comes

    store = Store.open(url)
    flow_id = store.add_flow(FLOW)
    choices_table.carry = wait
    store.replace_flow(replace(FLOW, imported_by="佐藤"), flow_id, Alignment(pairs=()))


def test_a_database_of_a_newer_program_is_left_alone(store: Store, engine: Engine, url: str) -> None:
    store.close()
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError) as raised:
        Store.open(url)
    assert raised.value.message.code == "storage.newer"


@pytest.mark.parametrize("bad", ["nonsense", "nothing://here"])
def test_a_wrong_address_is_said_to_be_wrong(bad: str) -> None:
    with pytest.raises(StorageError) as raised:
        Store.open(bad)
    assert raised.value.message.code == "storage.bad_url"


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"PK not a database at all" * 100)
    with pytest.raises(StorageError) as raised:
        Store.open(sqlite(tmp_path, "x.db"))
    assert raised.value.message.code == "storage.cannot_open"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StorageError) as raised:
        Store.open(sqlite(tmp_path / "file" / "below"))
    assert "below" in str(dict(raised.value.message.values)["location"])


def test_a_read_only_database_is_said_at_once(tmp_path: Path) -> None:
    Store.open(sqlite(tmp_path)).close()
    with pytest.raises(StorageError) as raised:
        Store.open(f"sqlite:///file:{(tmp_path / 'fitgap.db').as_posix()}?mode=ro&uri=true")
    assert raised.value.message.code == "storage.read_only"


def test_every_act_has_its_line_in_the_audit_log(store: Store) -> None:
    flow_id = store.add_flow(FLOW)
    store.put_catalog(PACKAGE)
    choice = say(store, flow_id, ChoiceKind.CONFIRM, "F1")
    store.undo_choice(choice.id, LATER, "佐藤")
    new_id, _ = store.replace_flow(FLOW, flow_id, Alignment(pairs=()))
    store.put_setting("policy", "x", NOON, "山田")
    store.remove_flow(new_id, LATER, "鈴木")
    store.remove_catalog("hibiki", LATER, "鈴木")
    store.audit.record("export.workbook", "高橋", LATER, "workbook")
    lines = store.audit.lines()
    assert [(line.what, line.who) for line in lines] == [
        ("flow.imported", "山田"),
        ("catalog.imported", "山田"),
        ("choice.made", "山田"),
        ("choice.undone", "佐藤"),
        ("flow.replaced", "山田"),
        ("setting.set", "山田"),
        ("flow.removed", "鈴木"),
        ("catalog.removed", "鈴木"),
        ("export.workbook", "高橋"),
    ]
    assert store.audit.verify() == AuditCheck(count=9, last_digest=lines[-1].digest)
    assert all(has_text(f"audit.act.{line.what}") for line in lines)


def test_a_refused_act_leaves_no_line_in_the_audit_log(store: Store) -> None:
    flow_id = store.add_flow(FLOW)
    say(store, flow_id, ChoiceKind.CONFIRM, "F1")
    with pytest.raises(ConflictError):
        choose_blindly(store, flow_id, "佐藤")
    assert store.audit.verify().count == 2


def test_lines_of_many_at_the_same_time_make_one_chain(store: Store) -> None:
    def act(person: str) -> None:
        for _ in range(5):
            store.audit.record("export.workbook", person, NOON, "workbook")

    threads = [Thread(target=act, args=(str(number),)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (store.audit.verify().count, store.audit.verify().bad_number) == (30, None)
