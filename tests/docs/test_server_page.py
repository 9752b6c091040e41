"""The commands of docs/server.md do what the page says, one after the other in one workspace."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fitgap.app import login_mode
from fitgap.app.cli import app

PAGE = Path(__file__).resolve().parents[2] / "docs" / "server.md"
BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINES = [line for block in BLOCK.findall(PAGE.read_text(encoding="utf-8")) for line in block.splitlines()]
HERE = ("fitgap users", "fitgap audit", "fitgap backup", "fitgap restore")


def test_the_commands_run_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FITGAP_DATABASE_URL", f"sqlite:///{(tmp_path / 'fitgap.db').as_posix()}")
    monkeypatch.chdir(tmp_path)
    commands = [line.replace("/backup/", f"{tmp_path.as_posix()}/") for line in LINES if line.startswith(HERE)]
    assert len(commands) >= 12
    for command in commands:
        result = CliRunner().invoke(app, shlex.split(command)[1:])
        assert result.exit_code == 0, (command, result.output)


def test_every_variable_of_the_page_is_one_of_the_program() -> None:
    known = {value for name, value in vars(login_mode).items() if name.endswith("_VARIABLE")}
    named = set(re.findall(r"FITGAP_[A-Z_]+", PAGE.read_text(encoding="utf-8"))) - {"FITGAP_DATABASE_URL"}
    assert named == known
