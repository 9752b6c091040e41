from dataclasses import replace

import pytest

from fitgap.app.workspace import Workspace
from fitgap.reading.result import ColumnMapping, NamedBytes

TABLE = NamedBytes(
    name="転入.csv",
    content="番号,しごと,やり方\n1,届書を受け付ける,窓口\n2,住所を入力する,システム\n".encode("cp932"),
)


@pytest.fixture
def corrected(workspace: Workspace) -> ColumnMapping:
    """What a person makes of the guess: the second column is the step."""
    guess = workspace.preview_flow(TABLE).previews[0].mapping
    return replace(guess, header_row=1, columns=(("no", "番号"), ("name", "しごと")))


def test_a_corrected_mapping_is_kept_for_the_next_table_of_that_shape(
    workspace: Workspace, corrected: ColumnMapping
) -> None:
    workspace.add_flow("白嶺市", TABLE, person="山田", mappings=(corrected,))
    next_file = NamedBytes(name="転出.csv", content=TABLE.content.replace(b"1,", b"9,"))
    flow = workspace.preview_flow(next_file).flow
    assert flow is not None
    assert [node.name for node in flow.nodes if node.is_task] == ["届書を受け付ける", "住所を入力する"]


def test_a_stored_table_is_read_as_it_was_imported_whatever_is_kept_later(
    workspace: Workspace, corrected: ColumnMapping
) -> None:
    flow_id = workspace.add_flow("白嶺市", TABLE, person="山田", mappings=(corrected,)).flow_id or 0
    workspace.keep_mapping(replace(corrected, columns=(("no", "番号"), ("name", "やり方"))))
    again = Workspace.open("sqlite:///" + workspace.location)
    tasks = [node.name for node in again.flow(flow_id).flow.nodes if node.is_task]
    again.close()
    assert tasks == ["届書を受け付ける", "住所を入力する"]
