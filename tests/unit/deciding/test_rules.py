"""What a decision has to say before it is recorded."""

from dataclasses import replace

import pytest

from fitgap.deciding.rules import objections
from fitgap.model.decision import Alternative, Impacts, Terms
from fitgap.policies import default_policy
from fitgap.policies.vocabulary import vocabulary, words

POLICY = default_policy().deciding
DEFERRED = Terms(resolution="deferred", reason="例規を確かめる", owner="総務課 佐藤", deadline="2027-03-31")


def broken(terms: Terms) -> list[str]:
    return [said.code.removeprefix("deciding.rule.") for said in objections(terms, words(POLICY), POLICY)]


def test_adopting_the_standard_function_needs_nothing_more() -> None:
    assert vocabulary()["resolution"][0] == "adopt_standard", "adopting comes first in the list"
    assert broken(Terms(resolution="adopt_standard")) == []


@pytest.mark.parametrize("resolution", [code for code in vocabulary()["resolution"] if code != "adopt_standard"])
def test_everything_else_needs_a_reason(resolution: str) -> None:
    assert "no_reason" in broken(Terms(resolution=resolution))


@pytest.mark.parametrize("resolution", ["customise_shared", "customise_local"])
def test_a_customisation_needs_its_cause_too(resolution: str) -> None:
    assert broken(Terms(resolution=resolution, reason="様式が条例にある")) == ["no_cause"]
    assert broken(Terms(resolution=resolution, reason="様式が条例にある", cause="ordinance")) == []


def test_amending_a_rule_asks_for_no_more_than_any_other_choice() -> None:
    assert broken(Terms(resolution="amend_rule", reason="3月議会に上程する")) == []


def test_a_deferral_needs_an_owner_and_a_date() -> None:
    assert broken(DEFERRED) == []
    assert broken(replace(DEFERRED, owner=" ", deadline="")) == ["no_owner", "no_deadline"]


@pytest.mark.parametrize("text", ["来月", "2027-02-30", "20270331", "2027/03/31"])
def test_a_date_that_is_none_is_refused(text: str) -> None:
    assert broken(replace(DEFERRED, deadline=text)) == ["bad_date"]


def test_words_come_from_the_lists() -> None:
    odd = Terms(resolution="adopt_standard", cause="x", size="XXL", impacts=Impacts(staff="huge"))
    assert broken(odd) == ["unknown_word"] * 3
    assert broken(Terms(resolution="")) == ["no_resolution"]
    assert broken(Terms(resolution="adopt_standard", alternatives=(Alternative(title=" "),))) == [
        "nameless_alternative"
    ]


def test_the_policy_adds_words_at_the_end() -> None:
    more = replace(POLICY, more_resolutions={"joint_office": "共同事務センターで処理"})
    assert words(more)["resolution"] == (*vocabulary()["resolution"], "joint_office")
    assert objections(Terms(resolution="joint_office", reason="委託する"), words(more), more) == ()
