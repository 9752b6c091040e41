"""Small modules, short functions, and two languages that say the same things."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from fitgap.texts.rendering import catalogue

MODULE_LINES = 400
FUNCTION_LINES = 60
SOURCE = Path(__file__).resolve().parents[2] / "src" / "fitgap"
MIGRATIONS = SOURCE / "deciding" / "migrations" / "versions"
MODULES = sorted(SOURCE.rglob("*.py"))


def _functions(module: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_module_and_its_functions_stay_small(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES
    if module.parent != MIGRATIONS:  # a released migration is a list of tables and is never changed
        assert [name for name, lines in _functions(module) if lines > FUNCTION_LINES] == []


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_know_the_same_codes() -> None:
    assert set(catalogue("ja")) == set(catalogue("en"))


def test_both_languages_use_the_same_values() -> None:
    japanese, english = catalogue("ja"), catalogue("en")
    unlike = [code for code in japanese if _placeholders(japanese[code]) != _placeholders(english.get(code, ""))]
    assert unlike == []


def test_no_text_is_empty() -> None:
    assert [code for code, text in {**catalogue("ja"), **catalogue("en")}.items() if not text.strip()] == []
