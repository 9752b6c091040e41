"""Words that both forms of the minutes use: a decision, a position, a ruling in one line each."""

from fitgap.model.decision import Decision
from fitgap.model.meeting import Meeting, Note, Position, Ruling
from fitgap.model.minutes import MinutesItem
from fitgap.model.policy import Deciding
from fitgap.texts import Language, say, term


def day_and_time(iso: str) -> str:
    """A recorded time as people write it; a date alone stays one."""
    return iso[:16].replace("T", " ").replace("-", "/")


def resolution_word(decision: Decision, policy: Deciding, language: Language) -> str:
    """The resolution in words."""
    return term("resolution", decision.terms.resolution, policy, language)


def result_word(item: MinutesItem, policy: Deciding, language: Language) -> str:
    """What became of an item: its resolution, that it was put off, or that nothing was settled."""
    if item.decision is None:
        return say("minutes.result.none", language)
    word = resolution_word(item.decision, policy, language)
    if not item.is_settled:
        return say("minutes.result.unsettled", language, resolution=word)
    return word


def position_line(position: Position, language: Language) -> str:
    """Who stands where and why."""
    sign = say(f"meetings.stance_sign.{position.stance}", language)
    word = say(f"meetings.stance.{position.stance}", language)
    line = say("minutes.position", language, sign=sign, stance=word, member=position.member)
    return say("minutes.because", language, line=line, reason=position.reason) if position.reason else line


def decision_line(decision: Decision, policy: Deciding, language: Language) -> str:
    """What was decided, by which level, by whom, when, and whether it still holds."""
    return say(
        "minutes.decision",
        language,
        level=say(f"meetings.level.{decision.level}", language),
        resolution=resolution_word(decision, policy, language),
        person=decision.person,
        at=day_and_time(decision.at),
        state=say(f"minutes.state.{decision.state}", language),
    )


def earlier_line(decision: Decision, item: MinutesItem, policy: Deciding, language: Language) -> str:
    """An earlier decision, or one on a part of the item, which is then named."""
    line = decision_line(decision, policy, language)
    if decision.subject.key == item.key:
        return line
    return say("minutes.on_other", language, line=line, title=decision.subject.title)


def ruling_line(ruling: Ruling, language: Language) -> str:
    """What a level made of a decision."""
    line = say(
        "minutes.ruling",
        language,
        level=say(f"meetings.level.{ruling.level}", language),
        ruling=say(f"meetings.ruling.{ruling.kind}", language),
        person=ruling.person,
        at=day_and_time(ruling.at),
    )
    return say("minutes.because", language, line=line, reason=ruling.reason) if ruling.reason else line


def task_line(note: Note, language: Language) -> str:
    """Who does what until when."""
    return say("minutes.task_line", language, text=note.text, owner=note.owner, deadline=day_and_time(note.deadline))


def minutes_spent(item: MinutesItem, language: Language) -> str:
    """The time taken beside the time planned."""
    if item.spent_seconds is None:
        return say("minutes.not_opened", language, planned=item.planned_minutes)
    spent = round(item.spent_seconds / 60)
    return say("minutes.spent", language, spent=spent, planned=item.planned_minutes)


def head_rows(meeting: Meeting, language: Language) -> tuple[tuple[str, str], ...]:
    """Date, place, level and state of a meeting, as pairs of a label and its words."""
    head = meeting.head
    state = "closed" if meeting.is_closed else "not_closed"
    last = meeting.turns[-1] if meeting.turns else None
    closed = say(
        f"minutes.head.{state}",
        language,
        person=last.person if last else "",
        at=day_and_time(last.at) if last else "",
    )
    return (
        (say("minutes.head.date", language), day_and_time(head.date)),
        (say("minutes.head.place", language), head.place or say("minutes.none", language)),
        (say("minutes.head.level", language), say(f"meetings.level.{head.level}", language)),
        (say("minutes.head.state", language), closed),
    )
