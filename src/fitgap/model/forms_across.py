"""The same form (帳票) across members: who has it, how it differs, and which forms might become one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from fitgap.model.flow import Document
from fitgap.model.form_difference import FactState, FormDifference


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberForm:
    """A form as one member has it: its names there, the steps that use it, and the document that says most of it.

    `copies_per_year` and `cases_per_year` (the volume of the steps that write it) are None where nothing is stated.
    """

    member: str
    names: tuple[str, ...]
    steps: tuple[str, ...]
    document: Document
    copies_per_year: float | None = None
    cases_per_year: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedForm:
    """One form by its shortest name; `forms` are those of the members that have it, by member.

    `differences` hold the reference, which states most printed items, against each other member's.
    """

    name: str
    forms: tuple[MemberForm, ...]
    reference: str
    differences: tuple[tuple[str, FormDifference], ...]

    @property
    def members(self) -> tuple[str, ...]:
        """The members that have it."""
        return tuple(form.member for form in self.forms)

    @property
    def described(self) -> int:
        """How many members state printed items, paper or the like of it."""
        return sum(form.document.is_described for form in self.forms)

    @property
    def copies(self) -> tuple[float, int]:
        """The copies a year that are stated, and by how many members."""
        stated = [form.copies_per_year for form in self.forms if form.copies_per_year is not None]
        return sum(stated), len(stated)

    @property
    def paper_differs(self) -> bool:
        """True where two members state different paper."""
        papers = [one for _, difference in self.differences for one in difference.facts if one.fact == "paper"]
        return any(one.state in (FactState.DIFFERENT, FactState.PARTLY) for one in papers)

    @property
    def fields_differ(self) -> bool:
        """True where printed items that are known on both sides differ."""
        return any(one.only_ours or one.only_theirs or one.near for _, one in self.differences)


class MergeReason(StrEnum):
    """Why two forms might become one."""

    FIELDS = "fields"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeCandidate:
    """Two forms that no member tells apart and that look alike; `likeness` in 0..1, `shared` are printed items."""

    left: str
    right: str
    reason: MergeReason
    likeness: float
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormsAcross:
    """The forms of one process; those of most members first."""

    members: tuple[str, ...]
    forms: tuple[SharedForm, ...]
    candidates: tuple[MergeCandidate, ...]


def names_of_documents(documents: Sequence[Document]) -> tuple[str, ...]:
    """Every text that comparing forms looks at: names and printed items."""
    texts = (text for document in documents for text in (document.name, *document.fields))
    return tuple(dict.fromkeys(texts))
