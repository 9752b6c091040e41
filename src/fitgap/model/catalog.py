"""A candidate package as its vendor describes it: functions (機能一覧) and forms (帳票一覧)."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from fitgap.model.message import Source


class Offer(StrEnum):
    """実装区分 in one vocabulary: only `STANDARD` and `OPTION` can cover a step; `UNKNOWN` counts but is marked."""

    STANDARD = "standard"
    OPTION = "option"
    NOT_OFFERED = "not_offered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One function; `categories` from large to small (大分類, 中分類, 小分類), `offer_text` as the file writes it."""

    id: str
    name: str
    description: str
    source: Source
    categories: tuple[str, ...] = ()
    area: str = ""
    offer: Offer = Offer.STANDARD
    offer_text: str = ""
    note: str = ""

    @property
    def text_fingerprint(self) -> str:
        """A short hash of what a person decides on: name, description, whether it is offered, note."""
        return _fingerprint(self.name, self.description, self.offer, self.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogForm:
    """One form; `fields` are the printed items in file order."""

    id: str
    name: str
    source: Source
    category: str = ""
    area: str = ""
    paper: str = ""
    output_method: str = ""
    fields: tuple[str, ...] = ()
    addressee: str = ""
    offer: Offer = Offer.STANDARD
    offer_text: str = ""
    is_enclosed: bool | None = None
    note: str = ""

    @property
    def text_fingerprint(self) -> str:
        """A short hash of what a person decides on: name, paper, output, printed items, whether it is offered, note."""
        return _fingerprint(self.name, self.paper, self.output_method, *self.fields, self.offer, self.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """A package: who sells it, what it holds, where the list came from. `key` is unique within a workspace."""

    key: str
    vendor: str
    product: str
    version: str = ""
    areas: tuple[str, ...] = ()
    source_note: str = ""
    features: tuple[Feature, ...] = ()
    forms: tuple[CatalogForm, ...] = ()


def _fingerprint(*texts: str) -> str:
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:16]
