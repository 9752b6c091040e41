"""Small flows for tests, written as tables of steps."""

from collections.abc import Sequence

from fitgap.app.comparing_flows import wordings_of
from fitgap.comparing import compare
from fitgap.model.comparison import Comparison, MemberFlow
from fitgap.model.flow import (
    Direction,
    Document,
    DocumentKind,
    DocumentLink,
    Flow,
    Lane,
    Line,
    LineKind,
    Node,
    Process,
    Work,
)
from fitgap.model.message import Source
from fitgap.model.step import steps_of
from fitgap.policies import default_policy

HERE = Source(file="test")
POLICY = default_policy()

# name, content, lane, form written
Row = tuple[str, str, str, str]

MOVING_IN: tuple[Row, ...] = (
    ("番号札の発券", "来庁者の用件を聞いて番号札を渡す。", "総合窓口", "番号札"),
    ("転入届の受付", "転入届と転出証明書を受け取り、記入漏れを見る。", "総合窓口", "転入届"),
    ("本人確認", "運転免許証などで届出人本人かどうかを確かめる。", "総合窓口", "本人確認記録"),
    ("届書の審査", "異動日、続柄、世帯主の記載を審査する。", "市民課審査係", "審査済届書"),
    ("住民票への異動入力", "住民記録システムに転入者の氏名と住所を入力する。", "市民課", "異動確認票"),
    ("異動内容の決裁", "課長が異動確認票を見て押印する。", "市民課長", "決裁済届書"),
    ("転入通知の送信", "前住所地の市区町村へ転入通知を送る。", "市民課", "転入通知"),
    ("国民健康保険の案内", "国保に加入する人を保険年金課へ案内する。", "総合窓口", "手続案内票"),
    ("住民票の写しの交付", "希望者に住民票の写しを出して手数料を受け取る。", "総合窓口", "住民票の写し"),
    ("届書の編綴", "届書を日付順に綴って書庫へ収める。", "市民課", "届書綴"),
)


def flow(rows: Sequence[Row], name: str = "転入", ways: Sequence[tuple[int, int]] | None = None) -> Flow:
    """A flow whose steps follow each other in order, or as `ways` (pairs of places) say."""
    lanes = {lane: f"lane{i}" for i, lane in enumerate(dict.fromkeys(row[2] for row in rows))}
    forms = {form: f"form{i}" for i, form in enumerate(dict.fromkeys(row[3] for row in rows if row[3]))}
    pairs = [(i, i + 1) for i in range(len(rows) - 1)] if ways is None else list(ways)
    return Flow(
        name=name,
        file="test.csv",
        notation="table",
        processes=(Process(id="p", name=name, source=HERE),),
        lanes=tuple(Lane(id=key, name=lane, path=(lane,), process_id="p", source=HERE) for lane, key in lanes.items()),
        nodes=tuple(
            Node(
                id=f"s{i}",
                kind="userTask",
                name=row[0],
                process_id="p",
                source=HERE,
                lane_id=lanes[row[2]],
                work=Work(content=row[1], method="システム", minutes_per_case=5.0, cases_per_year=1200.0),
            )
            for i, row in enumerate(rows)
        ),
        lines=tuple(
            Line(id=f"l{a}-{b}", kind=LineKind.SEQUENCE, source_id=f"s{a}", target_id=f"s{b}", source=HERE)
            for a, b in pairs
        ),
        documents=tuple(
            Document(id=key, kind=DocumentKind.TABLE_ENTRY, name=form, source=HERE) for form, key in forms.items()
        ),
        document_links=tuple(
            DocumentLink(node_id=f"s{i}", document_id=forms[row[3]], direction=Direction.OUTPUT, source=HERE)
            for i, row in enumerate(rows)
            if row[3]
        ),
    )


def member(name: str, rows: Sequence[Row], **more: object) -> MemberFlow:
    return MemberFlow(key=f"{name}/flow.csv", member=name, flow=flow(rows, **more))  # type: ignore[arg-type]


def rows_of(sample: Flow) -> tuple[Row, ...]:
    """A flow as rows, in the order of its steps; of several forms written the first."""
    return tuple(
        (
            step.name,
            step.content.splitlines()[0] if step.content else "",
            step.lane,
            next((form.name for form in step.forms if form.direction is Direction.OUTPUT), ""),
        )
        for step in steps_of(sample)
    )


def compared(*flows: MemberFlow) -> Comparison:
    (found,) = compare(flows, wordings_of(flows), POLICY.comparing)
    return found


def group_of(comparison: Comparison, name: str) -> dict[str, list[str]]:
    """The names that each member gives to the steps of the group of a step, by member."""
    group = next(g for g in comparison.groups if any(step.name == name for step in g.steps))
    found: dict[str, list[str]] = {}
    for step in group.steps:
        found.setdefault(step.ref.member, []).append(step.name)
    return found
