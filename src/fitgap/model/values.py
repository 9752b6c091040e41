"""Values of which there are hundreds a step: as unchangeable as any other to the type checker, and quicker to make."""

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(kw_only_default=True, frozen_default=True)
def made_often(made: type[T]) -> type[T]:
    """A slotted dataclass, compared and hashed by its fields, that the type checker takes for a frozen one.

    At run time nothing watches over its fields: being frozen would more than double what making one takes (ADR 23).
    """
    return dataclass(slots=True, kw_only=True, unsafe_hash=True)(made)
