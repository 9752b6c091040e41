"""The machine's proposals and what people said of flows -> the processes that hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from fitgap.comparing.arrays import Floats
from fitgap.comparing.evidence import Wordings
from fitgap.comparing.processes import confidence_of, flow_likeness
from fitgap.model.comparison import MemberFlow, ProcessProposal
from fitgap.model.policy import Comparing


def place_flows(
    proposals: Sequence[ProcessProposal],
    placed: Mapping[str, str],
    flows: Iterable[MemberFlow],
    wordings: Wordings,
    policy: Comparing,
) -> tuple[ProcessProposal, ...]:
    """The processes after people put flows (by key) into processes by name; each name is given once.

    A flow that nobody placed follows those that the machine holds for the same process: of several processes that
    people made of them, the one whose flows are most like it.
    """
    ordered = sorted(flows, key=lambda flow: (flow.member, flow.key))
    row_of = {flow.key: row for row, flow in enumerate(ordered)}
    known = {key: name for key, name in placed.items() if name and key in row_of}
    if not known:
        return _distinctly(proposals)
    likeness = flow_likeness(ordered, wordings, policy)
    made: dict[str, list[str]] = {}
    for key in sorted(known, key=row_of.__getitem__):
        made.setdefault(known[key], []).append(key)
    left = []
    for proposal in proposals:
        free = [key for key in proposal.flow_keys if key not in known]
        around = [key for key in proposal.flow_keys if key in known]
        if around:
            for key in free:
                made[_nearest(key, around, known, row_of, likeness)].append(key)
        elif free:
            left.append(proposal)
    by_people = [
        _made(name, sorted(keys, key=row_of.__getitem__), known, row_of, likeness, policy)
        for name, keys in made.items()
    ]
    return _distinctly([*by_people, *left])


def _nearest(
    key: str, around: Sequence[str], known: Mapping[str, str], row_of: Mapping[str, int], likeness: Floats
) -> str:
    """The process whose flows among `around` are most like a flow; ties by name."""
    values: dict[str, list[float]] = {}
    for other in around:
        values.setdefault(known[other], []).append(float(likeness[row_of[key], row_of[other]]))
    return min(values, key=lambda name: (-round(sum(values[name]) / len(values[name]), 6), name))


def _made(
    name: str,
    keys: Sequence[str],
    known: Mapping[str, str],
    row_of: Mapping[str, int],
    likeness: Floats,
    policy: Comparing,
) -> ProcessProposal:
    rows = [row_of[key] for key in keys]
    placed_keys = tuple(key for key in keys if key in known)
    is_decided = len(placed_keys) == len(keys)
    return ProcessProposal(
        name=name,
        flow_keys=tuple(keys),
        confidence=1.0 if is_decided else confidence_of(likeness[np.ix_(rows, rows)], policy.process_likeness),
        placed_keys=placed_keys,
    )


def _distinctly(proposals: Iterable[ProcessProposal]) -> tuple[ProcessProposal, ...]:
    """The proposals by name; of several with one name the later ones are numbered, a person's never."""
    ordered = sorted(proposals, key=lambda proposal: (not proposal.placed_keys, proposal.name, proposal.flow_keys))
    taken: set[str] = set()
    found = []
    for proposal in ordered:
        name, number = proposal.name, 1
        while name in taken:
            number += 1
            name = f"{proposal.name} ({number})"
        taken.add(name)
        found.append(replace(proposal, name=name))
    return tuple(sorted(found, key=lambda proposal: (proposal.name, proposal.flow_keys)))
