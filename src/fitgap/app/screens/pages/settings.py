"""Run by Streamlit for one page; see `fitgap.app.screens.settings`."""

from fitgap.app.screens.settings import show

show()
