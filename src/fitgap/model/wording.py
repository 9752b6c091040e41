"""A text as the method reads it: normalised characters, words, what is done, and what domain words stand for."""

from enum import StrEnum
from typing import NamedTuple

from fitgap.model.values import made_often


class Tongue(StrEnum):
    """The language a text is written in, as far as normalising cares."""

    JAPANESE = "ja"
    ENGLISH = "en"


class Concept(NamedTuple):
    """A word of the thesaurus found in a text: what it stands for, and how the text says it."""

    name: str
    surface: str


@made_often
class Wording:
    """One text after normalising; every list is in order of appearance and may repeat.

    `key` is the text without spaces, marks and spelling variants; `words` are content words in dictionary form,
    `spots` the same, each with where it begins and ends in `spelled`, the text in one spelling;
    `terms` are the same words with those that the thesaurus knows replaced by what they stand for; `activities` are
    the types of work named (``receive``, ``issue`` …), `objects` the terms without the type of work that the text (of
    a label: its job) ends in, or that English names anywhere, `concepts` the thesaurus groups named, `excludes` their
    opposites. `job` is the piece of a label that names the work, by default the whole, `remark` what it adds.
    """

    text: str
    key: str
    spelled: str = ""
    tongue: Tongue = Tongue.JAPANESE
    words: tuple[str, ...] = ()
    spots: tuple[tuple[str, int, int], ...] = ()
    terms: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    concepts: tuple[Concept, ...] = ()
    excludes: tuple[str, ...] = ()
    job: str = ""
    remark: str = ""

    @property
    def main_activity(self) -> str:
        """The type of work that the text ends in, where Japanese puts the verb; empty when none is named."""
        return self.activities[-1] if self.activities else ""


EMPTY = Wording(text="", key="")
