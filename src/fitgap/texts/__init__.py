"""Everything the product says, Japanese first and English second, kept in one catalogue of TOML files."""

from fitgap.texts.rendering import LANGUAGES, Language, has_text, issue_sentence, place, say, todo
from fitgap.texts.terms import term

__all__ = ["LANGUAGES", "Language", "has_text", "issue_sentence", "place", "say", "term", "todo"]
