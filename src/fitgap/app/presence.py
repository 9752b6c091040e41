"""Who has which item of a meeting open at this moment: kept in memory, because it is true for seconds only."""

import time
from collections.abc import Callable
from threading import Lock

AWAY_AFTER_SECONDS = 12.0


class Presence:
    """What the screens of a meeting look at. Safe to share between threads; forgets who stopped asking."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._seen: dict[tuple[int, str], tuple[str, str, float]] = {}

    def look(self, meeting_id: int, screen: str, name: str, key: str) -> None:
        """A screen (by an id of its own) shows an item to somebody; an empty name is somebody unnamed."""
        with self._lock:
            self._seen[meeting_id, screen] = (name, key, self._clock())

    def looking(self, meeting_id: int) -> tuple[tuple[str, str], ...]:
        """(name, item's key) of everybody in a meeting now, by name; several screens of one name count once."""
        with self._lock:
            since = self._clock() - AWAY_AFTER_SECONDS
            self._seen = {place: seen for place, seen in self._seen.items() if seen[2] >= since}
            present = [(name, key) for (where, _), (name, key, _) in self._seen.items() if where == meeting_id]
        named = sorted({(name, key) for name, key in present if name})
        return (*named, *((name, key) for name, key in present if not name))
