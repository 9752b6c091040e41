"""The published list of issue codes is the one the program speaks with."""

import importlib.util
from pathlib import Path

from fitgap.texts.rendering import catalogue


def test_the_list_is_current(repository: Path) -> None:
    spec = importlib.util.spec_from_file_location("write_issue_list", repository / "scripts" / "write_issue_list.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert (repository / "docs" / "issues.md").read_text(encoding="utf-8") == script.issue_list()


def test_every_issue_says_what_to_do_in_both_languages() -> None:
    advised = {code for code in catalogue("ja") if code.endswith(".todo")}
    assert advised == {code for code in catalogue("en") if code.endswith(".todo")}
    assert advised
