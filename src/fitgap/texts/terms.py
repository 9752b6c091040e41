"""The words that decisions are made of, shipped ones and those that the policy adds."""

from fitgap.model.policy import Deciding
from fitgap.texts.rendering import Language, has_text, say


def term(name: str, code: str, policy: Deciding | None, language: Language) -> str:
    """A code of a vocabulary list as people say it: empty for no code, the code itself where nobody knows it."""
    added = {"resolution": policy.more_resolutions, "cause": policy.more_causes} if policy else {}
    more = added.get(name, {})
    if not code or code in more:
        return more.get(code, "")
    text = f"vocabulary.{name}.{code}"
    return say(text, language) if has_text(text) else code
