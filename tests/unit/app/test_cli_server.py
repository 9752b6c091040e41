import csv
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fitgap.app.cli import app
from fitgap.app.login_mode import OPEN_VARIABLE


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], prog_name="fitgap")


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "own.db"
    monkeypatch.setenv("FITGAP_DATABASE_URL", f"sqlite:///{file.as_posix()}")
    monkeypatch.delenv("FITGAP_LANG", raising=False)
    return file


def test_people_are_added_listed_and_removed() -> None:
    assert run("users", "add", "Kanri@city.example.jp", "--role", "administrator").exit_code == 0
    assert run("users", "add", "minato", "--group", "--role", "editor", "--member", "みなと市").exit_code == 0
    listed = run("users", "list")
    assert [line.split("\t")[0] for line in listed.stdout.splitlines()] == ["kanri@city.example.jp", "minato"]
    assert "みなと市" in listed.stdout
    assert run("users", "remove", "minato").exit_code == 0
    assert "minato" not in run("users", "list").stdout
    assert run("users", "remove", "minato").exit_code == 2


def test_the_last_administrator_stays() -> None:
    run("users", "add", "kanri@city.example.jp", "--role", "administrator")
    refused = run("users", "remove", "kanri@city.example.jp")
    assert (refused.exit_code, "最後の管理者" in refused.stderr) == (2, True)


@pytest.mark.parametrize("wrong", ["kanri", "@city", "a b@city", "a@b@c", " "])
def test_what_is_no_address_is_said_to_be_none(wrong: str) -> None:
    assert run("users", "add", wrong, "--role", "viewer").exit_code == 2


def test_only_an_editor_is_bound_to_a_member() -> None:
    assert run("users", "add", "a@b", "--role", "viewer", "--member", "みなと市").exit_code == 2


def test_people_nobody_registered_are_viewers_at_most() -> None:
    assert run("users", "unknown", "viewer").exit_code == 0
    assert "閲覧者" in run("users", "list").stderr
    assert run("users", "unknown", "administrator").exit_code == 2


def test_the_record_is_shown_checked_and_written(database: Path, tmp_path: Path) -> None:
    for number in range(3):
        run("users", "add", f"p{number}@city.example.jp", "--role", "viewer")
    assert "役割の登録" in run("audit", "list", "--last", 2).stdout
    holds = run("audit", "verify")
    assert (holds.exit_code, holds.stdout.startswith("3件すべて")) == (0, True)
    noted = holds.stdout.split()[-1]
    assert run("audit", "verify", "--noted", noted).exit_code == 0
    assert run("audit", "verify", "--noted", "0" * 64).exit_code == 1
    assert run("audit", "export", "--out", tmp_path / "audit.csv").exit_code == 0
    rows = list(csv.reader((tmp_path / "audit.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row[0] for row in rows] == ["number", "1", "2", "3"]
    connection = sqlite3.connect(database)
    with connection:
        connection.execute("DELETE FROM audit WHERE number = 2")
    connection.close()
    broken = run("audit", "verify")
    assert (broken.exit_code, "2行目がありません" in broken.stdout) == (1, True)


def test_a_copy_goes_there_and_back(tmp_path: Path) -> None:
    run("users", "add", "kanri@city.example.jp", "--role", "administrator")
    made = run("backup", tmp_path / "copy.db")
    assert made.exit_code == 0
    run("users", "add", "later@city.example.jp", "--role", "viewer")
    back = run("restore", tmp_path / "copy.db")
    digest = made.stdout.rsplit(" ", 1)[-1]
    assert (back.exit_code, back.stdout.rsplit(" ", 1)[-1]) == (0, digest)
    assert "later" not in run("users", "list").stdout
    assert len(list(tmp_path.glob("fitgap-before-restore-*.db"))) == 1
    assert run("audit", "verify").exit_code == 0


def test_moving_prints_the_hash_and_what_to_do_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("users", "add", "kanri@city.example.jp", "--role", "administrator")
    url = f"sqlite:///{(tmp_path / 'other.db').as_posix()}"
    moved = run("move", "--to", url)
    assert (moved.exit_code, "FITGAP_DATABASE_URL" in moved.stderr) == (0, True)
    monkeypatch.setenv("FITGAP_DATABASE_URL", url)
    assert "kanri" in run("users", "list").stdout


@pytest.mark.parametrize("address", ["0.0.0.0", "192.0.2.7", "::"])  # noqa: S104 - to be refused
def test_the_screens_are_not_served_beyond_this_pc_without_a_login(address: str) -> None:
    refused = run("app", "--address", address)
    assert (refused.exit_code, OPEN_VARIABLE in refused.stderr) == (1, True)
