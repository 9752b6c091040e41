"""Decisions in words: signs, lists, one line a decision."""

from collections.abc import Sequence

from fitgap.app.screens.decide_view import Mark
from fitgap.app.screens.figures import moment, verdict_label
from fitgap.app.screens.session import language, words, workspace
from fitgap.model.decision import Alternative, Decision, DecisionItem, Terms
from fitgap.texts import term


def mark_text(mark: Mark) -> str:
    """Sign and word, never colour alone."""
    return words(f"decide.mark.{mark}")


def item_label(item: DecisionItem) -> str:
    """Kind, verdict and name in one line."""
    kind = words(f"decide.kind_short.{item.subject.kind}")
    verdict = verdict_label(item.verdict, language()).split(" ")[0] if item.verdict else ""
    return f"{verdict}{kind} {item.subject.title or words('no_name')}"


def in_words(name: str, code: str) -> str:
    """A code of the vocabulary as people say it."""
    return term(name, code, workspace().policy().deciding, language())


def decided_line(decision: Decision) -> str:
    """What was decided, by whom and when."""
    return words(
        "decide.line",
        resolution=in_words("resolution", decision.terms.resolution),
        person=decision.person,
        at=moment(decision.at),
    )


def terms_lines(terms: Terms) -> tuple[tuple[str, str], ...]:
    """Everything that was written into a decision, as pairs of a label's code and the words."""
    impacts = terms.impacts
    pairs = (
        ("cause", in_words("cause", terms.cause)),
        ("reason", terms.reason),
        ("owner", terms.owner),
        ("deadline", terms.deadline),
        ("asked_by", terms.asked_by),
        ("legal_ground", terms.legal_ground),
        ("impact_resident", in_words("level", impacts.resident)),
        ("impact_staff", in_words("level", impacts.staff)),
        ("impact_legality", in_words("level", impacts.legality)),
        ("impact_deadline", in_words("level", impacts.deadline)),
        ("priority", in_words("priority", terms.priority)),
        ("burden", in_words("burden", terms.burden)),
        ("size", in_words("size", terms.size)),
        ("alternatives", alternatives_text(terms.alternatives)),
        ("note", terms.note),
    )
    return tuple((name, text) for name, text in pairs if text)


def alternatives_text(alternatives: Sequence[Alternative]) -> str:
    """The ways that were weighed, one a line."""
    return "\n".join(
        words(
            "decide.alternative_line",
            title=in_words("resolution", one.title),
            pros=one.pros or words("decide.unsaid"),
            cons=one.cons or words("decide.unsaid"),
        )
        for one in alternatives
    )
