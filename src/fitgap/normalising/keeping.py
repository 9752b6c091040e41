"""What was made of texts, kept for texts that come again."""

from collections.abc import Callable, Iterable, Sequence
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

_AT_ONCE = 1_024  # one stage after the other for so many texts: what a stage works with stays in the processor's cache


class Kept(Generic[T]):
    """Makes something of texts, some of them together, and keeps what it made last; may be shared by threads.

    At most `size` are kept; the older half goes when there are more.
    """

    def __init__(self, size: int, make: Callable[[Sequence[str]], Iterable[T]]) -> None:
        self._size = size
        self._make = make
        self._kept: dict[str, T] = {}
        self._lock = Lock()

    def of(self, texts: Iterable[str]) -> dict[str, T]:
        """What is made of every distinct text, by text; first what was kept."""
        distinct = dict.fromkeys(texts)
        found = {text: kept for text in distinct if (kept := self._kept.get(text)) is not None}
        new = [text for text in distinct if text not in found]
        for start in range(0, len(new), _AT_ONCE):
            block = new[start : start + _AT_ONCE]
            made = dict(zip(block, self._make(block), strict=True))
            found |= made
            self._keep(made)
        return found

    def _keep(self, made: dict[str, T]) -> None:
        with self._lock:
            self._kept |= made
            if len(self._kept) > self._size:
                self._kept = dict(list(self._kept.items())[-self._size // 2 :])
