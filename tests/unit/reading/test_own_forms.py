"""What offices state of their own forms, in a sheet beside the flow or in the diagram."""

from tests.unit.reading.bpmn_files import codes as bpmn_codes
from tests.unit.reading.bpmn_files import document, flow_of, process, read_file
from tests.unit.reading.table_files import FLOW_HEADINGS, codes, read_table, xlsx_of

from fitgap.reading.result import FlowReading

FLOW_ROWS = [FLOW_HEADINGS.split(","), ["1", "受付", "受け取る", "住民異動届", "受付票", "手作業", "市民課", "職員"]]
FORM_ROWS = [
    ["No", "帳票名称", "区分", "用紙", "出力方式", "印字項目", "宛先", "封入封緘", "年間件数"],
    ["1", "住民異動届", "紙帳票", "A4縦", "即時", "氏名（漢字）、住所\n届出日", "市長", "×", "９５０"],
]


def read_workbook(*more: list[str]) -> FlowReading:
    return read_table(xlsx_of({"フロー": FLOW_ROWS, "帳票一覧": [*FORM_ROWS, *more]}), name="tennyu.xlsx")


def test_a_sheet_of_own_forms_describes_the_documents_of_the_flow() -> None:
    reading = read_workbook()
    assert reading.flow is not None
    form, other = reading.flow.documents
    assert (form.name, form.fields, form.paper) == ("住民異動届", ("氏名（漢字）", "住所", "届出日"), "A4縦")
    assert (form.output_method, form.addressee, form.is_enclosed, form.copies_per_year) == ("即時", "市長", False, 950)
    assert not other.is_described
    left_out = next(issue for issue in reading.issues if issue.code == "own_forms.columns_left_out")
    assert dict(left_out.message.values) == {"columns": "区分"}


def test_what_cannot_be_read_is_reported_with_its_row() -> None:
    reading = read_workbook(
        ["2", "受付票", "", "不明", "", "", "", "たぶん", "多数"],
        ["3", "受付票", "", "A5"],
        ["4", "町内会名簿", "", "A4"],
        ["5", "", "", "A4"],
    )
    found = [(issue.code, issue.source.row) for issue in reading.issues if issue.code.startswith("own_forms.")]
    assert ("own_forms.copies_unreadable", 3) in found
    assert ("own_forms.enclosed_unknown", 3) in found
    assert ("own_forms.twice", 4) in found
    assert ("own_forms.not_used", 5) in found
    assert ("own_forms.row_left_out", 6) in found
    assert reading.flow is not None
    slip = reading.flow.documents[1]
    assert (slip.paper, slip.is_enclosed, slip.copies_per_year) == ("", None, None)


def test_a_list_of_names_alone_describes_nothing() -> None:
    rows = [["No", "帳票名称", "備考"], ["1", "住民異動届", ""]]
    reading = read_table(xlsx_of({"フロー": FLOW_ROWS, "帳票": rows}), name="tennyu.xlsx")
    assert "tables.sheet_not_a_table" in codes(reading)
    assert reading.flow is not None
    assert not any(form.is_described for form in reading.flow.documents)


def stated(attributes: str) -> str:
    inside = f'<extensionElements><f:form xmlns:f="urn:fitgap:work" {attributes}/></extensionElements>'
    return process(f'<dataObject id="o">{inside}</dataObject><dataObjectReference id="d" name="届" dataObjectRef="o"/>')


def test_a_data_object_describes_every_reference_to_it() -> None:
    form = document(flow_of(stated('fields="氏名、住所" paper="A4" enclosed="yes" copiesPerYear="4300"')), "d")
    assert (form.fields, form.paper, form.is_enclosed, form.copies_per_year) == (("氏名", "住所"), "A4", True, 4300)


def test_a_diagram_says_what_of_a_form_cannot_be_read() -> None:
    reading = read_file(stated('size="A4" copiesPerYear="many" enclosed="たぶん"'))
    assert reading.flow is not None
    assert not document(reading.flow, "d").is_described
    assert bpmn_codes(reading).count("bpmn.form_value_unreadable") == 2
    assert "bpmn.form_attribute_unknown" in bpmn_codes(reading)
