"""Check a right where the work is done, so that no screen or command can forget it."""

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


S = TypeVar("S", bound=Acting)


def needs(right: Right) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    """A use case that refuses with AccessError whoever lacks a right; `use_case.right` tells which it is."""

    def guard(use_case: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
        @wraps(use_case)
        def guarded(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if not self.actor.may(right):
                raise AccessError(message(f"access.needs.{right}"))
            return use_case(self, *args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined]
        return guarded

    return guard
