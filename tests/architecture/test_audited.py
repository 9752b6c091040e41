"""Whatever a store writes has its line in the audit log, in the same transaction, and the line has words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from fitgap.texts import has_text

DECIDING = Path(__file__).resolve().parents[2] / "src" / "fitgap" / "deciding"
# The store's own transactions; a mapping of columns is kept within an import, which has its line.
NOT_RECORDED = frozenset({"put_mapping", "writing", "_writing_on", "_fill"})


def called(node: ast.AST) -> Iterator[str]:
    """The names of everything that is called within."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            yield getattr(call.func, "attr", "") or getattr(call.func, "id", "")


WRITES = [
    (f"{file.name}:{function.name}", block)
    for file in sorted(DECIDING.glob("*.py"))
    for function in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    if isinstance(function, ast.FunctionDef) and function.name not in NOT_RECORDED
    for block in ast.walk(function)
    if isinstance(block, ast.With) and any("writing" in called(item.context_expr) for item in block.items)
]
CODES = sorted(
    {
        str(argument.value)
        for file in sorted(DECIDING.glob("*.py"))
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and any("record" in name for name in called(call))
        for argument in (*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "what"))
        if isinstance(argument, ast.Constant) and "." in str(argument.value)
    }
)


def test_there_are_writes_to_look_at() -> None:
    assert len(WRITES) > 20
    assert len(CODES) > 20


@pytest.mark.parametrize(("where", "block"), WRITES, ids=[where for where, _ in WRITES])
def test_a_write_is_recorded(where: str, block: ast.With) -> None:
    assert any("record" in name for name in called(block))


@pytest.mark.parametrize("code", CODES)
def test_an_act_has_words(code: str) -> None:
    assert has_text(f"audit.act.{code}")
