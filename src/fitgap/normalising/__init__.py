"""From texts as people write them to `Wording`s that can be compared."""

from fitgap.normalising.thesaurus import Thesaurus, read_thesaurus
from fitgap.normalising.wordings import Normaliser

__all__ = ["Normaliser", "Thesaurus", "read_thesaurus"]
