"""A label in its pieces: diagrams write the job first and remarks behind it, and break lines in mid-phrase."""

import re
from collections.abc import Callable

_OPEN_END = re.compile(
    r"(?:[をにへとのでがはもやかつ]|から|まで|より|および|及び|または|又は|・|、|：|:|によ[りる]|に基づき)$"
)
_OPEN_START = re.compile(r"^(?:[をにへとのでがはも]|から|まで|より|及び|および)(?![ァ-ヶ])")
_BLANKS = re.compile(r"[\s　]+|\\n")


def pieces_of(label: str, names_work: Callable[[str], bool]) -> tuple[str, str]:
    """The job a label names, and what it adds.

    A break in mid-phrase does not separate, nor one before a type of work has been named. A label without blanks, or
    one written in Latin letters, is all job.
    """
    chunks = [chunk for chunk in _BLANKS.split(label.strip()) if chunk]
    if len(chunks) < 2 or label.isascii():
        return label.strip(), ""
    end = 1
    while end < len(chunks) and (_OPEN_END.search(chunks[end - 1]) or _OPEN_START.search(chunks[end])):
        end += 1
    if end < len(chunks) and not names_work(" ".join(chunks[:end])) and names_work(chunks[end]):
        end += 1
    return " ".join(chunks[:end]), " ".join(chunks[end:])
