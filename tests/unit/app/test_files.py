from pathlib import Path

import pytest

from fitgap.app import samples
from fitgap.app.files import catalog_files, flow_files, write_whole
from fitgap.app.paths import database_url, default_database, sqlite_url
from fitgap.app.recent import Recent
from fitgap.model.message import UsageError
from fitgap.reading import FLOW_READERS


def test_a_folder_gives_its_flows_in_order_without_hidden_and_lock_files(tmp_path: Path) -> None:
    for name in ("b.bpmn", "sub/a.CSV", "~$b.xlsx", ".git/x.xml", "readme.md"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("", encoding="utf-8")
    assert [file.relative_to(tmp_path).as_posix() for file in flow_files(tmp_path)] == ["b.bpmn", "sub/a.CSV"]


def test_a_folder_without_tables_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        catalog_files(tmp_path)


def test_a_failed_write_leaves_the_earlier_file_and_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "out.csv"
    write_whole(file, b"first")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "open in Excel")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UsageError):
        write_whole(file, b"second")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.csv", b"first")]


def test_the_database_is_the_users_own_unless_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FITGAP_DATABASE_URL", raising=False)
    assert database_url() == sqlite_url(default_database())
    monkeypatch.setenv("FITGAP_DATABASE_URL", " sqlite:///x.db ")
    assert database_url() == "sqlite:///x.db"


def test_a_member_names_itself_or_is_named_after_its_folder(tmp_path: Path) -> None:
    assert samples.member_name(tmp_path) == tmp_path.name
    (tmp_path / "member.toml").write_text('name = "青葉野市"\n', encoding="utf-8")
    assert samples.member_name(tmp_path) == "青葉野市"


def test_recent_forgets_what_was_used_longest_ago() -> None:
    recent, computed = Recent[str](2), []

    def look(key: str) -> str:
        return recent.get(key, lambda: computed.append(key) or key)  # type: ignore[func-returns-value]

    for key in "abacb":
        assert look(key) == key
    assert computed == ["a", "b", "c", "b"]


def test_a_folder_gives_every_kind_of_flow_that_can_be_read(tmp_path: Path) -> None:
    for suffix in FLOW_READERS:
        (tmp_path / f"flow{suffix}").write_bytes(b"x")
    (tmp_path / "notes.txt").write_bytes(b"x")
    assert {file.suffix for file in flow_files(tmp_path)} == set(FLOW_READERS)
