"""What the diagram says of a step, and the words it says it in."""

from dataclasses import dataclass
from typing import TypeAlias

from fitgap.model.judgement import Verdict
from fitgap.texts import Language, say

Payload: TypeAlias = dict[str, str | bool]

_WORDS = (
    *("diagram", "diagrams", "legend"),
    *("failed", "hint", "view", "readable", "readable_long", "whole", "whole_long"),
    *("zoomIn_long", "zoomOut_long", "decided", "stale"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What is shown on one step. `element_id` is the step's XML id in the diagram, `name` its name as plain text.

    `is_decided` when a person said the verdict, else it is the machine's guess; `is_stale` when the text has changed
    since a person said so.
    """

    element_id: str
    verdict: Verdict
    name: str
    is_decided: bool = False
    is_stale: bool = False


def mark_payload(mark: Mark, language: Language) -> Payload:
    """One mark as the browser takes it; every word of it is shown as text."""
    return {
        "id": mark.element_id,
        "verdict": mark.verdict.value,
        "isDecided": mark.is_decided,
        "isStale": mark.is_stale,
        "sign": say(f"verdict_sign.{mark.verdict}", language),
        "label": spoken(mark, language),
    }


def spoken(mark: Mark, language: Language) -> str:
    """What a screen reader says of a step, and what its tooltip shows."""
    source = "decided_by_person" if mark.is_decided else "guessed"
    parts = [say(f"verdict.{mark.verdict}", language)]
    if mark.verdict is not Verdict.NOT_JUDGED:
        parts.append(say(f"viewer.{source}", language))
    if mark.is_stale:
        parts.append(say("viewer.stale_spoken", language))
    words = say("viewer.separator", language).join(parts)
    return say("viewer.step", language, name=mark.name or say("viewer.no_name", language), verdict=words)


def words(language: Language) -> dict[str, str]:
    """The words of the frame around the diagram."""
    return {word: say(f"viewer.words.{word}", language) for word in _WORDS}


def legend(language: Language) -> list[dict[str, str]]:
    """Signs and borders in words, in the order of the verdicts."""
    signs = [
        {
            "classes": f"fitgap-{verdict} fitgap-decided",
            "sign": say(f"verdict_sign.{verdict}", language),
            "text": say(f"verdict.{verdict}", language),
        }
        for verdict in Verdict
    ]
    borders = [
        {"classes": f"fitgap-border fitgap-{kind}", "sign": "", "text": say(f"viewer.legend.{kind}", language)}
        for kind in ("guess", "decided")
    ]
    return [*signs, *borders]
