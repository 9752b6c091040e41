"""What the names of sheets and files say."""

import re

from fitgap.reading.tables.cells import words

SUFFIX = re.compile(r"\.(?:csv|xlsx)\Z", re.IGNORECASE)
AROUND = re.compile(r"^[\s_\-–―()（）【】\[\]・.\d]+|[\s_\-–―()（）【】\[\]・.\d]+$")


def file_stem(file: str) -> str:
    """A file's name without folders and suffix."""
    name = re.split(r"[/\\]", file)[-1].strip()
    return SUFFIX.sub("", name) or name or file


def telling_part(name: str) -> str:
    """A sheet's or file's name without what says only that it is a list: ``住民記録_機能一覧`` is ``住民記録``."""
    rest = name
    for plain in sorted(words().plain_names, key=len, reverse=True):
        rest = re.sub(re.escape(plain) + r"\Z|\A" + re.escape(plain), "", AROUND.sub("", rest), flags=re.IGNORECASE)
    return AROUND.sub("", rest)
