"""A process that works on a database until it is killed; what it sends is done for good."""

from itertools import count
from multiprocessing.connection import Connection

from fitgap.app.workspace import Workspace
from fitgap.model.choice import ChoiceKind
from fitgap.model.message import StorageError
from fitgap.reading.result import NamedBytes

FLOW = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">'
    '<process id="p" name="{name}">'
    '<userTask id="t1" name="転入届を受け付ける"/><userTask id="t2" name="本人確認をする"/>'
    '<sequenceFlow id="f" sourceRef="t1" targetRef="t2"/></process></definitions>'
)
CATALOG = "機能ID,大分類,機能名称,機能説明,実装区分\nF1,住民記録,転入届の受付,転入届を受け付ける,標準\n"


def flow(name: str) -> NamedBytes:
    """A small flow of this name."""
    return NamedBytes(name=f"{name}.bpmn", content=FLOW.replace("{name}", name).encode())


def prepare(workspace: Workspace) -> int:
    """One flow and one package; returns the flow's id."""
    flow_id = workspace.add_flow("青葉野市", flow("始め"), person="準備").flow_id
    upload = NamedBytes(name="features.csv", content=CATALOG.encode())
    workspace.add_catalog((upload,), key="p", person="準備")
    assert flow_id is not None
    return flow_id


def work(kind: str, url: str, said: Connection) -> None:
    """Save for ever and send what was saved."""
    workspace = Workspace.open(url)
    flow_id = workspace.flows()[0].id
    for number in count():
        try:
            said.send(one_choice(workspace, flow_id) if kind == "choices" else one_import(workspace, number))
        except StorageError:
            continue


def one_choice(workspace: Workspace, flow_id: int) -> int:
    """A choice on the first step; returns its id."""
    seen = [choice.id for choice in workspace.choices(flow_id, "p", "t1")]
    last, reason = max(seen, default=None), "理由" * 200
    made = workspace.choose(flow_id, "p", "t1", ChoiceKind.MANUAL, person="作業", reason=reason, seen_choice_id=last)
    return made.id


def one_import(workspace: Workspace, number: int) -> int | None:
    """The next version of a flow that everybody replaces; returns its id."""
    upload = NamedBytes(name="同じ.bpmn", content=flow(f"同じ{number}").content + b" " * 20_000)
    return workspace.add_flow("青葉野市", upload, person="作業", mode="replace").flow_id
