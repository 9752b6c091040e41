"""Run by Streamlit for one page; see `fitgap.app.screens.costs`."""

from fitgap.app.screens.costs import show

show()
