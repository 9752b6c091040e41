"""Who may do what: every use case is called as every role, whichever group it is in."""

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from fitgap.app.use_cases import UseCases
from fitgap.app.workspace import Workspace
from fitgap.model.access import NOBODY, ON_THIS_COMPUTER, RIGHTS, Actor, Right, Role
from fitgap.model.choice import ChoiceKind
from fitgap.model.message import AccessError
from fitgap.reading.result import NamedBytes

NO_USE_CASES = frozenset({"open", "acting_as", "close", "tell_export"})
FLOW = (Path(__file__).parents[3] / "processes" / "aobano" / "tennyu.bpmn").read_bytes()


def groups() -> Iterator[tuple[str, type[UseCases]]]:
    """The workspace itself and what its properties return."""
    yield "", Workspace
    for name, found in inspect.getmembers(Workspace, lambda member: isinstance(member, property)):
        kind = inspect.get_annotations(found.fget, eval_str=True)["return"]
        if inspect.isclass(kind) and issubclass(kind, UseCases):
            yield name, kind


USE_CASES = [
    (group, name)
    for group, kind in groups()
    for name, _ in inspect.getmembers(kind, callable)
    if not name.startswith("_") and name not in NO_USE_CASES
]


class BeyondTheGuardError(Exception):
    pass


class NoDesk:
    def __getattr__(self, name: str) -> object:
        raise BeyondTheGuardError(name)


def use_case(actor: Actor, group: str, name: str) -> Callable[..., object]:
    workspace = Workspace(NoDesk(), actor)  # type: ignore[arg-type]
    return getattr(getattr(workspace, group) if group else workspace, name)


def is_refused(call: Callable[..., object]) -> bool:
    parameters = inspect.signature(call).parameters.values()
    named = {one.name: MagicMock() for one in parameters if one.kind is one.KEYWORD_ONLY}
    placed = [MagicMock() for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]
    try:
        call(*placed, **named)
    except AccessError:
        return True
    except Exception:  # noqa: BLE001 - whatever it says, it was let in
        return False
    return False


def test_there_are_use_cases_to_walk() -> None:
    assert len(USE_CASES) > 30
    assert {group for group, _ in USE_CASES} >= {""}


@pytest.mark.parametrize(("group", "name"), USE_CASES)
def test_a_use_case_refuses_exactly_the_roles_without_its_right(group: str, name: str) -> None:
    right = use_case(ON_THIS_COMPUTER, group, name).right  # type: ignore[attr-defined]
    for role in Role:
        refused = is_refused(use_case(Actor(roles=frozenset({role})), group, name))
        assert refused == (right not in RIGHTS[role]), role
    assert is_refused(use_case(NOBODY, group, name))
    assert is_refused(use_case(Actor(roles=frozenset(Role), expires_at=1.0), group, name))


@pytest.mark.parametrize(("group", "name"), [one for one in USE_CASES if one[1].startswith("export")])
def test_an_export_is_put_on_record(group: str, name: str) -> None:
    assert use_case(ON_THIS_COMPUTER, group, name).export  # type: ignore[attr-defined]


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace.open(f"sqlite:///{(tmp_path / 'x.db').as_posix()}")
    for member in ("青葉野市", "白嶺市"):
        opened.add_flow(member, NamedBytes(name="転入.bpmn", content=FLOW), person="山田")
    yield opened
    opened.close()


def test_an_editor_changes_the_own_member_only(whole: Workspace) -> None:
    editor = whole.acting_as(Actor(roles=frozenset({Role.EDITOR}), member="青葉野市"))
    own, other = (whole.flows(member)[0].id for member in ("青葉野市", "白嶺市"))
    again = NamedBytes(name="転入2.bpmn", content=FLOW)
    assert editor.add_flow("青葉野市", again, person="佐藤", mode="keep").flow_id
    refused = (
        lambda: editor.add_flow("白嶺市", again, person="佐藤", mode="keep"),
        lambda: editor.remove_flow(other, "佐藤"),
        lambda: editor.choose(other, "x", "s1", ChoiceKind.MANUAL, person="佐藤", seen_choice_id=None),
    )
    for act in refused:
        with pytest.raises(AccessError) as raised:
            act()
        assert raised.value.message.code == "access.other_member"
    editor.remove_flow(own, "佐藤")
    assert [row.member for row in whole.flows()] == ["青葉野市", "白嶺市"]


def test_a_facilitator_changes_every_member(whole: Workspace) -> None:
    facilitator = whole.acting_as(Actor(roles=frozenset({Role.FACILITATOR}), member="青葉野市"))
    facilitator.remove_flow(whole.flows("白嶺市")[0].id, "進行")
    assert whole.members() == ("青葉野市",)


def test_a_right_of_its_own_for_every_act() -> None:
    assert set(RIGHTS) == set(Role)
    assert frozenset().union(*RIGHTS.values()) == set(Right)
