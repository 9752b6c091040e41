"""Run by Streamlit for one page; see `fitgap.app.screens.users`."""

from fitgap.app.screens.users import show

show()
