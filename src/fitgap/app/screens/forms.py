"""(in work)"""


def show() -> None:
    """Draw the page."""
