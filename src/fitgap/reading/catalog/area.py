"""Which business area (業務) a sheet or row of a catalogue is about."""

import re
from dataclasses import dataclass

from fitgap.reading.tables.cells import word, words
from fitgap.reading.tables.grid import Sheet

SUFFIX = re.compile(r"\.(?:csv|xlsx)\Z", re.IGNORECASE)
AROUND = re.compile(r"^[\s_\-–―()（）【】\[\]・.\d]+|[\s_\-–―()（）【】\[\]・.\d]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """`stated` are the areas that package.toml names."""

    stated: tuple[str, ...] = ()

    def of_sheet(self, sheet: Sheet) -> str:
        """The area in the name of the sheet or file, else the package's only one, else empty."""
        file = SUFFIX.sub("", re.split(r"[/\\]", sheet.file)[-1])
        for name in (sheet.name, file):
            if stated := next((area for area in self.stated if word(area) in word(name)), ""):
                return stated
        if self.stated:
            return self.stated[0] if len(self.stated) == 1 else ""
        return telling_part(sheet.name) or telling_part(file)


def telling_part(name: str) -> str:
    """A sheet's or file's name without what says only that it is a list: ``住民記録_機能一覧`` is ``住民記録``."""
    rest = name
    for plain in sorted(words().plain_names, key=len, reverse=True):
        rest = re.sub(re.escape(plain) + r"\Z|\A" + re.escape(plain), "", AROUND.sub("", rest), flags=re.IGNORECASE)
    return AROUND.sub("", rest)
