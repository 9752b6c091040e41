"""Products of sparse tables, plain and compiled, beside the obvious computation on whole tables."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from fitgap.app.pipeline import analyse
from fitgap.matching import sums
from fitgap.matching.arrays import Floats, Sparse, narrow
from fitgap.model.catalog import Catalog, Feature
from fitgap.model.flow import Flow, Node, Process
from fitgap.model.message import Source
from fitgap.policies import default_policy

WAYS = [pytest.param(way, id=name) for name, way in (("plain", sums.PLAIN), ("compiled", sums.COMPILED))]
SEEDS = st.integers(0, 10_000)
WORDS = ("転入届", "保険証", "税の通知", "受付", "登録", "発行", "送付", "審査", "入力", "国保", "児童手当", "台帳")


def test_the_compiled_way_is_tested_here_too() -> None:
    assert sums.IS_COMPILED
    assert sums.USED is sums.COMPILED


@pytest.fixture(scope="module", params=WAYS)
def way(request: pytest.FixtureRequest) -> sums.Sums:
    return request.param


def table(chance: np.random.Generator, rows: int, columns: int) -> Floats:
    """Mostly empty, with a row that is full."""
    found = chance.random((rows, columns)) * (chance.random((rows, columns)) < 0.3)
    found[chance.integers(rows)] = chance.random(columns)
    return found.astype(np.float32)


def kept(whole: Floats) -> Sparse:
    return narrow(csr_array(whole))


@settings(max_examples=60)
@given(seed=SEEDS, width=st.integers(1, 200), size=st.integers(1, 60))
def test_the_nearest_are_those_of_whole_tables(way: sums.Sums, seed: int, width: int, size: int) -> None:
    chance = np.random.default_rng(seed)
    size = min(size, width)
    one, other, more, more_other = (table(chance, *shape) for shape in ((4, 9), (9, width), (4, 5), (5, width)))
    added = table(chance, 2, width)
    found = way.nearest(
        sums.Factors(rows=kept(one), others=sums.postings(kept(other))),
        sums.Factors(rows=kept(more), others=sums.postings(kept(more_other))),
        sums.Bonus(which=np.array([-1, 1, -1, 0], np.int32), added=added),
        size,
    )
    whole = one @ other + more @ more_other
    whole[[1, 3]] += added[[1, 0]]
    least = np.sort(whole, axis=1)[:, -size]
    assert found.columns.shape == (4, size)
    assert (np.diff(found.columns, axis=1) > 0).all()
    assert found.totals == pytest.approx(np.take_along_axis(whole, found.columns, axis=1), abs=1e-5)
    assert found.firsts == pytest.approx(np.take_along_axis(one @ other, found.columns, axis=1), abs=1e-5)
    assert (found.totals >= least[:, None] - 1e-4).all()


@settings(max_examples=60)
@given(seed=SEEDS, width=st.integers(1, 60), size=st.integers(1, 60), scale=st.sampled_from([1, 1e-5, 1e-6]))
def test_equal_sums_go_by_column(way: sums.Sums, seed: int, width: int, size: int, scale: float) -> None:
    entries = (np.random.default_rng(seed).integers(0, 6, (5, width)) * scale).astype(np.float32)
    size = min(size, width)
    nothing = sums.Factors(rows=kept(np.zeros((5, 1))), others=sums.postings(kept(np.zeros((1, width)))))
    found = way.nearest(nothing, nothing, sums.Bonus(which=np.arange(5, dtype=np.int32), added=entries), size)
    rounded = np.rint(entries * np.float32(1e5))
    slow = [sorted(sorted(range(width), key=lambda column: (-row[column], column))[:size]) for row in rounded]
    assert found.columns.tolist() == slow


@settings(max_examples=60)
@given(seed=SEEDS, count=st.integers(0, 150), known=st.integers(0, 12))
def test_shares_are_those_of_a_loop(way: sums.Sums, seed: int, count: int, known: int) -> None:
    chance = np.random.default_rng(seed)
    terms = np.sort(chance.choice(20, known, replace=False)).astype(np.int64)
    rarity = (chance.random(known) + 0.1).astype(np.float32)
    rows, said = chance.integers(0, 3, count), chance.integers(-2, 20, count)
    weights = chance.choice([0.3, 0.5, 1.0], count).astype(np.float32)
    found = way.shares(
        sums.Entries(rows=rows, terms=said, weights=weights, size=3),
        sums.Known(terms=terms, rarity=rarity, unknown_rarity=2.5),
    ).toarray()
    expected = np.zeros((3, max(known, 1)))
    for row in range(3):
        heaviest: dict[int, float] = {}
        for term, weight in zip(said[rows == row], weights[rows == row], strict=True):
            heaviest[term] = max(heaviest.get(term, 0.0), weight)
        place = {term: at for at, term in enumerate(terms)}
        informed = {term: w * (rarity[place[term]] if term in place else 2.5) for term, w in heaviest.items()}
        for term in informed.keys() & place.keys():
            expected[row, place[term]] = informed[term] / sum(informed.values())
    assert found == pytest.approx(expected, abs=1e-5)


@settings(max_examples=40)
@given(seed=SEEDS, size=st.integers(0, 7))
def test_products_are_those_of_whole_tables(way: sums.Sums, seed: int, size: int) -> None:
    chance = np.random.default_rng(seed)
    one, other = table(chance, 4, 9), table(chance, 6, 9)
    columns = chance.integers(0, 6, (4, size))
    expected = np.take_along_axis(one @ other.T, columns, axis=1)
    assert way.products(kept(one), kept(other), columns) == pytest.approx(expected, abs=1e-5)


@settings(max_examples=15)
@given(seed=SEEDS)
def test_both_ways_give_the_same_answers(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    at = Source(file="made up")
    features = tuple(
        Feature(
            id=f"F{n:03d}",
            name="".join(chance.sample(WORDS, 2)),
            description="".join(chance.sample(WORDS, 4)),
            source=at,
        )
        for n in range(80)
    )
    catalog = Catalog(key="k", vendor="v", product="p", features=features)
    nodes = tuple(
        Node(id=str(n), kind="task", name=" ".join(chance.sample(WORDS, 3)), process_id="p", source=at)
        for n in range(6)
    )
    flow = Flow(name="f", file="f", notation="bpmn", processes=(Process(id="p", name="f", source=at),), nodes=nodes)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sums, "USED", sums.PLAIN)
        plain = analyse(flow, catalog, default_policy()).results
    for slow, fast in zip(plain, analyse(flow, catalog, default_policy()).results, strict=True):
        assert [c.feature_id for c in fast.candidates] == [c.feature_id for c in slow.candidates]
        assert [c.score for c in fast.candidates] == pytest.approx([c.score for c in slow.candidates], abs=1e-6)
        assert fast.judgement.verdict is slow.judgement.verdict
