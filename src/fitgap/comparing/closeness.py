"""Who is close to whom: a tree of members, and the few pairs that a map has to draw."""

from collections.abc import Sequence

import numpy as np
from scipy.cluster.hierarchy import dendrogram, linkage
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial.distance import squareform

from fitgap.comparing.arrays import Floats
from fitgap.model.commons import ClosenessTree, Joint, Tie
from fitgap.model.comparison import Divergence

_LEAST = 1e-6  # the spanning tree takes a zero for no edge


def closeness_tree(members: Sequence[str], divergences: Sequence[Divergence]) -> ClosenessTree:
    """Average linkage over the totals; of two members or more."""
    tree = linkage(squareform(_matrix(members, divergences), checks=False), method="average")
    drawn = dendrogram(tree, no_plot=True)
    joints = (
        Joint(places=(xs[0], xs[1], xs[2], xs[3]), heights=(ys[0], ys[1], ys[2], ys[3]))
        for xs, ys in zip(np.array(drawn["icoord"]).tolist(), np.array(drawn["dcoord"]).tolist(), strict=True)
    )
    return ClosenessTree(members=tuple(members[leaf] for leaf in drawn["leaves"] or ()), joints=tuple(joints))


def closest_ties(members: Sequence[str], divergences: Sequence[Divergence]) -> tuple[Tie, ...]:
    """A tree of shortest lines that joins all members, and each member's line to its nearest; shortest first."""
    matrix = _matrix(members, divergences)
    pairs = {
        (min(left, right), max(left, right))
        for left, right in np.argwhere(minimum_spanning_tree(np.maximum(matrix, _LEAST)).toarray() > 0).tolist()
    }
    alone = matrix + np.diag(np.full(len(members), np.inf, np.float32))
    pairs |= {(min(here, near), max(here, near)) for here, near in enumerate(alone.argmin(axis=1).tolist())}
    ties = (Tie(left=members[left], right=members[right], distance=float(matrix[left, right])) for left, right in pairs)
    return tuple(sorted(ties, key=lambda tie: (tie.distance, tie.left, tie.right)))


def _matrix(members: Sequence[str], divergences: Sequence[Divergence]) -> Floats:
    place = {member: index for index, member in enumerate(members)}
    matrix = np.zeros((len(members), len(members)), np.float32)
    for one in divergences:
        left, right = place[one.left], place[one.right]
        matrix[left, right] = matrix[right, left] = one.total
    return matrix
