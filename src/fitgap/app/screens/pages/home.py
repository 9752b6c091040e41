"""Run by Streamlit for one page; see `fitgap.app.screens.home`."""

from fitgap.app.screens.home import show

show()
