"""How a document of ours and its form of the package differ: item by item, then paper, output, addressee, enclosing."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.screens.forms_view import DocumentRow, Tie
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, words
from fitgap.model.catalog import CatalogForm
from fitgap.model.form_difference import FactDifference, FormDifference
from fitgap.texts import say


def show_difference(rows: Sequence[DocumentRow], key: str) -> None:
    """A choice of the rows with a form, surest of those that can be compared first; the chosen one's difference."""
    order = tuple(Tie)
    pairs = sorted(
        (row for row in rows if row.form is not None), key=lambda row: (row.difference is None, order.index(row.tie))
    )
    st.markdown(f"**{words('form_difference.title')}**")
    if not pairs:
        st.caption(words("form_difference.nothing"))
        return
    names = {row.name: row for row in pairs}
    options = {row.name: _option(row) for row in pairs}
    name = st.selectbox(
        words("form_difference.choose"), list(names), format_func=options.__getitem__, key=f"differs_{key}"
    )
    row = names.get(name)
    if row is None or row.form is None:
        return
    if row.difference is None:
        _unknown(row.form)
        return
    _fields(row.difference)
    _facts(row.difference.facts)
    if row.current.copies_per_year is not None:
        st.caption(words("form_difference.copies", count=f"{row.current.copies_per_year:,.0f}"))
    st.caption(words("form_difference.hint"))


def _option(row: DocumentRow) -> str:
    tie = words(f"forms.tie.{row.tie}")
    return words("form_difference.option", document=row.name, form=row.form.name if row.form else "", tie=tie)


def _unknown(form: CatalogForm) -> None:
    st.info(f"{words('form_difference.not_described')}\n\n{words('form_difference.how_to')}")
    _listed("theirs", form.fields)


def _fields(difference: FormDifference) -> None:
    """Four lists where both sides know their items; else what is missing, in words, and the side that is known."""
    if not difference.are_fields_compared:
        for code, known in (("our", difference.our_fields), ("their", difference.their_fields)):
            if not known:
                st.info(say(f"form_difference.{code}_fields_unknown", language()))
        _listed("ours_listed", difference.our_fields)
        _listed("theirs", difference.their_fields)
        return
    near = [
        words(
            "form_difference.near_pair",
            ours=pair.ours,
            theirs=pair.theirs,
            why=words(f"form_difference.why.{pair.nearness}"),
        )
        for pair in difference.near
    ]
    lists: tuple[tuple[str, Sequence[str]], ...] = (
        ("same", difference.same),
        ("near", near),
        ("only_ours", difference.only_ours),
        ("only_theirs", difference.only_theirs),
    )
    for place, (code, fields) in zip(st.columns(len(lists)), lists, strict=True):
        with place, st.container(border=True, gap="xsmall"):
            st.markdown(f"**{words(f'form_difference.{code}', count=len(fields))}**")
            for field in fields or (words("form_difference.none"),):
                st.markdown(plain(field))


def _listed(code: str, fields: Sequence[str]) -> None:
    if fields:
        st.markdown(f"**{words(f'form_difference.{code}', count=len(fields))}**")
        st.markdown(plain("、".join(fields)))


def _facts(facts: Sequence[FactDifference]) -> None:
    rows = [
        {
            words("form_difference.fact"): say(f"form_difference.fact.{one.fact}", language()),
            words("form_difference.ours"): one.ours or words("form_difference.unknown"),
            words("form_difference.theirs_column"): one.theirs or words("form_difference.not_stated"),
            words("form_difference.state"): " ".join(
                (words(f"form_difference.sign.{one.state}"), say(f"form_difference.state.{one.state}", language()))
            ),
        }
        for one in facts
    ]
    if rows:
        st.dataframe(rows, hide_index=True)
