"""Hostile and mistaken files, one a line, with what a person is told about each. None may raise."""

import gzip
import io
import zipfile
from dataclasses import replace

import pytest
from tests.unit.reading.bpmn_files import NAMESPACES, codes, definitions, process, read_file

from fitgap.model.message import Severity
from fitgap.policies.loading import default_policy
from fitgap.reading import FLOW_READERS, read_flow
from fitgap.reading.result import NamedBytes, ReadOptions
from fitgap.texts import LANGUAGES, issue_sentence

VALID = process('<task id="a" name="転入届の受付"/>')
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, VALID)
    return buffer.getvalue()


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500 + stream.encode("utf-16-le") + b"\x00" * 100


def with_doctype(doctype: str, name: str = "A") -> str:
    return VALID.replace("?>\n", f"?>\n{doctype}\n").replace("転入届の受付", name)


REFUSED: dict[str, tuple[bytes | str, str]] = {
    # attacks
    "document type": (with_doctype("<!DOCTYPE definitions>"), "xml.document_type"),
    "document type after a comment": (with_doctype("<!-- x -->\n<!doctype definitions>"), "xml.document_type"),
    "external entity": (
        with_doctype('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
        "xml.document_type",
    ),
    "external DTD": (with_doctype('<!DOCTYPE d SYSTEM "http://127.0.0.1:1/evil.dtd">'), "xml.document_type"),
    "billion laughs": (with_doctype(f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]>', "&l9;"), "xml.document_type"),
    "billion laughs in UTF-16": (
        with_doctype(f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]>', "&l9;").encode("utf-16"),
        "xml.document_type",
    ),
    "300 levels": (definitions("<process>" * 300 + "</process>" * 300), "xml.too_deep"),
    "100,000 levels": (definitions("<process>" * 100_000), "xml.too_deep"),
    "more elements than allowed": (
        definitions('<process id="p">' + "<task/>" * 200_001 + "</process>"),
        "xml.too_many_elements",
    ),
    "11 MB": (b"<" + b"x" * 11 * 1024 * 1024, "wrong_content.too_large"),
    "50 MB": (b" " * 50 * 1024 * 1024, "wrong_content.too_large"),
    # damaged
    "empty": (b"", "wrong_content.empty"),
    "blank": (b" \r\n\t", "wrong_content.empty"),
    "cut off": (VALID[: VALID.index("</process>")], "xml.cut_off"),
    "cut off inside a tag": (VALID[: VALID.index("name=")], "xml.cut_off"),
    "tags that do not match": (VALID.replace("</process>", "</prozess>"), "xml.not_well_formed"),
    "two roots": (VALID + "<a/>", "xml.not_well_formed"),
    "zeros": (b"\x00" * 5000, "wrong_content.binary"),
    "random bytes": (bytes(range(256)) * 20, "wrong_content.binary"),
    "no steps": (definitions('<process id="p"/>'), "bpmn.nothing_inside"),
    # other formats under the name of BPMN
    "gzip of BPMN": (gzip.compress(VALID.encode()), "wrong_content.gzip"),
    "zip of BPMN": (zipped("flows/転入.bpmn"), "wrong_content.zip_of_bpmn"),
    "zip": (zipped("readme.txt"), "wrong_content.zip"),
    "broken zip": (zipped("a.bpmn")[:40], "wrong_content.broken_zip"),
    "xlsx": (zipped("[Content_Types].xml", "xl/workbook.xml"), "wrong_content.xlsx"),
    "vsdx": (zipped("[Content_Types].xml", "visio/document.xml"), "wrong_content.vsdx"),
    "docx": (zipped("word/document.xml"), "wrong_content.docx"),
    "pptx": (zipped("ppt/presentation.xml"), "wrong_content.pptx"),
    "OpenDocument": (zipped("mimetype", "content.xml"), "wrong_content.opendocument"),
    "old Visio": (ole("VisioDocument"), "wrong_content.vsd"),
    "old Excel": (ole("Workbook"), "wrong_content.xls"),
    "old Word": (ole("WordDocument"), "wrong_content.doc"),
    "workbook with a password": (ole("EncryptedPackage"), "wrong_content.encrypted_office"),
    "unknown OLE": (ole("Something"), "wrong_content.ole"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + b"\x00" * 50, "wrong_content.archive"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3", "wrong_content.pdf"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "wrong_content.image"),
    "HTML": ("<!DOCTYPE html>\n<html><body>ログイン</body></html>", "wrong_content.html"),
    "XHTML": ('<html xmlns="http://www.w3.org/1999/xhtml"/>', "wrong_content.html"),
    "JSON": ('{"resourceId": "canvas"}', "wrong_content.json"),
    "CSV": ("No,作業名\n1,転入届の受付\n", "wrong_content.text"),
    "Mermaid": ("flowchart TD\n A-->B", "wrong_content.text"),
    "XPDL": ('<Package xmlns="http://www.wfmc.org/2009/XPDL2.2" Id="p"/>', "wrong_content.xpdl"),
    "draw.io": ('<mxfile host="app.diagrams.net"><diagram/></mxfile>', "wrong_content.drawio"),
    "draw.io graph": ("<mxGraphModel><root/></mxGraphModel>", "wrong_content.drawio"),
    "BPMN 1.x": ('<bpmn:BpmnDiagram xmlns:bpmn="http://stp.eclipse.org/bpmn"/>', "wrong_content.bpmn1"),
    "BPMN 1.1": ("<BusinessProcessDiagram/>", "wrong_content.bpmn1"),
    "EPML": ('<epml:epml xmlns:epml="http://www.epml.de"/>', "wrong_content.epml"),
    "ARIS": ("<AML/>", "wrong_content.aml"),
    "ADONIS": ("<ADOXML version='3.1'/>", "wrong_content.adonis"),
    "BPEL": ('<process xmlns="http://docs.oasis-open.org/wsbpel/2.0/process/executable"/>', "wrong_content.bpel"),
    "jPDL": ('<process-definition name="x"/>', "wrong_content.jpdl"),
    "DMN": ('<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>', "wrong_content.dmn"),
    "CMMN": ('<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"/>', "wrong_content.cmmn"),
    "WSDL": ('<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>', "wrong_content.wsdl"),
    "Visio XML": ('<VisioDocument xmlns="http://schemas.microsoft.com/visio/2003/core"/>', "wrong_content.vdx"),
    "Excel XML": ('<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "wrong_content.excel_xml"),
    "SVG": ('<svg xmlns="http://www.w3.org/2000/svg"/>', "wrong_content.svg"),
    "UML": ('<xmi:XMI xmlns:xmi="http://www.omg.org/XMI"/>', "wrong_content.xmi"),
    "Petri net": ("<pnml/>", "wrong_content.pnml"),
    "other XML": ("<config><a/></config>", "wrong_content.other_xml"),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED)
def test_refused_with_a_sentence(content: bytes | str, code: str) -> None:
    reading = read_file(content)
    errors = [issue for issue in reading.issues if issue.severity is Severity.ERROR]
    assert [issue.code for issue in errors] == [code]
    assert all("—" in issue_sentence(errors[0], language) for language in LANGUAGES)


READ_WITH_A_WORD: dict[str, tuple[str, str]] = {
    "bare ampersand": (VALID.replace("転入届の受付", "A & B"), "xml.ampersand"),
    "HTML entity": (VALID.replace("転入届の受付", "A&nbsp;B"), "xml.html_entity"),
    "control character": (VALID.replace("転入届の受付", "A\x01B"), "xml.control"),
    "reference to a control character": (VALID.replace("転入届の受付", "A&#1;B"), "xml.control"),
    "undeclared prefix": (VALID.replace("<task", "<task acme:cost='5'"), "xml.read_past"),
    "attribute twice": (VALID.replace("<task", "<task name='A B'"), "xml.read_past"),
    "wrapped": (f"<export>{VALID.split('?>', 1)[1]}</export>", "bpmn.wrapped"),
}


@pytest.mark.parametrize(("content", "code"), READ_WITH_A_WORD.values(), ids=READ_WITH_A_WORD)
def test_read_and_reported(content: str, code: str) -> None:
    reading = read_file(content)
    assert reading.flow is not None
    assert len(reading.flow.nodes) == 1
    assert code in codes(reading)


def test_faults_inside_cdata_are_no_faults() -> None:
    text = "<textAnnotation id='n'><text><![CDATA[A & B]]></text></textAnnotation>"
    reading = read_file(process(f"<task id='a' name='A & B'/>{text}"))
    assert reading.flow is not None
    assert (reading.flow.nodes[0].name, reading.flow.notes[0].text) == ("A & B", "A & B")


def test_bpmn_without_namespace_is_read() -> None:
    reading = read_file(VALID.replace(NAMESPACES, ""))
    assert reading.flow is not None
    assert reading.flow.nodes[0].kind == "task"


def test_limits_come_from_the_policy() -> None:
    limits = replace(default_policy().limits, xml_elements=2)
    reading = read_flow(NamedBytes(name="a.bpmn", content=VALID.encode()), ReadOptions(limits=limits))
    assert codes(reading) == ["xml.too_many_elements"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("転入.txt", VALID, "wrong_content.suffix"),
        ("転入", VALID, "wrong_content.suffix"),
        ("転入.vsdx", zipped("visio/document.xml"), "wrong_content.vsdx"),
        ("転入.pdf", b"%PDF-1.4", "wrong_content.pdf"),
    ],
)
def test_other_suffixes_are_named(name: str, content: bytes | str, code: str) -> None:
    assert codes(read_file(content, name=name)) == [code]


@pytest.mark.parametrize("suffix", sorted(FLOW_READERS))
@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 100, b"PK\x03\x04broken", b"%PDF-1.4", b"\x1f\x8b\x08"])
def test_no_reader_raises_on_wrong_content(suffix: str, content: bytes) -> None:
    reading = read_file(content, name=f"転入{suffix}")
    assert reading.flow is None
    assert reading.has_error


def test_many_lanes_and_steps_are_not_compared_one_by_one() -> None:
    lanes = "".join(f'<lane id="l{n}" name="L"/>' for n in range(1500))
    steps = "".join(f'<task id="a{n}" name="A"/>' for n in range(1500))
    reading = read_file(process(f"<laneSet>{lanes}</laneSet>{steps}"))
    assert "bpmn.too_many_to_place" in codes(reading)


def test_many_loose_lines_are_not_measured_one_by_one() -> None:
    lines = "".join(f'<sequenceFlow id="f{n}"/>' for n in range(1500))
    reading = read_file(process('<task id="a" name="A"/>' + lines))
    assert "bpmn.too_many_loose_lines" in codes(reading)
