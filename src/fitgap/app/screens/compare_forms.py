"""The same form across members: who has it, how paper and printed items differ, and what might become one form."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, words, workspace
from fitgap.model.form_difference import FormDifference, FormFact
from fitgap.model.forms_across import FormsAcross, MergeReason, SharedForm
from fitgap.texts import say

HAS, LACKS = "○", "－"


def show_forms_across(flow_ids: Sequence[int]) -> None:
    """The table of forms, the differences of one of them, and the candidates."""
    found = workspace().commons.forms(flow_ids)
    if not found.forms:
        st.info(words("commons.forms.none"))
        return
    everywhere = sum(len(form.forms) == len(found.members) for form in found.forms)
    described = sum(form.described > 1 for form in found.forms)
    st.markdown(words("commons.forms.counts", forms=len(found.forms), everywhere=everywhere, described=described))
    shared_only = st.toggle(
        words("commons.forms.shared_only", count=sum(len(form.forms) > 1 for form in found.forms)),
        key="forms_shared_only",
    )
    forms = [form for form in found.forms if len(form.forms) > 1] if shared_only else list(found.forms)
    _table(found, forms)
    _one_form(found)
    _candidates(found)


def _table(found: FormsAcross, forms: Sequence[SharedForm]) -> None:
    most = workspace().policy().showing.most_rows
    if len(forms) > most:
        st.caption(words("compare.cut", most=most, count=len(forms)))
    places = [f"member_{place}" for place in range(len(found.members))]
    rows = []
    for form in forms[:most]:
        names = {one.member: words("compare.joined").join(one.names) for one in form.forms}
        copies, stated = form.copies
        rows.append(
            {
                "name": form.name,
                "doers": words("compare.of", count=len(form.forms), all=len(found.members)),
                **{
                    at: f"{HAS} {names[member]}" if member in names else LACKS
                    for at, member in zip(places, found.members, strict=True)
                },
                "paper": _papers(form),
                "differs": _differs(form),
                "copies": words("commons.forms.copies_of", copies=f"{copies:,.0f}", count=stated) if stated else "",
            }
        )
    st.dataframe(
        rows,
        hide_index=True,
        key="forms_across",
        placeholder="",
        height=min(38 + 35 * max(len(rows), 1), 390),
        column_config={
            "name": st.column_config.TextColumn(words("commons.forms.form"), width=200, pinned=len(places) > 4),
            "doers": st.column_config.TextColumn(words("commons.forms.having"), width=75),
            **{
                at: st.column_config.TextColumn(member, width=180)
                for at, member in zip(places, found.members, strict=True)
            },
            "paper": st.column_config.TextColumn(words("commons.forms.paper"), width=130),
            "differs": st.column_config.TextColumn(words("compare.other"), width=170),
            "copies": st.column_config.TextColumn(words("commons.forms.copies"), width=150),
        },
    )
    st.caption(words("commons.forms.legend"))


def _papers(form: SharedForm) -> str:
    papers = dict.fromkeys(one.document.paper for one in form.forms if one.document.paper)
    return words("compare.joined").join(papers) if len(papers) < 2 else " / ".join(papers)


def _differs(form: SharedForm) -> str:
    """What is known to differ; where nothing can be held against each other, that it is not known."""
    if len(form.forms) < 2:
        return ""
    if form.described < 2:
        return words("commons.forms.unknown")
    said = [words(f"commons.forms.{code}") for code in ("paper_differs", "fields_differ") if getattr(form, code)]
    return say("workbook.separator", language()).join(said) or words("commons.forms.alike")


def _one_form(found: FormsAcross) -> None:
    """One form, member by member against the one that states most."""
    shared = {form.name: form for form in found.forms if len(form.forms) > 1}
    if not shared:
        return
    ordered = sorted(shared.values(), key=lambda form: (form.described < 2, -len(form.forms)))
    name = st.selectbox(
        words("commons.forms.choose"),
        [form.name for form in ordered],
        format_func=lambda one: words(
            "commons.forms.option", name=one, members=len(shared[one].forms), described=shared[one].described
        ),
        key="form_across",
    )
    form = shared.get(name)
    if form is None:
        return
    st.dataframe(
        [
            {
                words("compare.member"): one.member,
                words("commons.forms.called"): words("compare.joined").join(one.names),
                words("commons.forms.paper"): one.document.paper,
                words("commons.forms.items"): len(one.document.fields) or None,
                words("commons.forms.copies_year"): one.copies_per_year,
                words("commons.forms.cases_year"): one.cases_per_year,
                words("commons.forms.used_at"): say("workbook.separator", language()).join(one.steps),
            }
            for one in form.forms
        ],
        hide_index=True,
        key="form_across_members",
        placeholder="",
    )
    if not form.differences:
        st.caption(words("commons.forms.not_described"))
        return
    st.markdown(words("commons.forms.against", reference=plain(form.reference)))
    st.dataframe(
        [_difference(member, difference) for member, difference in form.differences],
        hide_index=True,
        key="form_across_differences",
        placeholder="",
        row_height=66,
    )


def _difference(member: str, difference: FormDifference) -> dict[str, str]:
    """One member's form against the reference: items first, then paper, output, addressee, enclosing."""
    near = [
        words(
            "form_difference.near_pair",
            ours=pair.ours,
            theirs=pair.theirs,
            why=words(f"form_difference.why.{pair.nearness}"),
        )
        for pair in difference.near
    ]
    is_known = difference.are_fields_compared
    lists = (("same", difference.same), ("near", near), ("only_reference", difference.only_ours))
    row = {words("compare.member"): member}
    for code, items in (*lists, ("only_member", difference.only_theirs)):
        told = words("commons.forms.listed", count=len(items), items="、".join(items)) if items else "0"
        row[words(f"commons.forms.{code}")] = told if is_known else words("form_difference.unknown")
    states = {one.fact: one for one in difference.facts}
    for fact in FormFact:
        one = states.get(fact)
        row[say(f"form_difference.fact.{fact}", language())] = (
            words(
                "commons.forms.fact",
                sign=words(f"form_difference.sign.{one.state}"),
                ours=one.ours or words("form_difference.unknown"),
                theirs=one.theirs or words("form_difference.unknown"),
            )
            if one
            else ""
        )
    return row


def _candidates(found: FormsAcross) -> None:
    st.markdown(f"**{words('commons.forms.candidates', count=len(found.candidates))}**")
    st.caption(words("commons.forms.candidates_hint"))
    if not found.candidates:
        return
    having = {form.name: "、".join(form.members) for form in found.forms}
    most = workspace().policy().showing.most_rows
    st.dataframe(
        [
            {
                words("commons.forms.one"): words("commons.forms.of", name=one.left, members=having[one.left]),
                words("commons.forms.other"): words("commons.forms.of", name=one.right, members=having[one.right]),
                words("commons.forms.why"): words(
                    f"commons.forms.reason.{one.reason}", likeness=f"{one.likeness:.2f}", count=len(one.shared)
                ),
                words("commons.forms.shared_items"): "、".join(one.shared) if one.reason is MergeReason.FIELDS else "",
            }
            for one in found.candidates[:most]
        ],
        hide_index=True,
        key="form_candidates",
        placeholder="",
    )
