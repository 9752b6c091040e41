"""`streamlit run app.py`: the screens. Everything lives in `fitgap.app.screens`."""

from fitgap.app.screens.router import run

run()
