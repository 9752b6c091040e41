"""The time of this computer."""

from datetime import datetime


def now() -> str:
    """ISO 8601 with offset, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")
