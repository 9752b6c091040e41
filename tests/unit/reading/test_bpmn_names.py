import pytest
from tests.unit.reading.bpmn_files import definitions, flow_of, process

from fitgap.reading.bpmn.names import clean_name, clean_text
from fitgap.reading.bpmn.titles import file_title, is_telling


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("転入届を\n受け付ける", "転入届を受け付ける"),
        ("  転入届\r\n   の受付  ", "転入届の受付"),
        ("転入届<br>の<BR/>受付", "転入届の受付"),
        ("転入届 受付", "転入届 受付"),
        ("転入届　　受付", "転入届 受付"),
        ("Check\nthe form", "Check the form"),
        ("マイナンバー\nOK?", "マイナンバー OK?"),
        ("住民票（写し）\n・印鑑", "住民票（写し）・印鑑"),
        ("A &amp; B&#10;C", "A & B C"),
        ("<b>本人確認</b><br/>窓口", "本人確認窓口"),
        ("税額 < 0 > 確認", "税額 < 0 > 確認"),
        ("\u200b受付\ufeff", "受付"),
        ("", ""),
        (" \n<br>\n ", ""),
    ],
)
def test_names_become_one_line_without_padding(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean


def test_the_raw_name_is_kept() -> None:
    found = flow_of(process('<task id="a" name="届出&#10;受付 "/>')).nodes[0]
    assert (found.name, found.raw_name) == ("届出受付", "届出\n受付 ")


def test_html_documentation_becomes_lines() -> None:
    markup = "<html><head><style>p {}</style></head><p>届出を<b>確認</b>する。</p><ul><li>住所</li><li>氏名</li></ul>"
    assert clean_text(markup) == "届出を確認する。\n住所\n氏名"


def test_documentation_as_elements_and_as_escaped_html() -> None:
    texts = (
        "<documentation/><documentation>一<p>二</p></documentation><documentation>&lt;p&gt;三&lt;/p&gt;</documentation>"
    )
    assert flow_of(process(f'<task id="a" name="A">{texts}</task>')).nodes[0].documentation == "一\n二\n三"


def test_a_script_in_a_name_is_only_text() -> None:
    found = flow_of(process('<task id="a" name="&lt;script&gt;alert(1)&lt;/script&gt;"/>')).nodes[0]
    assert found.name == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "name", ["", "Process_1", "プロセス 2", "無題のダイアグラム", "Process_0a1b2c3", "Pool", "Page-1"]
)
def test_names_that_tools_give_are_no_titles(name: str) -> None:
    assert not is_telling(name)


def test_the_process_names_the_flow() -> None:
    assert flow_of(process('<task id="a" name="A"/>', name="転入届の受付")).name == "転入届の受付"


def test_an_unnamed_process_is_called_as_the_file() -> None:
    assert flow_of(process('<task id="a" name="A"/>', name="Process_1")).name == "転入"


def test_several_processes_are_called_as_their_collaboration() -> None:
    processes = '<process id="p" name="窓口"><task id="a" name="A"/></process><process id="q" name="住民"/>'
    assert flow_of(definitions(f'<collaboration id="c" name="転入の手続き"/>{processes}')).name == "転入の手続き"


@pytest.mark.parametrize("file", ["転入.bpmn", "c:\\flows\\転入.BPMN", "flows/転入.bpmn20.xml", "転入.xml"])
def test_a_file_title_has_no_folder_and_no_suffix(file: str) -> None:
    assert file_title(file) == "転入"
