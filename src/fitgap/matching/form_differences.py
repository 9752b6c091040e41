"""A member's form and a package's form, printed item by printed item."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from rapidfuzz import fuzz

from fitgap.matching.queries import Wordings, wording_of
from fitgap.model.catalog import CatalogForm
from fitgap.model.flow import Document
from fitgap.model.form_difference import FactDifference, FactState, FormDifference, FormFact, NearField, Nearness
from fitgap.model.policy import FormMatching

_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
_BETWEEN_WAYS = re.compile(r"[・、,/／]|又は|または|及び|および")
_SHORTEST_NEAR = 2
_Groups: TypeAlias = tuple[tuple[str, ...], ...]


def compare_forms(document: Document, form: CatalogForm, wordings: Wordings, policy: FormMatching) -> FormDifference:
    """What is the same, near or on one side only; a side that states nothing is unknown, not different.

    An item is paired once, the surest kind of nearness first, then the more alike spelling, then file order.
    """
    facts = tuple(_facts(document, form, policy))
    if not document.fields or not form.fields:
        return FormDifference(our_fields=document.fields, their_fields=form.fields, facts=facts)
    keys = {field: wording_of(wordings, field).key or _key(field) for field in (*document.fields, *form.fields)}
    theirs = list(form.fields)
    same: list[str] = []
    ours: list[str] = []
    for field in document.fields:
        twin = next((other for other in theirs if keys[other] == keys[field]), None)
        if twin is None:
            ours.append(field)
        else:
            same.append(field)
            theirs.remove(twin)
    near = _near(ours, theirs, wordings, policy)
    return FormDifference(
        our_fields=document.fields,
        their_fields=form.fields,
        same=tuple(same),
        near=near,
        only_ours=tuple(field for field in ours if field not in {pair.ours for pair in near}),
        only_theirs=tuple(field for field in theirs if field not in {pair.theirs for pair in near}),
        facts=facts,
    )


def field_likeness(difference: FormDifference, policy: FormMatching) -> float:
    """How much of both sides' printed items is on both (0..1); near ones count in part."""
    shared = len(difference.same) + policy.near_field_counts * len(difference.near)
    return 2 * shared / max(1, len(difference.our_fields) + len(difference.their_fields))


class _Item(NamedTuple):
    """A printed item in the ways it is compared: without what stands in brackets, in one word for one thing, …"""

    key: str
    bare: str
    one_word: str
    contrasts: tuple[frozenset[str], ...]
    terms: list[str]


def _item(field: str, wordings: Wordings, policy: FormMatching) -> _Item:
    one_word = _in_one_word(field, policy.field_words)
    return _Item(
        key=_key(field),
        bare=_without_brackets(field),
        one_word=one_word,
        contrasts=_contrasts(one_word, policy.field_contrasts),
        terms=sorted(wording_of(wordings, field).terms),
    )


def _near(
    ours: Sequence[str], theirs: Sequence[str], wordings: Wordings, policy: FormMatching
) -> tuple[NearField, ...]:
    order = tuple(Nearness)
    found = []
    others = [_item(other, wordings, policy) for other in theirs]
    for place, mine in enumerate([_item(mine, wordings, policy) for mine in ours]):
        for other_place, other in enumerate(others):
            nearness = _nearness(mine, other, policy)
            if nearness is not None:
                found.append((order.index(nearness), -fuzz.ratio(mine.key, other.key), place, other_place))
    pairs: dict[int, NearField] = {}
    taken: set[int] = set()
    for rank, _, place, other_place in sorted(found):
        if place not in pairs and other_place not in taken:
            pairs[place] = NearField(ours=ours[place], theirs=theirs[other_place], nearness=order[rank])
            taken.add(other_place)
    return tuple(pairs[place] for place in sorted(pairs))


def _nearness(ours: _Item, theirs: _Item, policy: FormMatching) -> Nearness | None:
    if ours.bare == theirs.bare:
        return Nearness.BRACKETS
    mine, other = ours.one_word, theirs.one_word
    if mine == other:
        return Nearness.OTHER_WORDS
    if ours.contrasts != theirs.contrasts:
        return None
    if ours.terms and ours.terms == theirs.terms:
        return Nearness.OTHER_WORDS
    short, long = (mine, other) if len(mine) <= len(other) else (other, mine)
    if len(short) >= _SHORTEST_NEAR and (long.startswith(short) or long.endswith(short)):
        return Nearness.SAYS_MORE
    return Nearness.SPELLING if fuzz.ratio(mine, other) >= 100 * policy.least_field_likeness else None


def _says(text: str, group: Sequence[str]) -> frozenset[str]:
    return frozenset(word for word in group if word in text)


@lru_cache(maxsize=50_000)
def _contrasts(text: str, groups: _Groups) -> tuple[frozenset[str], ...]:
    return tuple(_says(text, group) for group in groups)


@lru_cache(maxsize=50_000)
def _without_brackets(field: str) -> str:
    return _key(_BRACKETED.sub("", field))


@lru_cache(maxsize=50_000)
def _in_one_word(field: str, groups: _Groups) -> str:
    """A printed item with one word for one thing: a whole item first, then how it ends."""
    text = _key(field)
    for words in groups:
        known = [_key(word) for word in words]
        if text in known:
            return known[0]
    for words in groups:
        ending = max((key for key in map(_key, words) if text.endswith(key)), key=len, default="")
        if ending:
            return text.removesuffix(ending) + _key(words[0])
    return text


def _facts(document: Document, form: CatalogForm, policy: FormMatching) -> Sequence[FactDifference]:
    def paper(ours: str, theirs: str) -> FactState:
        return _paper_state(ours, theirs, policy)

    stated: tuple[tuple[FormFact, str, str, Callable[[str, str], FactState]], ...] = (
        (FormFact.PAPER, document.paper, form.paper, paper),
        (FormFact.OUTPUT_METHOD, document.output_method, form.output_method, _ways_state),
        (FormFact.ADDRESSEE, document.addressee, form.addressee, _text_state),
        (FormFact.ENCLOSED, _sign(document.is_enclosed), _sign(form.is_enclosed), _text_state),
    )
    return [
        FactDifference(fact=fact, state=_state(ours, theirs, compare), ours=ours, theirs=theirs)
        for fact, ours, theirs, compare in stated
        if ours or theirs
    ]


def _state(ours: str, theirs: str, compare: Callable[[str, str], FactState]) -> FactState:
    if not ours or not theirs:
        return FactState.ONLY_OURS if ours else FactState.ONLY_THEIRS
    return FactState.SAME if _key(ours) == _key(theirs) else compare(ours, theirs)


def _paper_state(ours: str, theirs: str, policy: FormMatching) -> FactState:
    """Partly the same where the size is: A4 and A4縦."""
    mine, other = (_says(_key(text), [_key(size) for size in policy.paper_sizes]) for text in (ours, theirs))
    return FactState.PARTLY if mine & other else FactState.DIFFERENT


def _ways_state(ours: str, theirs: str) -> FactState:
    """Partly the same where one way is on both sides: 即時 and 即時・一括."""
    mine, other = ({_key(way) for way in _BETWEEN_WAYS.split(text) if _key(way)} for text in (ours, theirs))
    if mine == other:
        return FactState.SAME
    return FactState.PARTLY if mine & other else FactState.DIFFERENT


def _text_state(ours: str, theirs: str) -> FactState:
    mine, other = _key(ours), _key(theirs)
    return FactState.PARTLY if mine in other or other in mine else FactState.DIFFERENT


def _sign(is_so: bool | None) -> str:
    return {True: "○", False: "×", None: ""}[is_so]


def _key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
