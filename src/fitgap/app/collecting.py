"""Python's collector of circular garbage, held back while much is made that stays."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Event

MANY_OBJECTS = 50_000
_is_set_aside = Event()  # Python knows it, too, but counts all objects set aside to say so


@cache
def set_aside_what_was_imported() -> None:
    """What was imported lives as long as the process: the collector need not look at it again. Once is enough."""
    _set_aside()


def set_aside_what_stays() -> None:
    """Take results that stay out of the collector's sight, where there are many of them.

    Going through all of them holds up every screen at once. Streamlit would do so after every run; that is switched off
    (`runner.postScriptGC`), and the collector's own turns are short this way.
    """
    if len(gc.get_objects()) > MANY_OBJECTS:
        _set_aside()


def _set_aside() -> None:
    _is_set_aside.set()
    gc.collect()
    gc.freeze()


@contextmanager
def not_collecting() -> Iterator[None]:
    """Hold the collector back: results make many objects and no circles, and it would go through them all, repeatedly.

    What was made goes to the oldest objects at once, which are rarely gone through; not where others are set aside,
    because they would come back. Threads may overlap: the one that found it on turns it on again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not _is_set_aside.is_set():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
