"""What every group of use cases has: the desk they work at, and whoever they act for."""

from fitgap.app.desk import Desk
from fitgap.model.access import Actor


class UseCases:
    """A group of use cases of the workspace, one method each; every method says by `needs` which right it asks for."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        self._desk = desk
        self._actor = actor

    @property
    def actor(self) -> Actor:
        """Who the use cases act for."""
        return self._actor
