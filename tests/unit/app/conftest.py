"""A workspace of its own for each test, a clock that ticks a minute a look, and small files."""

from collections.abc import Callable, Iterator
from itertools import count, pairwise
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from fitgap.app.paths import sqlite_url
from fitgap.app.workspace import Workspace
from fitgap.reading.result import NamedBytes

FEATURES = """機能ID,大分類,中分類,小分類,機能名称,機能説明,実装区分
F1,住民記録,異動,転入,転入届の受付,転入届の内容を画面から入力して登録できること。,標準
F2,住民記録,異動,転入,本人確認の記録,本人確認書類の種類と結果を記録できること。,オプション
F3,住民記録,証明,発行,住民票の写しの交付,住民票の写しを印刷できること。,標準
F4,住民記録,照会,連携,電子申請の受付,電子申請のデータを取り込めること。,対応不可
"""
FORMS = """帳票ID,帳票名称,区分,用紙,出力方式,印字項目,実装区分
R1,住民票の写し,証明書,A4,単票,氏名;住所;生年月日,標準
"""

MakeFlow = Callable[..., NamedBytes]


@pytest.fixture
def clock() -> Callable[[], str]:
    minutes = count()
    return lambda: f"2026-04-01T12:{next(minutes):02d}:00+09:00"


@pytest.fixture
def database(tmp_path: Path) -> str:
    return sqlite_url(tmp_path / "場所 % x" / "fitgap.db")


@pytest.fixture
def workspace(database: str, clock: Callable[[], str]) -> Iterator[Workspace]:
    opened = Workspace.open(database, clock=clock)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def make_flow() -> MakeFlow:
    """A BPMN file with these tasks one after the other; ids are t1, t2 … or the ones given."""

    def make(*names: str, ids: str = "", file: str = "転入届.bpmn", title: str = "転入届の受付") -> NamedBytes:
        chosen = ids.split() or [f"t{number}" for number in range(1, len(names) + 1)]
        tasks = "".join(
            f'<userTask id="{step_id}" name="{escape(name)}"/>\n' for step_id, name in zip(chosen, names, strict=True)
        )
        lines = "".join(
            f'<sequenceFlow id="f{index}" sourceRef="{one}" targetRef="{other}"/>\n'
            for index, (one, other) in enumerate(pairwise(chosen))
        )
        xml = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">\n'
            f'<process id="p" name="{escape(title)}">\n{tasks}{lines}</process>\n</definitions>\n'
        )
        return NamedBytes(name=file, content=xml.encode())

    return make


@pytest.fixture(scope="session")
def package() -> tuple[NamedBytes, ...]:
    return (
        NamedBytes(name="features.csv", content=FEATURES.encode()),
        NamedBytes(name="forms.csv", content=FORMS.encode()),
        NamedBytes(name="package.toml", content='vendor = "ひびき"\nproduct = "総合行政"\n'.encode()),
    )


@pytest.fixture
def package_folder(tmp_path: Path, package: tuple[NamedBytes, ...]) -> Path:
    folder = tmp_path / "hibiki"
    folder.mkdir()
    for upload in package:
        (folder / upload.name).write_bytes(upload.content)
    return folder
