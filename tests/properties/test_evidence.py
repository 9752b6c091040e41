"""Votes move scores monotonically and within bounds, and nobody's vote takes a candidate away."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitgap.app import pipeline
from fitgap.model.catalog import Catalog, Feature
from fitgap.model.evidence import NO_EVIDENCE, OF_FEATURES, Evidence, EvidenceKind, EvidenceRow, merged
from fitgap.model.flow import Flow, Node, Process
from fitgap.model.judgement import Candidate, FitGap
from fitgap.model.message import Source
from fitgap.policies import default_policy

SOURCE = Source(file="x")
NAMES = ("転入届の受付", "住民票の写しの交付", "督促状の発行", "納付書の出力")
CATALOG = Catalog(
    key="k",
    vendor="ひびき",
    product="総合",
    features=tuple(
        Feature(id=f"F{n}", name=name, description=f"{name}ができること。", source=SOURCE)
        for n, name in enumerate(NAMES)
    ),
)
STEPS = ("転入届を受け付ける", "督促状を出す", "番号札を渡す")
FLOW = Flow(
    name="転入",
    file="x",
    notation="bpmn",
    processes=(Process(id="p", name="転入", source=SOURCE),),
    nodes=tuple(
        Node(id=f"t{n}", kind="task", name=name, process_id="p", source=SOURCE) for n, name in enumerate(STEPS)
    ),
)
ROWS = st.builds(
    lambda name, kind, feature, members, count: EvidenceRow(
        process="転入",
        name=name,
        content="",
        vendor="ひびき",
        product="総合",
        kind=kind,
        feature_id=f"F{feature}" if kind in OF_FEATURES else "",
        feature_name=NAMES[feature] if kind in OF_FEATURES else "",
        member_count=max(len(members), count),
        members=tuple(sorted(members)),
    ),
    st.sampled_from((*STEPS, "転入届の受付をする", "本の貸出")),
    st.sampled_from(EvidenceKind),
    st.integers(0, 3),
    st.sets(st.sampled_from(("青葉野市", "汐見町", "白嶺市"))),
    st.integers(1, 1800),
)


def analyse(*rows: EvidenceRow) -> FitGap:
    return pipeline.analyse(FLOW, CATALOG, default_policy(), evidence=Evidence(rows=rows))


def candidate(fit_gap: FitGap, feature_id: str) -> Candidate:
    return next(c for c in fit_gap.results[0].candidates if c.feature_id == feature_id)


ALONE = pipeline.analyse(FLOW, CATALOG, default_policy())


def test_no_evidence_changes_nothing() -> None:
    assert pipeline.analyse(FLOW, CATALOG, default_policy(), evidence=NO_EVIDENCE) == ALONE


def test_evidence_about_another_package_or_step_changes_nothing() -> None:
    row = EvidenceRow(
        process="転入", name=STEPS[0], content="", vendor="ひびき", product="他", kind=EvidenceKind.CONFIRMED,
        feature_id="F0", feature_name=NAMES[0], member_count=9,
    )  # fmt: skip
    assert analyse(row, replace(row, product="総合", name="本の貸出")) == ALONE


@settings(max_examples=60)
@given(st.lists(ROWS, max_size=6))
def test_scores_stay_sums_in_bounds_and_nothing_is_taken_out(rows: list[EvidenceRow]) -> None:
    for alone, heard in zip(ALONE.results, analyse(*rows).results, strict=True):
        assert 0 <= heard.judgement.confidence <= 1
        assert {c.feature_id for c in alone.candidates} <= {c.feature_id for c in heard.candidates}
        assert [c.score for c in heard.candidates] == sorted((c.score for c in heard.candidates), reverse=True)
        reach = {c.feature_id: c.relation for c in alone.candidates}
        for found in heard.candidates:
            assert 0 <= found.score <= 1
            assert found.score == pytest.approx(sum(part.contribution for part in found.parts))
            assert found.relation is reach.get(found.feature_id, found.relation)


@settings(max_examples=60)
@given(st.lists(ROWS, max_size=4), st.integers(0, 3), st.sampled_from(sorted(OF_FEATURES)))
def test_one_more_vote_never_moves_a_score_the_other_way(
    rows: list[EvidenceRow], feature: int, kind: EvidenceKind
) -> None:
    vote = EvidenceRow(
        process="転入", name=STEPS[0], content="", vendor="ひびき", product="総合", kind=kind,
        feature_id=f"F{feature}", feature_name=NAMES[feature], member_count=1, members=("緑野村",),
    )  # fmt: skip
    before, after = (candidate(analyse(*given), vote.feature_id).score for given in (rows, [*rows, vote]))
    assert after >= before - 1e-9 if kind is EvidenceKind.CONFIRMED else after <= before + 1e-9


@given(st.lists(ROWS, max_size=6))
def test_saying_it_twice_counts_once(rows: list[EvidenceRow]) -> None:
    once = merged(rows)
    assert merged((*once, *once)) == once
