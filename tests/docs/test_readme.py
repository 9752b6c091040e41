"""The README's commands run, its links lead somewhere, its pictures are there."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fitgap.app.cli import app

BLOCK = re.compile(r"^```\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!http|#)([^)#]+)\)")
README = Path(__file__).resolve().parents[2] / "README.md"
COMMANDS = [
    line
    for block in BLOCK.findall(README.read_text(encoding="utf-8"))
    for line in block.splitlines()
    if line.startswith("fitgap ")
]


def test_the_readme_shows_every_command_of_the_line() -> None:
    shown = {shlex.split(line)[1] for line in COMMANDS}
    assert {"check", "read", "match", "export"} <= shown


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_runs_as_it_is_written(
    line: str, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("processes", "package_catalogs"):
        (tmp_path / folder).symlink_to(repository / folder, target_is_directory=True)
    words = shlex.split(line)[1:]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    if "--out" in words:
        assert (tmp_path / words[words.index("--out") + 1]).stat().st_size > 0


@pytest.mark.parametrize(
    "page", ["README.md", *(f"docs/{name}" for name in ("method.md", "glossary.md", "adr/README.md"))]
)
def test_links_lead_somewhere(page: str, repository: Path) -> None:
    file = repository / page
    missing = [link for link in LINK.findall(file.read_text(encoding="utf-8")) if not (file.parent / link).exists()]
    assert missing == []
