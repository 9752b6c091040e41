"""Run by Streamlit for one page; see `fitgap.app.screens.decide`."""

from fitgap.app.screens.decide import show

show()
