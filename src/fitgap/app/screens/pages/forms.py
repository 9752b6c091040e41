"""Run by Streamlit for one page; see `fitgap.app.screens.forms`."""

from fitgap.app.screens.forms import show

show()
