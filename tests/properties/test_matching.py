"""What holds of every match, whatever the texts are."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitgap.app.pipeline import analyse
from fitgap.model.catalog import Catalog, Feature, Offer
from fitgap.model.flow import Flow, Node, Process
from fitgap.model.judgement import Verdict
from fitgap.model.message import Source
from fitgap.normalising import Normaliser, read_thesaurus
from fitgap.policies import default_policy
from fitgap.policies.thesaurus import thesaurus_text

SOURCE = Source(file="made up")
JAPANESE = (
    "転入届",
    "国保",
    "資格取得",
    "通知書",
    "受付",
    "登録",
    "計算",
    "発行",
    "送付",
    "照会",
    "申し込み",
    "独自",
    "案内",
)
WORDS = st.sampled_from((*JAPANESE, "ﾏｲﾅﾝﾊﾞｰ", "第2子", "7.2", "Invoice", "reminder（写し）"))
TEXTS = st.one_of(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), st.text(max_size=12))
NORMALISER = Normaliser(read_thesaurus(("thesaurus.toml", thesaurus_text())))


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    rows = draw(st.lists(st.tuples(TEXTS, TEXTS, st.sampled_from(Offer)), min_size=1, max_size=7))
    features = tuple(
        Feature(id=f"F{place}", name=name, description=text, offer=offer, source=SOURCE)
        for place, (name, text, offer) in enumerate(rows)
    )
    return Catalog(key="k", vendor="v", product="p", features=features)


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    labels = draw(st.lists(TEXTS, min_size=1, max_size=4))
    nodes = tuple(
        Node(id=str(place), kind="task", name=label, process_id="p", source=SOURCE)
        for place, label in enumerate(labels)
    )
    process = Process(id="p", name=draw(TEXTS), source=SOURCE)
    return Flow(name="f", file="f", notation="bpmn", processes=(process,), nodes=nodes)


@given(text=TEXTS)
def test_normalising_twice_changes_nothing(text: str) -> None:
    key = NORMALISER.one(text).key
    assert NORMALISER.one(key).key == key


@settings(max_examples=60)
@given(flow=flows(), catalog=catalogs())
def test_scores_are_explained_in_range_and_in_order(flow: Flow, catalog: Catalog) -> None:
    for result in analyse(flow, catalog, default_policy()).results:
        keys = [(-round(c.score, 9), c.feature_id) for c in result.candidates]
        assert keys == sorted(keys)
        for candidate in result.candidates:
            assert 0 <= candidate.score <= 1
            assert all(0 <= part.value <= 1 for part in candidate.parts)
            assert sum(part.contribution for part in candidate.parts) == pytest.approx(candidate.score, abs=1e-6)
            assert candidate.reasons
        assert 0 <= result.judgement.confidence <= 1


@settings(max_examples=40)
@given(flow=flows(), catalog=catalogs(), chance=st.randoms(use_true_random=False))
def test_the_order_of_the_catalogue_changes_nothing(flow: Flow, catalog: Catalog, chance: random.Random) -> None:
    shuffled = list(catalog.features)
    chance.shuffle(shuffled)
    one = analyse(flow, catalog, default_policy()).results
    other = analyse(flow, replace(catalog, features=tuple(shuffled)), default_policy()).results
    assert one == other


@settings(max_examples=40)
@given(flow=flows(), catalog=catalogs())
def test_what_is_not_offered_never_covers(flow: Flow, catalog: Catalog) -> None:
    features = tuple(replace(feature, offer=Offer.NOT_OFFERED) for feature in catalog.features)
    for result in analyse(flow, replace(catalog, features=features), default_policy()).results:
        assert result.judgement.verdict in {Verdict.GAP, Verdict.NA}
        assert len(result.candidates) == len(features)
