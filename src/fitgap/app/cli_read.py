"""`fitgap read`: the flow model as JSON, or the counts of what each file holds."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from fitgap.app.cli_inputs import chosen_policy, expand_flows, read_file, tell_errors
from fitgap.app.cli_speaking import EXIT_CLEAN, EXIT_ERRORS, Speaker
from fitgap.app.files import write_whole
from fitgap.app.flow_document import flow_document
from fitgap.model.flow import Flow, FlowCounts, count_elements
from fitgap.reading.result import FlowReading


def run(speaker: Speaker, paths: Sequence[Path], out: Path | None, is_counting: bool, policy_file: Path | None) -> int:
    """Read every flow; 1 when one has an error (the others are written all the same)."""
    limits = chosen_policy(policy_file).limits
    has_error = False
    documents: list[dict[str, Any]] = []
    for path in speaker.follow(expand_flows(paths), str):
        reading = read_file(path, limits)
        has_error |= reading.has_error
        tell_errors(speaker, reading.issues, path)
        if is_counting:
            typer.echo(_json(count_line(path, reading)))
        documents.append(flow_document(str(path), reading, speaker.language))
    if out is not None:
        text = json.dumps({"format": "fitgap-flows/1", "files": documents}, ensure_ascii=False, indent=1)
        write_whole(out, text.encode())
    elif not is_counting:
        typer.echo(_json({"format": "fitgap-flows/1", "files": documents}, indent=1))
    return EXIT_ERRORS if has_error else EXIT_CLEAN


def count_line(path: Path, reading: FlowReading) -> dict[str, str | int]:
    """What one file holds, in all its processes; nothing is counted where nothing could be read."""
    counts = asdict(count_elements(reading.flow) if isinstance(reading.flow, Flow) else FlowCounts())
    return {"file": str(path), **counts, "issues": len(reading.issues)}


def _json(value: object, indent: int | None = None) -> str:
    is_unicode = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    return json.dumps(value, ensure_ascii=not is_unicode, indent=indent)
