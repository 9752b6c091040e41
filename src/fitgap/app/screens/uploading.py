"""What the two import forms share: uploads as bytes, readings that are not made twice, a fresh uploader afterwards."""

import hashlib
from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from fitgap.app.outcomes import ImportPreview
from fitgap.app.recent import Recent
from fitgap.app.screens.session import words, workspace
from fitgap.reading.result import CatalogReading, ColumnMapping, FlowReading, NamedBytes

T = TypeVar("T")

_flow_readings: Recent[FlowReading] = Recent(32)
_catalog_readings: Recent[CatalogReading] = Recent(8)
_decision_previews: Recent[ImportPreview] = Recent(8)


def upload_files(name: str) -> tuple[NamedBytes, ...]:
    """The files that lie in an uploader now; any suffix is let in, because our readers refuse with a sentence."""
    found = st.file_uploader(
        words(f"{name}.drop"),
        accept_multiple_files=True,
        key=f"{name}_files_{_round(name)}",
        help=words(f"{name}.kinds"),
    )
    return tuple(NamedBytes(name=one.name, content=one.getvalue()) for one in found)


def upload_key(name: str, *uploads: NamedBytes) -> str:
    """A key for what a person says of some uploads."""
    digest = hashlib.sha256()
    for upload in uploads:
        digest.update(hashlib.sha256(upload.name.encode()).digest() + hashlib.sha256(upload.content).digest())
    return f"{name}_{_round(name)}_{digest.hexdigest()[:16]}"


def clear_uploads(name: str) -> None:
    """Empty the uploader: the next run draws a new one."""
    st.session_state[f"{name}_round"] = _round(name) + 1


def read_flow(upload: NamedBytes, mappings: tuple[ColumnMapping, ...], encoding: str) -> FlowReading:
    """A preview of a flow, kept for the same bytes and settings."""
    key = (upload, mappings, encoding, *_settings())
    return _once(_flow_readings, key, lambda: workspace().preview_flow(upload, mappings, encoding))


def read_catalog(uploads: tuple[NamedBytes, ...], legend: str, mappings: tuple[ColumnMapping, ...]) -> CatalogReading:
    """A preview of a catalogue, kept for the same bytes and settings."""
    key = (uploads, legend, mappings, *_settings())
    return _once(_catalog_readings, key, lambda: workspace().preview_catalog(uploads, legend, mappings))


def read_decisions(upload: NamedBytes) -> ImportPreview:
    """A preview of an edited workbook, kept until somebody decides."""
    key = (upload, workspace().decisions.revision(), *_settings())
    return _once(_decision_previews, key, lambda: workspace().decisions.preview_import(upload))


def _once(kept: Recent[T], key: Sequence[object], read: Callable[[], T]) -> T:
    with st.spinner(words("imports.reading")):
        return kept.get(tuple(key), read)


def _settings() -> tuple[object, ...]:
    return workspace().location, workspace().policy_text(), workspace().kept_mappings()


def _round(name: str) -> int:
    return int(st.session_state.get(f"{name}_round", 0))
