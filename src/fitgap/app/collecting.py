"""Python's collector of circular garbage, held back while much is made that stays."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def not_collecting() -> Iterator[None]:
    """Hold the collector back: results make many objects and no circles, and it would go through them all, repeatedly.

    Threads may overlap: the one that found it on turns it on again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
