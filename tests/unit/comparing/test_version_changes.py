"""What changed between two versions of a common flow, in words."""

from dataclasses import replace

from fitgap.comparing.version_changes import version_changes
from fitgap.model.commons import CommonVersion, VersionStep
from fitgap.model.comparison import CommonRule, StepRef
from fitgap.texts import say


def step(number: int, name: str, lane: str = "窓口", forms: tuple[str, ...] = ()) -> VersionStep:
    ref = StepRef(member="青葉野市", flow_key="1", step_id=f"t{number}")
    return VersionStep(node_id=f"Step_{number}", name=name, lane=lane, forms=forms, refs=(ref,), wordings=(name,))


FIRST = CommonVersion(
    id=1,
    series_id=1,
    number=1,
    process="転入",
    name="転入の共通フロー",
    rule=CommonRule.MAJORITY,
    member="",
    package="",
    note="",
    person="山田",
    at="2026-11-26T10:00:00+09:00",
    steps=(step(1, "受付"), step(2, "本人確認"), step(3, "審査", "審査"), step(4, "交付", forms=("住民票",))),
)


def told(*steps: VersionStep, name: str = FIRST.name) -> list[str]:
    return [say(one, "ja") for one in version_changes(FIRST, replace(FIRST, id=2, number=2, steps=steps, name=name))]


def test_nothing_changed_says_nothing() -> None:
    assert told(*FIRST.steps) == []


def test_dropped_added_and_renamed_steps_are_told() -> None:
    renamed = replace(FIRST.steps[0], name="届出の受付")
    assert told(renamed, FIRST.steps[2], step(5, "案内"), FIRST.steps[3]) == [
        "「本人確認」を外した。",
        "「案内」を「審査」の後に加えた。",
        "「受付」の名前を「届出の受付」に変えた。",
    ]


def test_the_fewest_moves_are_told() -> None:
    assert told(*FIRST.steps[1:], FIRST.steps[0]) == ["「受付」を「交付」の後に移した。"]
    assert told(FIRST.steps[3], *FIRST.steps[:3]) == ["「交付」を最初に移した。"]


def test_roles_forms_and_the_name_are_told() -> None:
    other = replace(FIRST.steps[3], lane="システム", forms=("住民票", "領収書"))
    assert told(*FIRST.steps[:3], other, name="転入") == [
        "名前を「転入の共通フロー」から「転入」に変えた。",
        "「交付」の担当が、窓口からシステムに変わった。",
        "「交付」の帳票が変わった: 加わった 領収書、なくなった －。",
    ]


def test_a_step_of_a_flow_imported_again_is_the_same_step() -> None:
    again = tuple(replace(one, refs=(replace(one.refs[0], flow_key="9"),)) for one in FIRST.steps)
    assert told(*again) == []
