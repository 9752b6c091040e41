"""What `fitgap app` hands to Streamlit: the same screens as the checkout's `app.py`."""

from fitgap.app.screens.router import run

run()
