"""What a flow is called: the first name in the file that a person gave, else the file's own."""

import re
from functools import cache
from importlib.resources import files

from fitgap.reading.bpmn.names import clean_name
from fitgap.reading.bpmn.pools import Holders
from fitgap.reading.bpmn.register import Register

SUFFIX = re.compile(r"(?:\.bpmn20|\.bpmn2?)?\.(?:bpmn2?|xml)\Z", re.IGNORECASE)
NUMBER = re.compile(r"[\s_\-–:：.]*[0-9a-f]*[)\s]*\Z", re.IGNORECASE)


def flow_title(register: Register, holders: Holders) -> str:
    """The process's name, else the collaboration's, the file's, the pool's, the diagram's; no placeholder."""
    stated = [process.name for process in holders.processes if process.name and process.name != process.id]
    collaborations = [element.get("name") or "" for element in register.of_kind("collaboration")]
    whole = [*collaborations, register.root.get("name") or ""]
    diagrams = [diagram.get("name") or "" for diagram in register.diagrams]
    pools = [pool.name for pool in holders.pools if pool.process_id]
    if len(stated) == 1:
        names = [*stated, *whole, *diagrams[:1]]
    else:
        names = [*whole, *(pools if len(pools) == 1 else []), *(diagrams if len(diagrams) == 1 else [])]
    cleaned = (clean_name(name) for name in names)
    return next((name for name in cleaned if is_telling(name)), file_title(register.file))


def file_title(file: str) -> str:
    """A file's name without folders and without the suffixes of BPMN."""
    name = re.split(r"[/\\]", file)[-1]
    return SUFFIX.sub("", name) or name or file


def is_telling(name: str) -> bool:
    """False for an empty name and for what tools put in by themselves (``Process 1``, ``無題``)."""
    plain = NUMBER.sub("", name.strip().lower())
    return bool(plain) and plain not in _placeholders()


@cache
def _placeholders() -> frozenset[str]:
    lines = files("fitgap.policies").joinpath("placeholder_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip().lower() for line in lines if line.strip() and not line.startswith("#"))
