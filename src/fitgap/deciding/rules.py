"""What a decision has to say before it is recorded: each rule that is not kept is one sentence."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from fitgap.model.decision import Terms
from fitgap.model.message import Message, message
from fitgap.model.policy import Deciding

Words = Mapping[str, Collection[str]]
"""The codes that may be chosen, by list of the vocabulary."""

_LISTED = ("resolution", "cause", "priority", "burden", "size")


def objections(terms: Terms, words: Words, policy: Deciding) -> tuple[Message, ...]:
    """Every rule that the terms do not keep, in the order of the form; empty when they can be recorded."""
    return (*_words(terms, words), *_compulsory(terms, policy))


def _words(terms: Terms, words: Words) -> Iterator[Message]:
    if not terms.resolution:
        yield message("deciding.rule.no_resolution")
    said = [(name, getattr(terms, name)) for name in _LISTED]
    impacts = terms.impacts
    said += [("level", code) for code in (impacts.resident, impacts.staff, impacts.legality, impacts.deadline)]
    for name, code in said:
        if code and code not in words[name]:
            yield message("deciding.rule.unknown_word", word=code)
    if terms.deadline and not _is_date(terms.deadline):
        yield message("deciding.rule.bad_date", text=terms.deadline)
    if any(not one.title.strip() for one in terms.alternatives):
        yield message("deciding.rule.nameless_alternative")


def _compulsory(terms: Terms, policy: Deciding) -> Iterator[Message]:
    resolution = terms.resolution
    if not resolution:
        return
    if resolution in policy.needing_cause and not terms.cause:
        yield message("deciding.rule.no_cause")
    if resolution not in policy.without_reason and not terms.reason.strip():
        yield message("deciding.rule.no_reason")
    if resolution in policy.needing_owner_and_date:
        if not terms.owner.strip():
            yield message("deciding.rule.no_owner")
        if not terms.deadline:
            yield message("deciding.rule.no_deadline")


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
