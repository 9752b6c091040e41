"""Handing on what was learned, on the settings page."""

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from fitgap.app.workspace import Workspace
from fitgap.model.choice import ChoiceKind
from fitgap.reading.result import NamedBytes

Open = Callable[..., AppTest]


def test_decisions_are_taken_out_and_imported_files_removed(small: Path, open_page: Open, workspace: Workspace) -> None:
    app = open_page("settings")
    assert not app.get("download_button")
    assert "書き出せる判断はまだありません。" in [caption.value for caption in app.caption]
    flow_id = workspace.flows()[0].id
    step_id = workspace.analyse(flow_id, "hibiki").results[0].step.id
    workspace.choose(flow_id, "hibiki", step_id, ChoiceKind.MANUAL, person="佐藤", seen_choice_id=None)
    content = workspace.export_evidence(("hibiki",), with_names=False)
    outcome = workspace.import_evidence(NamedBytes(name="*県*.csv", content=content), "佐藤")
    app = open_page("settings")
    assert app.download_button(key="take_evidence")
    assert any("県" in text.value and "1件、佐藤さん" in text.value for text in app.markdown)
    app.button(key=f"remove_evidence_{outcome.file_id}").click().run()
    assert workspace.evidence_files() == ()
