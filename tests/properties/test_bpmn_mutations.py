"""Whatever happens to a file on its way, the reader answers with a flow or with issues."""

import re

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.reading.bpmn_files import definitions, drawn, edge, read_file, shape

from fitgap.model.step import steps_of
from fitgap.reading.bpmn.names import clean_name, clean_text
from fitgap.reading.decoding import decode_text
from fitgap.texts import LANGUAGES, issue_sentence

LANES = (
    '<laneSet id="ls"><lane id="l" name="窓口"><flowNodeRef>a</flowNodeRef><childLaneSet id="cs">'
    '<lane id="m" name="係"><flowNodeRef>s</flowNodeRef></lane></childLaneSet></lane></laneSet>'
)
STEPS = """<startEvent id="start" name="開始"><timerEventDefinition id="t"/></startEvent>
<userTask id="a" name="転入届の受付" default="f"><documentation>受付</documentation>
<ioSpecification id="io"><dataInput id="in" name="届"/></ioSpecification>
<dataInputAssociation id="da"><sourceRef>d</sourceRef><targetRef>in</targetRef></dataInputAssociation></userTask>
<boundaryEvent id="b" attachedToRef="a"/><subProcess id="s" name="審査"><task id="c" name="確認"/></subProcess>
<callActivity id="call" calledElement="p"/><dataObjectReference id="d" name="転入届" dataObjectRef="o"/>
<dataObject id="o"/><textAnnotation id="n"><text>注意</text></textAnnotation><group id="g" categoryValueRef="v"/>
<sequenceFlow id="f" sourceRef="start" targetRef="a"/><sequenceFlow id="h" sourceRef="a" targetRef="s"/>
<association id="x" sourceRef="n" targetRef="a"/>"""
POOLS = '<collaboration id="co"><participant id="pool" name="市" processRef="p"/></collaboration>'
DIAGRAM = drawn(
    shape("a", 0, 0) + shape("s", 300, 0) + shape("l", -50, -50, 900, 300) + edge("h", (100, 40), (300, 40))
)
VALID = definitions(f'{POOLS}<process id="p" name="転入">{LANES}{STEPS}</process>{DIAGRAM}')
ATTRIBUTES = [found.span() for found in re.finditer(r' [A-Za-z]+="[^"]*"', VALID)]
VALUES = [found.span(1) for found in re.finditer(r'(?:id|Ref|Element|[xy]|width|default)="([^"]*)"', VALID)]
IDS = ["a", "b", "s", "d", "l", "m", "p", "f", "pool", "start", "", "tns:a", "nan", "1e999", "-5", "none"]


def assert_answered(content: str | bytes) -> None:
    reading = read_file(content)
    assert reading.flow is not None or reading.issues
    for language in LANGUAGES:
        assert all(issue_sentence(issue, language) for issue in reading.issues)
    if reading.flow is not None:
        ids = [node.id for node in reading.flow.nodes]
        assert len(ids) == len(set(ids))
        assert len(steps_of(reading.flow)) <= len(ids)


@given(st.sets(st.sampled_from(ATTRIBUTES), max_size=12))
def test_attributes_may_be_missing(spans: set[tuple[int, int]]) -> None:
    text = VALID
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    assert_answered(text)


@given(st.dictionaries(st.sampled_from(VALUES), st.sampled_from(IDS), max_size=20))
def test_ids_references_and_places_may_be_anything(values: dict[tuple[int, int], str]) -> None:
    text = VALID
    for (start, end), value in sorted(values.items(), reverse=True):
        text = text[:start] + value + text[end:]
    assert_answered(text)


@given(st.integers(0, len(VALID.encode())), st.integers(0, 40), st.binary(max_size=6))
def test_bytes_may_be_cut_or_overwritten(start: int, length: int, instead: bytes) -> None:
    content = VALID.encode()
    assert_answered(content[:start] + instead + content[start + length :])


@given(st.integers(0, len(VALID)))
def test_a_file_that_is_cut_off_is_never_taken_for_whole(end: int) -> None:
    reading = read_file(VALID[:end])
    assert reading.has_error or end > VALID.rindex(">")


@given(st.binary(max_size=300))
def test_any_bytes_are_answered(content: bytes) -> None:
    assert_answered(content)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    plain = text.replace("&", "").replace("<", "")
    assert clean_name(clean_name(plain)) == clean_name(plain)
    assert clean_text(clean_text(plain)) == clean_text(plain)
    assert "\n" not in clean_name(text)


@given(st.text(alphabet=st.characters(codec="utf-8")), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_unicode_text_comes_back(text: str, encoding: str) -> None:
    decoded = decode_text(text.encode(encoding), chosen="utf-8" if encoding == "utf-8" else "")
    assert decoded.text == text.removeprefix("\ufeff") or "\x1b$" in text or "\x00" in text
