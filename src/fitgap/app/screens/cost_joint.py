"""Joint procurement of printing, enclosing and mailing: lots, what they save, what must be made alike first."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from fitgap.app.screens.cost_charts import columns
from fitgap.app.screens.cost_saving import save
from fitgap.app.screens.cost_words import kyen, listed
from fitgap.app.screens.costs_view import months_of
from fitgap.app.screens.frame import ask_person, is_offered
from fitgap.app.screens.notices import refused
from fitgap.app.screens.session import language, person, words, workspace
from fitgap.model.access import Right
from fitgap.model.joint import FormVolume, JointLot, JointProcurement
from fitgap.texts import say

MONTH_COLUMN = "months"
EDITED = ("member", "form", "copies", "paper", "colour", "enclosed", "mailed", MONTH_COLUMN)


def show_joint() -> None:
    """Draw the lots and the place to enter volumes."""
    costs = workspace().costs
    st.caption(words("costs.joint_hint"))
    volumes = costs.volumes()
    if volumes:
        joint = costs.joint()
        with st.container(border=True, key="joint_saved"):
            st.markdown(words("costs.joint_saved", saved=kyen(joint.saved), alike=kyen(joint.saved_alike)))
            prices = costs.figures().joint
            st.caption(f"※{prices.source if language() == 'ja' else prices.source_en}")
        _lots(joint)
        _unlike(joint)
        _months(joint)
    else:
        st.info(words("costs.no_volumes"))
    with st.expander(words("costs.volumes"), expanded=not volumes):
        _enter(volumes, is_known=is_offered(Right.DECIDE) and ask_person("joint"))


def _lots(joint: JointProcurement) -> None:
    st.markdown(f"**{words('costs.lots')}**")
    st.dataframe(
        [
            {
                words("costs.form_name"): lot.name,
                words("costs.how_made"): _how(lot),
                words("costs.lot_members"): len(lot.members),
                words("costs.member"): listed(lot.members),
                words("costs.copies"): f"{sum(count for _, count in lot.copies):,.0f}",
                words("costs.alone"): kyen(sum(yen for _, yen in lot.alone)),
                words("costs.together"): kyen(sum(yen for _, yen in lot.together)),
                words("costs.lot_saved"): kyen(lot.saved),
            }
            for lot in sorted(joint.lots, key=lambda one: (-one.saved, one.name))
        ],
        hide_index=True,
        key="joint_lots",
    )


def _how(lot: JointLot) -> str:
    flags = {"colour": lot.is_colour, "enclosed": lot.is_enclosed, "mailed": lot.is_mailed}
    said = [words(f"costs.{name}") for name, is_so in flags.items() if is_so]
    return listed([lot.paper or say("joint_value.unknown", language()), *said])


def _unlike(joint: JointProcurement) -> None:
    st.markdown(f"**{words('costs.unlike')}**")
    if not joint.unlike:
        st.caption(words("costs.no_unlike"))
        return
    st.dataframe(
        [
            {
                words("costs.form_name"): one.name,
                words("costs.aspect"): say(f"joint_aspect.{one.aspect}", language()),
                words("costs.member"): listed([f"{member}＝{_value(value)}" for member, value in one.values]),
            }
            for one in joint.unlike
        ],
        hide_index=True,
        key="joint_unlike",
    )


def _value(value: str) -> str:
    if value in ("yes", "no", ""):
        return say(f"joint_value.{value or 'unknown'}", language())
    return value


def _months(joint: JointProcurement) -> None:
    if any(copies for _, copies in joint.months):
        values = [(str(month), copies) for month, copies in joint.months]
        columns(values, words("costs.months_chart"), "joint_months")


def _enter(volumes: Sequence[FormVolume], *, is_known: bool) -> None:
    titles = {code: words(f"costs.{code if code != 'form' else 'form_name'}") for code in EDITED}
    frame = pd.DataFrame(
        [
            {
                "member": one.member,
                "form": one.name,
                "copies": one.copies_per_year,
                "paper": one.paper,
                "colour": bool(one.is_colour),
                "enclosed": bool(one.is_enclosed),
                "mailed": bool(one.is_mailed),
                MONTH_COLUMN: ",".join(map(str, one.months)),
            }
            for one in volumes
        ],
        columns=list(EDITED),
    ).astype({"copies": float, "colour": bool, "enclosed": bool, "mailed": bool})
    edited = st.data_editor(
        frame,
        hide_index=True,
        num_rows="dynamic",
        disabled=not is_known,
        key="joint_editor",
        column_config={
            "member": st.column_config.SelectboxColumn(titles["member"], options=list(workspace().members())),
            "copies": st.column_config.NumberColumn(titles["copies"], min_value=0),
            **{code: st.column_config.TextColumn(titles[code]) for code in ("form", "paper", MONTH_COLUMN)},
            **{code: st.column_config.CheckboxColumn(titles[code]) for code in ("colour", "enclosed", "mailed")},
        },
    )
    st.button(
        words("costs.volumes_save"),
        type="primary",
        key="joint_save",
        disabled=not is_known,
        on_click=_keep,
        args=(frame, edited),
    )


def _keep(before: pd.DataFrame, after: pd.DataFrame) -> None:
    """Only the rows that were changed or added."""
    old = [dict(row) for row in before.to_dict("records")]
    changed = [row for row in after.to_dict("records") if dict(row) not in old]
    volumes = [_volume(row) for row in changed]
    known = [one for one in volumes if one is not None]
    if len(known) < len(volumes):
        refused(words("costs.bad_months"))
        return
    if known:
        save(lambda: workspace().costs.set_volumes(known, person=person()))


def _volume(row: dict[Any, Any]) -> FormVolume | None:
    months = months_of(_text(row[MONTH_COLUMN]))
    if months is None:
        return None
    return FormVolume(
        member=_text(row["member"]),
        name=_text(row["form"]),
        copies_per_year=0.0 if pd.isna(row["copies"]) else float(row["copies"]),
        paper=_text(row["paper"]),
        is_colour=_flag(row["colour"]),
        is_enclosed=_flag(row["enclosed"]),
        is_mailed=_flag(row["mailed"]),
        months=months,
    )


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _flag(value: object) -> bool:
    return value is True
