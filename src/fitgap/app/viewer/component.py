"""The Streamlit component. Its script and style are the committed bundle in `assets`, built from `frontend`."""

from collections.abc import Callable, Sequence
from functools import cache

import streamlit as st
from streamlit.components import v2
from streamlit.components.v2.types import ComponentRenderer

from fitgap.app.viewer.link_marks import LinkKind, LinkMark, link_legend, link_payload
from fitgap.app.viewer.marks import Mark, legend, mark_payload, words
from fitgap.texts import Language

HEIGHT_PIXELS = 440


@cache
def _component() -> ComponentRenderer:
    """The component, registered at its first use: without a running server Streamlit does not know its files."""
    return v2.component(
        "fitgap.flow_viewer",  # "<distribution>.<component>", as in the pyproject.toml inside the package
        html='<div class="fitgap-viewer"></div>',
        js="viewer.js",
        css="viewer.css",
    )


def flow_viewer(
    diagram_xml: str,
    marks: Sequence[Mark | LinkMark],
    *,
    selected: str = "",
    key: str,
    pages: Sequence[tuple[str, str]] = (),
    height: int | str = HEIGHT_PIXELS,
    language: Language = "ja",
    links: tuple[tuple[LinkKind, str, str], ...] = (),
    on_click: Callable[[str], None] | None = None,
) -> str | None:
    """Show a diagram and return the XML id of the step that was just clicked (or chosen by key), else None.

    Only steps with a mark can be clicked; arrow keys walk through them in the order of `marks`, and the first view
    begins at the first of them. The diagram keeps its place and zoom over reruns, until `diagram_xml` changes.
    `selected` is outlined and brought into view when it changes. `height` is in pixels, or a CSS length such as
    ``"60vh"``. `pages` are the (id, name) of the diagrams to offer, the first to open first; without them all of the
    file are offered. `links` is the legend (kind, sign, words) of a diagram with link marks.
    `on_click` gets the id before the script runs again, so that nothing has to be drawn twice.
    """

    def clicked() -> None:
        step = _clicked_step(st.session_state.get(key))
        if step and on_click is not None:
            on_click(step)

    result = _component()(
        key=key,
        data={
            "xml": diagram_xml,
            "marks": [
                link_payload(mark) if isinstance(mark, LinkMark) else mark_payload(mark, language) for mark in marks
            ],
            "selected": selected,
            "pages": [{"id": page, "name": name} for page, name in pages],
            "height": f"{height}px" if isinstance(height, int) else height,
            "words": words(language),
            "legend": link_legend(links) if links else legend(language),
        },
        on_clicked_change=clicked,
    )
    return _clicked_step(result)


def _clicked_step(state: object) -> str | None:
    """The id in a component's state; what comes from a browser is believed only when it is a text."""
    step = getattr(state, "clicked", None)
    return step if isinstance(step, str) and step else None
