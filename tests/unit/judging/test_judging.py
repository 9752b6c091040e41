"""Who does a step, and how far a function covers it."""

from dataclasses import replace

import pytest

from fitgap.judging import Best, Cover, NatureFound, find_shortfalls, judge, judge_nature, relation_of
from fitgap.judging.cover import strength_of
from fitgap.model.judgement import Candidate, Nature, Relation, ScorePart, Verdict
from fitgap.model.message import Source, message
from fitgap.model.step import Step
from fitgap.model.wording import Wording
from fitgap.normalising import Normaliser, read_thesaurus
from fitgap.policies import default_policy
from fitgap.policies.thesaurus import thesaurus_text

JUDGING = default_policy().judging


def step(name: str, *, kind: str = "task", lane: str = "", method: str = "", content: str = "") -> Step:
    return Step(
        id="1", name=name, kind=kind, flow_name="f", process_name="p", source=Source(file="f"), lane=lane,
        method=method, content=content,
    )  # fmt: skip


@pytest.fixture(scope="module")
def normaliser() -> Normaliser:
    return Normaliser(read_thesaurus(("thesaurus.toml", thesaurus_text())))


@pytest.mark.parametrize(
    ("given", "nature"),
    [
        (step("転入届の入力", method="システム"), "system"),
        (step("転入届の入力", method="システム+手作業"), "mixed"),
        (step("届書の綴り", method="手作業"), "manual"),
        (step("点数つけ", method="Excel"), "system"),
        (step("転入届の入力", kind="manualTask"), "manual"),
        (step("案内する", kind="serviceTask"), "system"),
        (step("届を書く", lane="住民・申請者"), "manual"),
        (step("転入届の入力", lane="住民課 住民記録係"), "system"),
        (step("転入届の受付", lane="窓口担当"), "mixed"),
        (step("本人確認", lane="窓口担当"), "manual"),
        (step("自動で所得を取得"), "system"),
        (step("制度の案内"), "manual"),
        (step("証明書の打ち出しと手渡し", kind="userTask"), "mixed"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_the_strongest_sign_says_who_does_it(normaliser: Normaliser, given: Step, nature: str) -> None:
    assert judge_nature(given, normaliser.one(given.name), JUDGING.nature).nature.value == nature


def test_a_plain_user_task_says_nothing_of_manual_work(normaliser: Normaliser) -> None:
    natures = {
        judge_nature(step("届書の綴り込み", kind=kind), normaliser.one("届書の綴り込み"), JUDGING.nature).nature.value
        for kind in ("task", "userTask")
    }
    assert natures == {"manual"}


def test_shortfalls_are_what_the_step_says_and_the_function_does_not(normaliser: Normaliser) -> None:
    said = normaliser.one("市独自の減免を反映し、SMSで知らせる")
    assert {s.kind for s in find_shortfalls(said, "減免を反映する", JUDGING)} == {"own_rule", "tool"}
    assert find_shortfalls(said, "独自の減免、smsの送信", JUDGING) == ()


def test_one_other_office_is_no_shortfall_but_two_are(normaliser: Normaliser) -> None:
    one, two = normaliser.one("国保の手続"), normaliser.one("国保と年金の手続")
    assert "other_office" not in {s.kind for s in find_shortfalls(one, "", JUDGING)}
    assert "other_office" in {s.kind for s in find_shortfalls(two, "", JUDGING)}


def test_strength_leaves_out_what_a_step_cannot_agree_in() -> None:
    parts = (
        ScorePart(name="objects", value=1.0, weight=0.3),
        ScorePart(name="forms", value=0.0, weight=0.4),
        ScorePart(name="reference", value=0.0, weight=0.3),
    )
    candidate = Candidate(feature_id="F", score=0.3, relation=Relation.NONE, parts=parts)
    assert strength_of(step("x"), candidate) == 1.0


@pytest.mark.parametrize(("score", "relation"), [(0.9, "equal"), (0.3, "superset"), (0.2, "intersect"), (0.05, "none")])
def test_a_score_says_how_far_a_function_reaches(score: float, relation: str) -> None:
    part = ScorePart(name="name_terms", value=1.0, weight=score)
    assert relation_of(score, (part,), JUDGING) == relation


def test_wording_of_nothing_has_no_shortfall() -> None:
    assert find_shortfalls(Wording(text="", key=""), "", JUDGING) == ()


def test_a_step_whose_nearest_function_is_not_offered_is_a_gap() -> None:
    nature = NatureFound(nature=Nature.SYSTEM, reason=message("reason.nature_unknown"), confidence=0.9)
    candidate = Candidate(feature_id="F2", score=0.5, relation=Relation.SUPERSET)
    best = Best(candidate=candidate, name="決裁", cover=Cover(gap=0.0, partial=0.0))
    assert judge(nature, best, default_policy().judging).verdict is Verdict.FIT
    judged = judge(nature, replace(best, refused=("F1", "電子決裁連携")), default_policy().judging)
    assert judged.verdict is Verdict.GAP
    assert dict(judged.reasons[-1].values)["feature"] == "電子決裁連携"
