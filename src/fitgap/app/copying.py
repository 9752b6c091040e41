"""Take a copy of everything, put one back, move to another database."""

from datetime import datetime
from pathlib import Path

from fitgap.app.access import needs
from fitgap.app.desk import require
from fitgap.app.use_cases import UseCases
from fitgap.deciding.copies import Restored
from fitgap.deciding.copying import Content
from fitgap.model.access import Right


class Copying(UseCases):
    """Copies of the whole workspace."""

    @needs(Right.ADMINISTER)
    def backup(self, file: Path, *, person: str) -> Content:
        """Write everything into a new file while people work; returns what it holds. The file says by itself whether
        it is whole."""
        return self._desk.store.take_copy(file, self._desk.clock(), require(person, "workspace.no_person"))

    @needs(Right.ADMINISTER)
    def restore(self, file: Path, *, person: str) -> Restored:
        """Put a copy in the place of what is there, which is kept in a copy beside the file first."""
        at = self._desk.clock()
        kept = file.with_name(f"fitgap-before-restore-{datetime.fromisoformat(at):%Y%m%d-%H%M%S}.db")
        return self._desk.store.put_back(file, kept, at, require(person, "workspace.no_person"))

    @needs(Right.ADMINISTER)
    def move(self, url: str, *, person: str) -> Content:
        """Copy everything into an empty database of another URL; from then on that one is to be used."""
        return self._desk.store.move_to(url, self._desk.clock(), require(person, "workspace.no_person"))
