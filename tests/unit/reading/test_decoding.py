import pytest

from fitgap.reading.decoding import DecodedText, decode_text, known_codec

TEXT = "作業名,担当部署\n転入届を受け付ける,市民課①\n"


@pytest.mark.parametrize(
    ("encoding", "found", "is_guessed"),
    [
        ("utf-8", "utf-8", False),
        ("utf-8-sig", "utf-8-sig", False),
        ("utf-16", "utf-16", False),
        ("utf-16-le", "utf-16-le", False),
        ("utf-16-be", "utf-16-be", False),
        ("utf-32", "utf-32", False),
        ("iso2022_jp_2004", "iso2022_jp_2004", False),
        ("cp932", "cp932", True),
        ("euc_jis_2004", "euc_jis_2004", True),
    ],
)
def test_text_comes_back_whatever_the_encoding(encoding: str, found: str, is_guessed: bool) -> None:
    content = TEXT.encode(encoding)
    if encoding.endswith(("le", "be")):
        content = f"No,{'x' * 100}\n{TEXT}".encode(encoding)
    decoded = decode_text(content)
    assert (decoded.text.endswith(TEXT), decoded.encoding, decoded.is_guessed) == (True, found, is_guessed)


@pytest.mark.parametrize("words", ["世帯・税額の確認", "社保喪失証明の確認", "記録係長", "本人確認OK?"])
@pytest.mark.parametrize("encoding", ["cp932", "euc_jp"])
def test_short_japanese_words_are_told_apart(words: str, encoding: str) -> None:
    assert decode_text(words.encode(encoding)).text == words


def test_western_text_is_read_as_windows_1252() -> None:
    decoded = decode_text("Prüfung der Unterlagen – fünf".encode("cp1252"))
    assert (decoded.text, decoded.is_guessed) == ("Prüfung der Unterlagen – fünf", True)


def test_a_person_has_the_last_word() -> None:
    decoded = decode_text("名簿".encode("euc_jp"), chosen="EUC-JP")
    assert (decoded.text, decoded.encoding, decoded.is_guessed) == ("名簿", "euc_jp", False)


def test_a_choice_that_does_not_fit_is_guessed_again() -> None:
    assert decode_text("転入届".encode("cp932"), chosen="utf-8").text == "転入届"


def test_a_false_declaration_is_not_believed() -> None:
    decoded = decode_text("窓口で受け付ける".encode(), declared="ISO-8859-1")
    assert (decoded.text, decoded.is_guessed) == ("窓口で受け付ける", True)


def test_a_true_declaration_is_no_guess() -> None:
    assert not decode_text("窓口で受け付ける".encode("cp932"), declared="Shift_JIS").is_guessed


def test_shift_jis_means_what_windows_writes() -> None:
    assert decode_text("①㈱髙橋".encode("cp932"), declared="Shift_JIS").text == "①㈱髙橋"


def test_broken_bytes_are_counted() -> None:
    decoded = decode_text("転入届を受け付ける".encode() + b"\xff" + "窓口".encode())
    assert (decoded.encoding, decoded.replaced_count) == ("utf-8", 1)


def test_plain_ascii_is_never_a_guess() -> None:
    assert decode_text(b"No,Task\n1,Check\n") == DecodedText(
        text="No,Task\n1,Check\n", encoding="utf-8", is_guessed=False
    )


@pytest.mark.parametrize("name", ["", "unicode_escape", "hex", "idna", "zlib", "no such", "a\x00b"])
def test_odd_codec_names_are_not_followed(name: str) -> None:
    assert known_codec(name) == ""
