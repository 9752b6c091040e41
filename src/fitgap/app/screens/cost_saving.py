"""Save what a person sets on the costs page at once, and say what became of it."""

from collections.abc import Callable

from fitgap.app.screens.notices import refuse, told
from fitgap.app.screens.session import words
from fitgap.model.message import FitgapError


def save(*actions: Callable[[], object]) -> bool:
    """Carry out what was asked for from a button's callback; what was typed stays when it is refused."""
    try:
        for action in actions:
            action()
    except FitgapError as error:
        refuse(error)
        return False
    told(words("costs.saved"))
    return True
