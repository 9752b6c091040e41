from fitgap.deciding.realigning import realign
from fitgap.model.message import Source
from fitgap.model.step import Step
from fitgap.policies import default_policy

POLICY = default_policy().realigning
HERE = Source(file="flow.csv")


def flow_of(*names: str, ids: str = "", content: str = "") -> tuple[Step, ...]:
    """Steps one after the other; ids are 1, 2, 3 … or the letters given."""
    chosen = list(ids) or [str(number) for number in range(1, len(names) + 1)]
    return tuple(
        Step(
            id=chosen[index],
            name=name,
            content=content,
            kind="task",
            flow_name="転入",
            process_name="転入",
            source=HERE,
            previous_names=names[max(index - 1, 0) : index],
            next_names=names[index + 1 : index + 2],
        )
        for index, name in enumerate(names)
    )


def pairs(earlier: tuple[Step, ...], later: tuple[Step, ...]) -> list[tuple[str, str, bool]]:
    return [(p.earlier_id, p.step_id, p.is_changed) for p in realign(earlier, later, POLICY).pairs]


def test_the_same_flow_keeps_every_step() -> None:
    flow = flow_of("届書を受け付ける", "本人を確認する", "住民票を作成する")
    assert pairs(flow, flow) == [("1", "1", False), ("2", "2", False), ("3", "3", False)]


def test_an_inserted_row_moves_the_numbers_but_not_the_choices() -> None:
    earlier = flow_of("届書を受け付ける", "本人を確認する", "住民票を作成する")
    later = flow_of("届書を受け付ける", "番号札を渡す", "本人を確認する", "住民票を作成する")
    assert pairs(earlier, later) == [("1", "1", False), ("2", "3", False), ("3", "4", False)]


def test_width_and_spaces_are_no_change_of_text() -> None:
    assert pairs(flow_of("ＤＶ 支援を確認する"), flow_of("DV支援を確認する")) == [("1", "1", False)]


def test_a_reworded_step_is_found_by_id_and_neighbours_and_said_to_be_changed() -> None:
    earlier = flow_of("届書を受け付ける", "本人を確認する", "住民票を作成する", ids="abc")
    later = flow_of("届書を受け付ける", "本人確認書類を目視で確かめる", "住民票を作成する", ids="abc")
    assert pairs(earlier, later)[1] == ("b", "b", True)


def test_a_reworded_step_with_a_new_id_is_found_by_likeness() -> None:
    earlier = flow_of("届書を受け付ける", "本人を確認する", "住民票を作成する", ids="abc")
    later = flow_of("届書を受け付ける", "本人等を確認する", "住民票を作成する", ids="axc")
    assert pairs(earlier, later)[1] == ("b", "x", True)


def test_a_changed_content_counts_as_changed() -> None:
    earlier, later = flow_of("入力する", content="世帯主を入れる"), flow_of("入力する", content="続柄を入れる")
    assert pairs(earlier, later) == [("1", "1", True)]


def test_a_step_that_is_gone_has_no_counterpart() -> None:
    earlier = flow_of("届書を受け付ける", "手数料を徴収する", ids="ab")
    later = flow_of("届書を受け付ける", "住所を異動する", ids="ac")
    assert pairs(earlier, later) == [("a", "a", False)]


def test_equal_texts_go_to_the_one_with_the_same_neighbours() -> None:
    earlier = flow_of("受付", "確認する", "入力", "確認する", "交付", ids="abcde")
    later = flow_of("受付", "確認する", "交付", "入力", "確認する", "終了", ids="12345x")
    assert ("b", "2", False) in pairs(earlier, later)
    assert ("d", "5", False) in pairs(earlier, later)


def test_empty_flows_pair_nothing() -> None:
    assert pairs((), flow_of("受付")) == pairs(flow_of("受付"), ()) == []
