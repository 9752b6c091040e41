"""Which of the members' forms are the same one under other names."""

from collections.abc import Iterable, Mapping

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from fitgap.comparing.evidence import Wordings
from fitgap.model.wording import EMPTY


def same_forms(names: Iterable[str], wordings: Wordings, least_likeness: float) -> Mapping[str, str]:
    """For every name the shortest name of the same form.

    Names are the same form when their normalised texts or their terms are alike on average (complete sets at 1).
    """
    distinct = sorted(set(names))
    if len(distinct) < 2:
        return {name: name for name in distinct}
    said = [wordings.get(name, EMPTY) for name in distinct]
    keys = [one.key or name for one, name in zip(said, distinct, strict=True)]
    terms = [" ".join(sorted(set(one.terms))) or key for one, key in zip(said, keys, strict=True)]
    likeness = np.maximum(
        cdist(keys, keys, scorer=fuzz.ratio, dtype=np.float64) / 100,
        np.array([[float(mine == other) for other in terms] for mine in terms]),
    )
    distance = 1 - likeness
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), method="average")
    numbers = fcluster(tree, 1 - least_likeness, criterion="distance")
    heads: dict[int, str] = {}
    for number, name in sorted(zip(numbers.tolist(), distinct, strict=True), key=lambda pair: (len(pair[1]), pair[1])):
        heads.setdefault(number, name)
    return {name: heads[number] for number, name in zip(numbers.tolist(), distinct, strict=True)}
