"""Run by Streamlit for one page; see `fitgap.app.screens.fit_gap`."""

from fitgap.app.screens.fit_gap import show

show()
