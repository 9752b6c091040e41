"""The screens, a page each, over `Workspace`. `*_view.py` turn model nouns into what is shown, without Streamlit."""
