"""What the words on a command line stand for: flow files, catalogues, a policy, a thesaurus."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from fitgap.app.cli_speaking import Speaker
from fitgap.app.files import CATALOG_SUFFIXES, PACKAGE_FILE, catalog_files, flow_files, load
from fitgap.app.semantic import check_semantic
from fitgap.model.catalog import Catalog
from fitgap.model.flow import Flow
from fitgap.model.message import Issue, Severity, UsageError, message
from fitgap.model.policy import Limits, Policy
from fitgap.policies import default_policy, load_policy
from fitgap.reading import read_flow
from fitgap.reading.catalog import read_catalog
from fitgap.reading.result import CatalogReading, FlowReading, ReadOptions
from fitgap.texts import issue_sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A flow or a catalogue that a path led to."""

    path: Path
    reading: FlowReading | CatalogReading

    @property
    def value(self) -> Flow | Catalog | None:
        """What was read."""
        return self.reading.flow if isinstance(self.reading, FlowReading) else self.reading.catalog


def chosen_policy(file: Path | None, semantic: Path | None = None) -> Policy:
    """The shipped policy, with a file's keys and a model's folder on top; raises UsageError or PolicyError."""
    policy = default_policy() if file is None else load_policy(read_text(file), str(file))
    if semantic is not None:
        policy = replace(policy, semantic=replace(policy.semantic, folder=str(semantic.resolve())))
    check_semantic(policy.semantic)
    return policy


def read_text(file: Path) -> str:
    """A small text file of the user's, UTF-8 with or without a mark."""
    try:
        return load(file).content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(message("cli.not_utf8", file=str(file))) from error


def expand_flows(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files named, and those within the folders named, each once."""
    files = tuple(dict.fromkeys(file for path in paths for file in flow_files(path)))
    if not files:
        raise UsageError(message("cli.no_flows", folder=", ".join(str(path) for path in paths)))
    return files


def read_file(path: Path, limits: Limits) -> FlowReading:
    """Read one flow file."""
    return read_flow(load(path), ReadOptions(limits=limits))


def read_package(path: Path, limits: Limits) -> CatalogReading:
    """Read a catalogue from a folder or a single file; its key is the name of the folder or file."""
    uploads = tuple(load(file) for file in catalog_files(path))
    whole = path.resolve()
    return read_catalog(uploads, ReadOptions(limits=limits), whole.name if whole.is_dir() else whole.stem)


def tell_errors(speaker: Speaker, issues: Sequence[Issue], path: Path | None = None) -> None:
    """Each error on a line of standard error; `path` tells files of one name in several folders apart."""
    for issue in issues:
        if issue.severity is Severity.ERROR:
            placed = replace(issue, source=replace(issue.source, file=str(path))) if path else issue
            typer.echo(issue_line(speaker, placed), err=True)


def issue_line(speaker: Speaker, issue: Issue) -> str:
    """An issue with its severity, on one line."""
    severity = speaker.say(f"severity.{issue.severity.value}")
    return f"[{severity}] " + " ".join(issue_sentence(issue, speaker.language).split())


def find_inputs(speaker: Speaker, paths: Sequence[Path], limits: Limits) -> Iterator[Found]:
    """Read every flow and catalogue that the paths lead to, telling them apart by what they hold."""
    places = [place for path in paths for place in _places(path)]
    if not places:
        raise UsageError(message("cli.no_flows", folder=", ".join(str(path) for path in paths)))
    for place in speaker.follow(places, str):
        yield _read_either(place, limits)


def _places(path: Path) -> Iterator[Path]:
    """Folders that are catalogues, and single files; a folder is a catalogue when it says so or is named like one."""
    if not path.is_dir():
        yield from flow_files(path)
        return
    if is_catalog_folder(path):
        yield path
        return
    files = [file for file in flow_files(path) if file.parent == path]
    yield from files
    for folder in sorted(child for child in path.iterdir() if child.is_dir() and not child.name.startswith(".")):
        yield from _places(folder)


def is_catalog_folder(folder: Path) -> bool:
    """True for a folder with a `package.toml` or with tables that carry a catalogue's usual file names."""
    tables = {file.stem.lower() for file in folder.iterdir() if file.suffix.lower() in CATALOG_SUFFIXES}
    return (folder / PACKAGE_FILE).is_file() or bool(tables & {"features", "forms", "機能一覧", "帳票一覧"})


def _read_either(place: Path, limits: Limits) -> Found:
    if place.is_dir():
        return Found(path=place, reading=read_package(place, limits))
    as_flow = read_file(place, limits)
    if place.suffix.lower() not in CATALOG_SUFFIXES or not as_flow.has_error:
        return Found(path=place, reading=as_flow)
    as_catalog = read_package(place, limits)
    is_catalog = as_catalog.catalog is not None and (not as_catalog.has_error or as_flow.flow is None)
    return Found(path=place, reading=as_catalog if is_catalog else as_flow)
