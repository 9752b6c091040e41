"""A member's own form beside a package's form: what both print, what only one prints, what else differs."""

from dataclasses import dataclass
from enum import StrEnum

from fitgap.model.message import Message, message


class Nearness(StrEnum):
    """Why two printed items are near, surest first; a person has to say whether they are one."""

    BRACKETS = "brackets"
    OTHER_WORDS = "other_words"
    SAYS_MORE = "says_more"
    SPELLING = "spelling"


class FormFact(StrEnum):
    """What is known of a form beside its name and printed items."""

    PAPER = "paper"
    OUTPUT_METHOD = "output_method"
    ADDRESSEE = "addressee"
    ENCLOSED = "enclosed"


class FactState(StrEnum):
    """How the two sides stand to each other; `PARTLY` is alike as far as both state it."""

    SAME = "same"
    PARTLY = "partly"
    DIFFERENT = "different"
    ONLY_OURS = "only_ours"
    ONLY_THEIRS = "only_theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class NearField:
    """A printed item of ours and one of theirs that may be the same."""

    ours: str
    theirs: str
    nearness: Nearness


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDifference:
    """One fact that at least one side states; texts as written, ○ and × for `ENCLOSED`, empty when unknown."""

    fact: FormFact
    state: FactState
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDifference:
    """A document of ours held against a form of a package.

    Printed items are compared only where both sides know theirs: else `same`, `near` and both `only_*` are empty, and
    `our_fields`, `their_fields` say what is known. Every item stands in exactly one of the lists, in file order.
    """

    our_fields: tuple[str, ...] = ()
    their_fields: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    near: tuple[NearField, ...] = ()
    only_ours: tuple[str, ...] = ()
    only_theirs: tuple[str, ...] = ()
    facts: tuple[FactDifference, ...] = ()

    @property
    def are_fields_compared(self) -> bool:
        """True when both sides know their printed items."""
        return bool(self.our_fields and self.their_fields)


def sentences(difference: FormDifference) -> tuple[Message, ...]:
    """The difference in words: printed items first (unknown ones are said to be), then what else is stated."""
    found: list[Message] = []
    if not difference.our_fields:
        found.append(message("form_difference.our_fields_unknown"))
    if not difference.their_fields:
        found.append(message("form_difference.their_fields_unknown"))
    if difference.are_fields_compared:
        found += _about_fields(difference)
    found += [
        message(f"form_difference.{one.fact}.{one.state}", ours=one.ours, theirs=one.theirs)
        for one in difference.facts
        if one.state not in (FactState.SAME, FactState.ONLY_THEIRS)
    ]
    return tuple(found)


def _about_fields(difference: FormDifference) -> list[Message]:
    if not (difference.near or difference.only_ours or difference.only_theirs):
        return [message("form_difference.fields_same", count=len(difference.same))]
    found = [
        message(
            "form_difference.fields_counted",
            same=len(difference.same),
            ours=len(difference.our_fields),
            theirs=len(difference.their_fields),
        )
    ]
    if difference.only_ours:
        found.append(message("form_difference.only_ours", fields="、".join(difference.only_ours)))
    if difference.only_theirs:
        found.append(message("form_difference.only_theirs", fields="、".join(difference.only_theirs)))
    for nearness in Nearness:
        pairs = [f"{near.ours}⇄{near.theirs}" for near in difference.near if near.nearness is nearness]
        if pairs:
            found.append(message(f"form_difference.near.{nearness}", pairs="、".join(pairs)))
    return found
