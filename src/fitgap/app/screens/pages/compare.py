"""Run by Streamlit for one page; see `fitgap.app.screens.compare`."""

from fitgap.app.screens.compare import show

show()
