import pytest
from tests.unit.reading.bpmn_files import codes, flow_of, process, read_file

from fitgap.texts import LANGUAGES, issue_sentence

BODY = process('<task id="a" name="転入届を受け付ける①"/>', name="転入届の受付")


def declared(encoding: str) -> str:
    return BODY.replace("UTF-8", encoding)


@pytest.mark.parametrize(
    ("content", "encoding", "is_guessed"),
    [
        (BODY.encode("utf-8-sig"), "utf-8-sig", False),
        (declared("UTF-16").encode("utf-16"), "utf-16", False),
        (declared("UTF-16").encode("utf-16-le"), "utf-16-le", False),
        (declared("UTF-16").encode("utf-16-be"), "utf-16-be", False),
        (declared("Shift_JIS").encode("cp932"), "cp932", False),
        (declared("x-sjis").encode("cp932"), "cp932", False),
        (declared("EUC-JP").replace("①", "").encode("euc_jp"), "euc_jp", False),
        (declared("ISO-2022-JP").replace("①", "").encode("iso2022_jp"), "iso2022_jp", False),
        (BODY.encode("cp932"), "cp932", True),
        (declared("ISO-8859-1").encode(), "utf-8", True),
        (declared("UTF-16").encode(), "utf-8", True),
        (declared("no-such-code").encode(), "utf-8", True),
        (("\n \n" + BODY).encode(), "utf-8", False),
        (BODY.split("\n", 1)[1].encode(), "utf-8", False),
        (BODY.split("\n", 1)[1].encode("cp932"), "cp932", True),
    ],
)
def test_names_survive_every_encoding(content: bytes, encoding: str, is_guessed: bool) -> None:
    flow = flow_of(content)
    assert flow.nodes[0].name.startswith("転入届を受け付ける")
    assert (flow.encoding, flow.is_encoding_guessed) == (encoding, is_guessed)
    assert "転入届の受付" in content.decode(flow.encoding)


def test_a_guess_shows_names_to_a_person() -> None:
    issue = next(i for i in read_file(BODY.encode("cp932")).issues if i.code == "bpmn.encoding_guessed")
    assert all("転入届を受け付ける①" in issue_sentence(issue, language) for language in LANGUAGES)


def test_a_person_chooses_the_encoding() -> None:
    reading = read_file(BODY.encode("cp932"), encoding="cp932")
    assert reading.flow is not None
    assert (reading.flow.is_encoding_guessed, "bpmn.encoding_guessed" in codes(reading)) == (False, False)


def test_latin_1_bytes_declared_utf_8_are_read_and_reported() -> None:
    reading = read_file(process('<task id="a" name="Prüfung"/>', name="Antrag").encode("cp1252"))
    assert reading.flow is not None
    assert (reading.flow.nodes[0].name, reading.flow.is_encoding_guessed) == ("Prüfung", True)


def test_lost_characters_are_counted_with_their_line() -> None:
    content = BODY.encode().replace("転入届を受け付ける".encode(), "転入届を".encode() + b"\xff")
    issue = next(i for i in read_file(content).issues if i.code == "bpmn.characters_lost")
    assert (dict(issue.message.values)["count"], issue.source.line) == (1, 4)


def test_blank_lines_before_the_declaration_count_as_lines() -> None:
    assert flow_of("\n\n" + BODY).nodes[0].source.line == 6
