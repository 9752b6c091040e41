"""Build a `Policy` from the shipped file and a user's overrides."""

import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import cattrs

from fitgap.model.message import PolicyError, message
from fitgap.model.policy import Policy

SHIPPED_FILES = ("default.toml", "costs.toml")


@cache
def default_policy() -> Policy:
    """The policy that the product ships."""
    return _structure(_default_table(), "default.toml")


def load_policy(text: str, name: str) -> Policy:
    """The shipped policy with the keys of a user's TOML text on top.

    Raises PolicyError (where, what) on broken TOML, an unknown key or a value of the wrong kind.
    """
    try:
        overrides = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(message("policy.not_toml", file=name, detail=str(error))) from error
    return _structure(_merge(_default_table(), overrides), name)


def _default_table() -> dict[str, Any]:
    return {key: value for name in SHIPPED_FILES for key, value in _table_of(name).items()}


def _table_of(name: str) -> dict[str, Any]:
    return tomllib.loads(files("fitgap.policies").joinpath(name).read_text(encoding="utf-8"))


def _merge(base: dict[str, Any], top: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in top.items():
        below = merged.get(key)
        merged[key] = _merge(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def _structure(table: dict[str, Any], name: str) -> Policy:
    converter = cattrs.Converter(forbid_extra_keys=True)
    for kind in (int, float, str, bool):
        converter.register_structure_hook(kind, _strictly)
    try:
        return converter.structure(table, Policy)
    except cattrs.BaseValidationError as error:
        detail = "; ".join(cattrs.transform_error(error, path="policy"))
        raise PolicyError(message("policy.bad_value", file=name, detail=detail)) from error


def _strictly(value: Any, kind: type) -> Any:
    if issubclass(kind, StrEnum) and isinstance(value, str):
        return kind(value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not kind:
        raise TypeError(f"{value!r} is not of kind {kind.__name__}")
    return value
