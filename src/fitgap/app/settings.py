"""What a person sets once: the policy, and which column of a table shape holds what."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from fitgap.app.desk import POLICY_SETTING, Desk, require
from fitgap.app.semantic import check_semantic
from fitgap.policies import load_policy
from fitgap.reading.result import ColumnMapping, TablePreview


def set_policy(desk: Desk, toml_text: str, person: str) -> None:
    """Keep a TOML text as this workspace's policy once it has proved to be one."""
    person = require(person, "workspace.no_person")
    check_semantic(load_policy(toml_text, "policy.toml").semantic)
    desk.store.put_setting(POLICY_SETTING, toml_text, desk.clock(), person)


def keep_mapping(desk: Desk, mapping: ColumnMapping) -> None:
    """Keep a mapping for its shape."""
    desk.store.put_mapping(mapping.shape, json.dumps(asdict(mapping), ensure_ascii=False), desk.clock())


def keep_used(desk: Desk, mappings: Sequence[ColumnMapping], previews: Sequence[TablePreview]) -> None:
    """Keep the mappings that a person gave for an import and that fitted a sheet of it."""
    shapes = {preview.mapping.shape for preview in previews}
    for mapping in mappings:
        if mapping.shape in shapes:
            keep_mapping(desk, mapping)
