"""Which business area (業務) a sheet or row of a catalogue is about."""

from dataclasses import dataclass

from fitgap.reading.tables.cells import word
from fitgap.reading.tables.grid import Sheet
from fitgap.reading.tables.names import file_stem, telling_part


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """`stated` are the areas that package.toml names."""

    stated: tuple[str, ...] = ()

    def of_sheet(self, sheet: Sheet) -> str:
        """The area in the name of the sheet or file, else the package's only one, else empty."""
        file = file_stem(sheet.file)
        for name in (sheet.name, file):
            if stated := next((area for area in self.stated if word(area) in word(name)), ""):
                return stated
        if self.stated:
            return self.stated[0] if len(self.stated) == 1 else ""
        return telling_part(sheet.name) or telling_part(file)
