"""実装区分: the words of the field are known, the signs ◎○△× mean what the chosen legend says."""

from collections.abc import Mapping
from functools import cache

from fitgap.model.catalog import Offer
from fitgap.model.message import Issue, Severity, message
from fitgap.policies.tables import legend_names, table_words
from fitgap.reading.tables.cells import word
from fitgap.reading.tables.grid import Sheet
from fitgap.reading.tables.layout import plain


class OfferReader:
    """Reads 実装区分 under one legend; remembers signs that no legend explains, to ask once a sheet."""

    def __init__(self, legend: str, signs: Mapping[str, Offer]) -> None:
        known = table_words().legends.get(legend, {})
        self._signs = {_sign(sign): offer for sign, offer in (*known.items(), *signs.items())}
        self._has_legend = bool(self._signs)
        self._asked: dict[tuple[str, str], tuple[Sheet, int, dict[str, None]]] = {}

    def offer(self, text: str, sheet: Sheet, row: int, item_id: str, issues: list[Issue]) -> Offer:
        """The offer that a cell states; UNKNOWN with an issue where it cannot be told."""
        if not text:
            issues.append(sheet.issue(message("catalog.offer_empty", id=item_id), Severity.WARNING, row, item_id))
            return Offer.UNKNOWN
        sign = _sign(text)
        if sign in self._signs:
            return self._signs[sign]
        if found := _offers().get(_plain_offer(text)):
            return found
        if sign in _all_signs() and not self._has_legend:
            self._asked.setdefault((sheet.file, sheet.name), (sheet, row, {}))[2][text] = None
            return Offer.UNKNOWN
        said = message("catalog.offer_unknown", text=text[:100], id=item_id)
        issues.append(sheet.issue(said, Severity.WARNING, row, item_id))
        return Offer.UNKNOWN

    def report(self, issues: list[Issue]) -> None:
        """Ask which legend the signs follow, once a sheet."""
        for sheet, row, signs in self._asked.values():
            said = message("catalog.legend_needed", signs="".join(signs), names="、".join(legend_names()))
            issues.append(sheet.issue(said, Severity.WARNING, row))


def _sign(text: str) -> str:
    """One sign for all that look alike; other texts stay as they are."""
    text = word(text)
    if len(text) != 1:
        return text
    return next((alike[0] for alike in table_words().signs.same if text in word(alike) or text in alike), text)


@cache
def _all_signs() -> frozenset[str]:
    return frozenset(alike[0] for alike in table_words().signs.same)


@cache
def _offers() -> dict[str, Offer]:
    return {_plain_offer(one): offer for offer, known in table_words().offers.items() for one in known}


def _plain_offer(text: str) -> str:
    return plain(text)
