# ruff: noqa: S311  (chance that must only be repeatable)
"""Many flows at once: the same answers as one by one, equal ones computed once, reasons only where asked for."""

import gc
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitgap.app import answering, pipeline
from fitgap.app.collecting import not_collecting
from fitgap.matching.ranking import rank
from fitgap.model.catalog import Catalog, CatalogForm, Feature, Offer
from fitgap.model.flow import Direction, Document, DocumentKind, DocumentLink, Flow, Node, Process
from fitgap.model.message import Source
from fitgap.policies import default_policy

WORDS = ("転入届", "保険証", "税の通知", "受付", "登録", "発行", "送付", "審査", "入力", "国保", "児童手当", "台帳")


def made_flow(chance: random.Random, name: str, size: int) -> Flow:
    """A flow of steps in chance words, each with a paper."""
    at = Source(file=name)
    nodes = tuple(
        Node(id=f"{name}{n}", kind="task", name="".join(chance.sample(WORDS, 3)), process_id="p", source=at)
        for n in range(size)
    )
    documents = tuple(
        Document(id=f"d{n}", kind=DocumentKind.TABLE_ENTRY, name=f"{chance.choice(WORDS)}書", source=at)
        for n in range(size)
    )
    links = tuple(
        DocumentLink(node_id=node.id, document_id=document.id, direction=Direction.OUTPUT, source=at)
        for node, document in zip(nodes, documents, strict=True)
    )
    return Flow(
        name=name,
        file=name,
        notation="table",
        processes=(Process(id="p", name="転入", source=at),),
        nodes=nodes,
        documents=documents,
        document_links=links,
    )


def made_catalog(chance: random.Random, size: int) -> Catalog:
    """Functions and forms in chance words, some of them not offered."""
    at = Source(file="made up")
    features = tuple(
        Feature(
            id=f"F{n:03d}",
            name="".join(chance.sample(WORDS, 2)),
            description="。".join(chance.sample(WORDS, 4)),
            source=at,
            categories=(chance.choice(WORDS),),
            offer=chance.choice((Offer.STANDARD, Offer.NOT_OFFERED)),
        )
        for n in range(size)
    )
    forms = tuple(CatalogForm(id=f"P{n}", name=f"{word}書", source=at) for n, word in enumerate(WORDS[:5]))
    return Catalog(key="made-up", vendor="made up", product="made up", features=features, forms=forms)


@given(seed=st.integers(0, 10_000), sizes=st.lists(st.integers(0, 6), max_size=4))
@settings(max_examples=20)
def test_flows_together_answer_as_each_alone(seed: int, sizes: list[int]) -> None:
    chance = random.Random(seed)
    catalog = made_catalog(chance, 30)
    flows = [made_flow(chance, f"flow{n}", size) for n, size in enumerate(sizes)]
    flows += [replace(flow, file="copy") for flow in flows]
    together = list(pipeline.analyse_many(flows, catalog, default_policy()))
    assert together == [pipeline.analyse(flow, catalog, default_policy()) for flow in flows]


def test_equal_flows_are_answered_once_and_keep_their_own_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(1)
    catalog, flow = made_catalog(chance, 30), made_flow(chance, "flow", 4)
    elsewhere = replace(
        flow,
        nodes=tuple(replace(node, id=f"x{node.id}", source=Source(file="x")) for node in flow.nodes),
        document_links=tuple(replace(link, node_id=f"x{link.node_id}") for link in flow.document_links),
    )
    asked: list[int] = []

    def counted(index: Any, flows: Any, *rest: Any) -> Any:
        asked.append(len(flows))
        return rank(index, flows, *rest)

    monkeypatch.setattr(pipeline, "rank", counted)
    first, second = pipeline.analyse_many([flow, elsewhere], catalog, default_policy())
    assert asked == [1]
    assert [result.step.id for result in second.results] == [node.id for node in elsewhere.nodes]
    assert [r.candidates for r in first.results] == [r.candidates for r in second.results]
    assert [r.form_matches for r in first.results] == [r.form_matches for r in second.results]


def test_flows_are_taken_a_block_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_NODES_AT_ONCE", 3)
    chance = random.Random(2)
    catalog = made_catalog(chance, 10)
    taken: list[str] = []

    def flows() -> Iterator[Flow]:
        for n in range(4):
            taken.append(f"flow{n}")
            yield made_flow(chance, f"flow{n}", 2)

    answers = pipeline.analyse_many(flows(), catalog, default_policy())
    next(answers)
    assert taken == ["flow0", "flow1"]
    assert len(list(answers)) == 3


@pytest.mark.parametrize("explained", [0, 2])
def test_only_so_many_candidates_are_given_reasons(explained: int) -> None:
    chance = random.Random(3)
    catalog, flow = made_catalog(chance, 30), made_flow(chance, "flow", 4)
    whole = pipeline.analyse(flow, catalog, default_policy())
    (some,) = pipeline.analyse_many([flow], catalog, default_policy(), explained=explained)
    for result, full in zip(some.results, whole.results, strict=True):
        assert result.judgement == full.judgement
        wanted = [c if place < explained else replace(c, reasons=()) for place, c in enumerate(full.candidates)]
        assert list(result.candidates) == wanted


def test_amounts_and_places_change_no_answer() -> None:
    chance = random.Random(4)
    flow = made_flow(chance, "flow", 3)
    moved = replace(flow, nodes=tuple(replace(node, source=Source(file="x", row=9)) for node in flow.nodes))
    assert answering.tell(flow) == answering.tell(moved)


def test_the_collector_is_on_again_afterwards() -> None:
    with not_collecting():
        assert not gc.isenabled()
    assert gc.isenabled()
