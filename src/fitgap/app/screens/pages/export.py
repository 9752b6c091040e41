"""Run by Streamlit for one page; see `fitgap.app.screens.export`."""

from fitgap.app.screens.export import show

show()
