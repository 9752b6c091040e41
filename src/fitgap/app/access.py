"""Check a right where the work is done, so that no screen or command can forget it."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from fitgap.model.access import Actor, Right
from fitgap.model.message import AccessError, message

P = ParamSpec("P")
R = TypeVar("R")


class Acting(Protocol):
    """Anything with an actor: the workspace and its groups of use cases."""

    @property
    def actor(self) -> Actor:
        """Who the use cases act for."""
        ...

    def tell_export(self, what: str, made: object) -> None:
        """Put an export on record."""
        ...


S = TypeVar("S", bound=Acting)


def needs(
    right: Right, *, export: str = ""
) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    """A use case that refuses with AccessError whoever lacks a right or whose login has ended.

    `use_case.right` tells which right it is. With `export` (a code with a text ``audit.act.export.<code>``) every
    success is put on record in the audit log as taken out by the actor.
    """

    def guard(use_case: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
        @wraps(use_case)
        def guarded(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if self.actor.is_over(time.time()):
                raise AccessError(message("access.over"))
            if not self.actor.may(right):
                raise AccessError(message(f"access.needs.{right}"))
            made = use_case(self, *args, **kwargs)
            if export:
                self.tell_export(export, made)
            return made

        guarded.right = right  # type: ignore[attr-defined]
        guarded.export = export  # type: ignore[attr-defined]
        return guarded

    return guard
