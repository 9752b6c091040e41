"""Write `docs/issues.md`: every issue code with its sentence and advice in both languages, from the text catalogue."""

from pathlib import Path

from fitgap.texts.rendering import catalogue

TARGET = Path(__file__).resolve().parents[1] / "docs" / "issues.md"
HEAD = """\
# 取込の指摘一覧 / Issue codes

取込と検査（`fitgap check`）が出す指摘のすべてです。
この表は `python scripts/write_issue_list.py` が文言の一覧から作ります。

Every issue that an import or `fitgap check` can raise.
Written from the text catalogue by `python scripts/write_issue_list.py`.

`{…}` には、ファイルごとの値が入ります。 / `{…}` stands for a value of the file.
"""


def issue_list() -> str:
    """The whole page."""
    japanese, english = catalogue("ja"), catalogue("en")
    codes = sorted(code for code in japanese if f"{code}.todo" in japanese)
    parts, area = [HEAD], ""
    for code in codes:
        if code.split(".")[0] != area:
            area = code.split(".")[0]
            parts.append(f"\n## {area}\n\n| code | 何が・どうする | what — what to do |\n|---|---|---|\n")
        cells = (f"`{code}`", *(f"{texts[code]} {texts[f'{code}.todo']}" for texts in (japanese, english)))
        parts.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n")
    return "".join(parts)


if __name__ == "__main__":
    TARGET.write_text(issue_list(), encoding="utf-8", newline="\n")
