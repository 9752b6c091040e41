"""What a level made of a decision, in one line."""

from fitgap.app.screens.figures import moment
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language
from fitgap.model.meeting import Ruling
from fitgap.texts import say


def ruling_text(ruling: Ruling) -> str:
    """Level, word and reason; nothing in it is Markdown but the emphasis."""
    level = say(f"meetings.level.{ruling.level}", language())
    line = f"**{level}：{say(f'meetings.ruling.{ruling.kind}', language())}**"
    return f"{line}　{plain(ruling.reason)}" if ruling.reason else line


def ruling_line(ruling: Ruling) -> str:
    """The same with who and when."""
    return f"{ruling_text(ruling)}　{plain(ruling.person)}　{moment(ruling.at)}"
