"""Processes as people corrected them."""

from collections.abc import Mapping

from tests.unit.comparing.flows import MOVING_IN, POLICY, Row, flow, member

from fitgap.app.comparing_flows import wordings_of
from fitgap.comparing import place_flows, propose_processes
from fitgap.model.comparison import MemberFlow, ProcessProposal

KITCHEN: tuple[Row, ...] = (
    ("鍋を洗う", "たわしで鍋の内側を洗う。", "給食係", "洗浄記録"),
    ("皿を拭く", "布巾で皿の水気を取る。", "給食係", ""),
    ("献立表の掲示", "来週の献立を掲示板に貼る。", "給食係", "献立表"),
)
FLOWS = (
    member("青葉野市", MOVING_IN),
    member("汐見町", MOVING_IN),
    member("白嶺市", MOVING_IN[1:]),
    MemberFlow(key="緑台町/flow.csv", member="緑台町", flow=flow(KITCHEN, "炊事")),
)
KEYS = {one.member: one.key for one in FLOWS}


def placed(processes: Mapping[str, str]) -> dict[str, ProcessProposal]:
    wordings = wordings_of(FLOWS)
    by_machine = propose_processes(FLOWS, wordings, POLICY.comparing)
    by_key = {KEYS[name]: process for name, process in processes.items()}
    return {one.name: one for one in place_flows(by_machine, by_key, FLOWS, wordings, POLICY.comparing)}


def members(proposal: ProcessProposal) -> set[str]:
    named = {one.key: one.member for one in FLOWS}
    return {named[key] for key in proposal.flow_keys}


def test_without_a_word_the_machine_proposes() -> None:
    found = placed({})
    assert {name: members(one) for name, one in found.items()} == {
        "転入": {"青葉野市", "汐見町", "白嶺市"},
        "炊事": {"緑台町"},
    }
    assert not any(one.is_decided for one in found.values())


def test_a_flow_stands_where_a_person_put_it() -> None:
    found = placed({"緑台町": "給食", "白嶺市": "給食", "青葉野市": "転入届", "汐見町": "転入届"})
    assert {name: members(one) for name, one in found.items()} == {
        "給食": {"緑台町", "白嶺市"},
        "転入届": {"青葉野市", "汐見町"},
    }
    assert all(one.is_decided and one.confidence == 1 for one in found.values())


def test_a_flow_that_nobody_placed_follows_the_ones_it_is_most_like() -> None:
    found = placed({"青葉野市": "転入届", "白嶺市": "その他"})
    assert members(found["転入届"]) == {"青葉野市", "汐見町"}
    assert not found["転入届"].is_decided
    assert found["転入届"].placed_keys == (KEYS["青葉野市"],)
    assert 0 < found["転入届"].confidence <= 1


def test_a_name_is_given_once_and_a_persons_name_stays_as_it_is() -> None:
    found = placed({"青葉野市": "炊事", "汐見町": "炊事", "白嶺市": "炊事"})
    assert members(found["炊事"]) == {"青葉野市", "汐見町", "白嶺市"}
    assert members(found["炊事 (2)"]) == {"緑台町"}


def test_the_order_of_the_flows_does_not_matter() -> None:
    wordings = wordings_of(FLOWS)
    by_machine = propose_processes(FLOWS, wordings, POLICY.comparing)
    by_key = {KEYS["青葉野市"]: "甲", KEYS["白嶺市"]: "乙"}
    forward, backward = (
        place_flows(by_machine, by_key, flows, wordings, POLICY.comparing) for flows in (FLOWS, FLOWS[::-1])
    )
    assert forward == backward
