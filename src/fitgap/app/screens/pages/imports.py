"""Run by Streamlit for one page; see `fitgap.app.screens.imports`."""

from fitgap.app.screens.imports import show

show()
