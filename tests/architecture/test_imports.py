"""The layers of the architecture, as import-linter reads them from pyproject.toml."""

from pathlib import Path

from importlinter.cli import lint_imports


def test_import_contracts_hold(repository: Path) -> None:
    assert lint_imports(config_filename=str(repository / "pyproject.toml")) == 0
