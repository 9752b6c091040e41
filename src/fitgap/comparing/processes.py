"""Which flows are the same process: proposals by what their titles and steps say, for a person to correct."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_array
from scipy.spatial.distance import squareform

from fitgap.comparing.arrays import Floats
from fitgap.comparing.evidence import Wordings
from fitgap.model.comparison import MemberFlow, ProcessProposal
from fitgap.model.policy import Comparing
from fitgap.model.step import steps_of
from fitgap.model.wording import EMPTY

_SLACK = 1e-9


def title_of(flow: MemberFlow) -> str:
    """What a flow says its process is called."""
    named = [process.name for process in flow.flow.processes if process.name]
    return named[0] if len(named) == 1 else flow.flow.name


def propose_processes(
    flows: Sequence[MemberFlow], wordings: Wordings, policy: Comparing
) -> tuple[ProcessProposal, ...]:
    """Put the flows of one process together, by name and then by their flows.

    Average-linkage clusters of the flows' terms weighed by how few steps use them. Two flows of one member are seldom
    the same process, so their likeness counts less; where every member gave one flow, little suffices.
    """
    ordered = sorted(flows, key=lambda flow: (flow.member, flow.key))
    if not ordered:
        return ()
    likeness = flow_likeness(ordered, wordings, policy)
    proposals = []
    is_one_each = len({flow.member for flow in ordered}) == len(ordered)
    numbers = _clusters(likeness, policy.single_flow_likeness if is_one_each else policy.process_likeness)
    for number in sorted(set(numbers)):
        rows = [row for row, its in enumerate(numbers) if its == number]
        proposals.append(
            ProcessProposal(
                name=_name([ordered[row] for row in rows], likeness[np.ix_(rows, rows)]),
                flow_keys=tuple(ordered[row].key for row in rows),
                confidence=confidence_of(likeness[np.ix_(rows, rows)], policy.process_likeness),
            )
        )
    return tuple(sorted(proposals, key=lambda proposal: (proposal.name, proposal.flow_keys)))


def texts_of_flows(flows: Sequence[MemberFlow]) -> tuple[str, ...]:
    """Every text that comparing wants a wording of, each once."""
    steps = [step for flow in flows for step in steps_of(flow.flow)]
    titles = [text for flow in flows for text in (title_of(flow), flow.flow.name)]
    said = (text for step in steps for text in (step.name, step.content, *(form.name for form in step.forms)))
    return tuple(dict.fromkeys((*titles, *said)))


def flow_likeness(flows: Sequence[MemberFlow], wordings: Wordings, policy: Comparing) -> Floats:
    """How much two flows say the same, in 0..1."""
    number: dict[str, int] = {}
    uses: Counter[int] = Counter()
    counts: list[Counter[int]] = []
    steps = 0
    for flow in flows:
        counted: Counter[int] = Counter()
        for step in steps_of(flow.flow):
            texts = (step.name, step.content, *(form.name for form in step.forms))
            terms = {term for text in texts for term in wordings.get(text, EMPTY).terms}
            found = {number.setdefault(term, len(number)) for term in sorted(terms)}
            uses.update(found)
            counted.update(found)
            steps += 1
        for term in wordings.get(title_of(flow), EMPTY).terms:
            counted[number.setdefault(term, len(number))] += int(policy.title_weight)
        counts.append(counted)
    values = [
        math.log1p(count) * math.log((steps + 1) / max(uses[term], 1))
        for counted in counts
        for term, count in counted.items()
    ]
    rows = np.repeat(np.arange(len(flows)), [len(counted) for counted in counts])
    columns = np.array([term for counted in counts for term in counted], np.int64)
    table = csr_array((np.array(values), (rows, columns)), shape=(len(flows), max(len(number), 1)))
    lengths = np.sqrt(np.asarray(table.power(2).sum(axis=1)).ravel())
    product = (table @ table.T).toarray() / np.maximum(np.outer(lengths, lengths), np.finfo(np.float64).tiny)
    members = np.array([flow.member for flow in flows])
    is_same = members[:, None] == members[None, :]
    whole: Floats = np.where(is_same, policy.same_member_factor * product, product).clip(0, 1).astype(np.float32)
    return whole


def _clusters(likeness: Floats, least: float) -> list[int]:
    if len(likeness) < 2:
        return [1] * len(likeness)
    distance = 1.0 - likeness.astype(np.float64)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), method="average")
    return [int(number) for number in fcluster(tree, 1.0 - least + _SLACK, criterion="distance")]


def confidence_of(likeness: Floats, even: float) -> float:
    """One half where the flows are as like as need be, 1 from twice that on."""
    size = len(likeness)
    return 1.0 if size < 2 else min(float(likeness[~np.eye(size, dtype=np.bool_)].mean()) / (2 * even), 1.0)


def _name(flows: Sequence[MemberFlow], likeness: Floats) -> str:
    """The title of the flow that is most like the others; ties go to the shorter and then the first."""
    support = likeness.sum(axis=1) - likeness.diagonal()
    best = min(range(len(flows)), key=lambda i: (-round(float(support[i]), 4), len(title_of(flows[i])), flows[i].key))
    return title_of(flows[best])
