"""The databases that the store is held to."""

from pathlib import Path

DATABASES = ("postgresql", "sqlite")


def sqlite(folder: Path, name: str = "fitgap.db") -> str:
    return f"sqlite:///{(folder / name).as_posix()}"
