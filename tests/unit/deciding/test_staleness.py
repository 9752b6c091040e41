"""A decision whose ground moved says what moved; one whose ground stands says nothing."""

from dataclasses import replace

import pytest

from fitgap.deciding.staleness import group_changes, stale_reasons
from fitgap.model.decision import Decision, Ground, Place, Subject, SubjectKind, Terms
from fitgap.model.judgement import Verdict

ONE, TWO = Place(series_id=1, item_id="t1"), Place(series_id=2, item_id="t9")
GROUND = Ground(
    place=ONE,
    member="青葉野市",
    flow="転入届",
    item="本人を確認する",
    fingerprint="a",
    verdict=Verdict.GAP,
    feature_id="F1",
    feature="本人確認",
    feature_fingerprint="b",
    policy_fingerprint="c",
)


def decision(*grounds: Ground) -> Decision:
    places = tuple(ground.place for ground in grounds)
    kind = SubjectKind.GROUP if len(places) > 1 else SubjectKind.STEP
    return Decision(
        id=1,
        subject=Subject(kind=kind, catalog_key="hibiki", places=places),
        terms=Terms(resolution="workaround"),
        person="山田",
        at="2026-04-01T12:00:00+09:00",
        grounds=grounds,
    )


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"fingerprint": "x"}, ["text"]),
        ({"feature_fingerprint": "x"}, ["feature"]),
        ({"feature_id": "F2"}, ["other_feature"]),
        ({"verdict": Verdict.FIT}, ["verdict.fit"]),
        ({"verdict": Verdict.FIT, "policy_fingerprint": "x"}, ["verdict.fit", "policy"]),
        ({"policy_fingerprint": "x"}, []),
        ({"item": "本人を 確認する"}, []),
    ],
)
def test_each_change_is_named(change: dict[str, object], codes: list[str]) -> None:
    today = {ONE: replace(GROUND, **change)}
    found = stale_reasons(decision(GROUND), today, {"workaround"})
    assert [said.code.removeprefix("deciding.stale.") for said in found] == codes


def test_a_step_that_is_gone_and_a_word_that_is_gone_are_named() -> None:
    found = stale_reasons(decision(GROUND), {}, {"deferred"})
    assert [said.code for said in found] == ["deciding.stale.word_gone", "deciding.stale.gone"]


def test_one_step_of_a_group_is_looked_at_alone() -> None:
    other = replace(GROUND, place=TWO)
    today = {ONE: replace(GROUND, fingerprint="x"), TWO: other}
    assert stale_reasons(decision(GROUND, other), today, {"workaround"}, {TWO}) == ()


def test_who_joined_and_who_left_a_group_is_told() -> None:
    other, third = replace(GROUND, place=TWO, member="汐見町"), replace(GROUND, place=Place(series_id=3, item_id="1"))
    today = {ground.place: ground for ground in (GROUND, other, third)}
    found = group_changes(decision(GROUND, other), today, {ONE, third.place})
    assert [said.code for said in found] == ["deciding.stale.joined", "deciding.stale.left"]
