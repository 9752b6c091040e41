"""The same form across members: by name, then held item by item against the one that states most."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from fitgap.comparing.evidence import Wordings
from fitgap.comparing.forms import same_forms
from fitgap.model.comparison import MemberFlow, members_of
from fitgap.model.flow import Direction, Document, DocumentKind
from fitgap.model.form_difference import FormDifference
from fitgap.model.forms_across import FormsAcross, MemberForm, MergeCandidate, MergeReason, SharedForm
from fitgap.model.policy import Comparing
from fitgap.model.step import Step, steps_of
from fitgap.model.wording import EMPTY

CompareForms = Callable[[Document, Document], FormDifference]
"""How two documents differ: the stage that knows forms is handed in."""

_NO_FORM = frozenset({DocumentKind.DATA_STORE, DocumentKind.DATA_STORE_REFERENCE})


def form_documents(flow: MemberFlow) -> tuple[Document, ...]:
    """The named documents of a flow that are no data stores."""
    return tuple(one for one in flow.flow.documents if one.name and one.kind not in _NO_FORM)


def forms_across(
    flows: Sequence[MemberFlow], wordings: Wordings, policy: Comparing, compare: CompareForms
) -> FormsAcross:
    """Every form of these flows; those of most members first, then by copies a year, then by name."""
    documents = [(flow, document) for flow in flows for document in form_documents(flow)]
    heads = same_forms([document.name for _, document in documents], wordings, policy.form_likeness)
    users = {flow.key: _users(steps_of(flow.flow)) for flow in flows}
    found: dict[str, dict[str, list[tuple[Document, tuple[Step, ...]]]]] = {}
    for flow, document in documents:
        its = found.setdefault(heads[document.name], {}).setdefault(flow.member, [])
        its.append((document, tuple(users[flow.key].get(document.id, ()))))
    forms = [_shared(name, its, compare) for name, its in found.items()]
    forms.sort(key=lambda form: (-len(form.forms), -form.copies[0], form.name))
    return FormsAcross(
        members=members_of(flows), forms=tuple(forms), candidates=tuple(_candidates(forms, wordings, policy))
    )


def _users(steps: Iterable[Step]) -> dict[str, list[Step]]:
    """The steps by the document they use; those that write it first."""
    found: dict[str, list[Step]] = {}
    for step in steps:
        for form in step.forms:
            its = found.setdefault(form.document_id, [])
            if step not in its:
                its.insert(0 if form.direction is Direction.OUTPUT else len(its), step)
    return found


def _shared(
    name: str, members: Mapping[str, Sequence[tuple[Document, tuple[Step, ...]]]], compare: CompareForms
) -> SharedForm:
    forms = tuple(_member_form(member, members[member]) for member in sorted(members))
    reference = min(forms, key=lambda form: (-len(form.document.fields), not form.document.is_described, form.member))
    others = [form for form in forms if form is not reference]
    is_known = reference.document.is_described
    return SharedForm(
        name=name,
        forms=forms,
        reference=reference.member,
        differences=tuple((form.member, compare(reference.document, form.document)) for form in others if is_known),
    )


def _member_form(member: str, its: Sequence[tuple[Document, tuple[Step, ...]]]) -> MemberForm:
    """All documents of that form are one paper, so volumes do not add up."""
    documents = [document for document, _ in its]
    steps = list(dict.fromkeys(step for _, users in its for step in users))
    copies = [document.copies_per_year for document in documents if document.copies_per_year is not None]
    writers = [s for s in steps for f in s.forms if f.direction is Direction.OUTPUT and f.name in _names(documents)]
    cases = [step.cases_per_year for step in writers if step.cases_per_year is not None]
    return MemberForm(
        member=member,
        names=_names(documents),
        steps=tuple(dict.fromkeys(step.name for step in steps)),
        document=max(documents, key=lambda one: (len(one.fields), one.is_described)),
        copies_per_year=max(copies, default=None),
        cases_per_year=max(cases, default=None),
    )


def _names(documents: Sequence[Document]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(document.name for document in documents))


def _candidates(forms: Sequence[SharedForm], wordings: Wordings, policy: Comparing) -> Iterable[MergeCandidate]:
    """Pairs that no member tells apart, alike in their printed items or else in their names; the likest first."""
    items = [_items(form, wordings) for form in forms]
    keys = [wordings.get(form.name, EMPTY).key or form.name for form in forms]
    found = []
    for left, right in combinations(range(len(forms)), 2):
        if set(forms[left].members) & set(forms[right].members):
            continue
        shared = items[left].keys() & items[right].keys()
        whole = len(items[left]) + len(items[right])
        by_fields = 2 * len(shared) / whole if items[left] and items[right] else 0.0
        by_name = fuzz.ratio(keys[left], keys[right]) / 100
        one, other = forms[left].name, forms[right].name
        if by_fields >= policy.merge_fields:
            told = tuple(items[left][key] for key in items[left] if key in shared)
            found.append(
                MergeCandidate(left=one, right=other, reason=MergeReason.FIELDS, likeness=by_fields, shared=told)
            )
        elif by_name >= policy.merge_name:
            found.append(MergeCandidate(left=one, right=other, reason=MergeReason.NAME, likeness=by_name))
    order = tuple(MergeReason)
    return sorted(found, key=lambda one: (order.index(one.reason), -one.likeness, one.left, one.right))


def _items(form: SharedForm, wordings: Wordings) -> dict[str, str]:
    """The printed items of its members by their normalised text."""
    fields = dict.fromkeys(field for one in form.forms for field in one.document.fields)
    return {wordings.get(field, EMPTY).key or field: field for field in fields}
