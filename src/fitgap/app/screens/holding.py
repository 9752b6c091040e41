"""Hold flows against packages with progress shown; what was held before comes back at once."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.outcomes import FlowRow
from fitgap.app.screens import home_view
from fitgap.app.screens.home_view import Held
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import words, workspace


def hold_all(flows: Sequence[FlowRow], packages: Sequence[str]) -> list[Held]:
    """Every flow against every package (by key), packages outermost."""
    count = len(flows) * len(packages)
    held: list[Held] = []
    place = st.empty()
    for one in home_view.hold_all(workspace(), flows, packages):
        held.append(one)
        name = plain(one.row.name)
        place.progress(len(held) / count, text=words("holding.progress", name=name, done=len(held), count=count))
    place.empty()
    return held
