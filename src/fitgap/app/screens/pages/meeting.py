"""Run by Streamlit for one page; see `fitgap.app.screens.meeting`."""

from fitgap.app.screens.meeting import show

show()
