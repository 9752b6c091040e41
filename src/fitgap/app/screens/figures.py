"""Figures, signs and times in words; no arithmetic beyond formatting."""

from datetime import datetime

from fitgap.model.choice import Choice, ChoiceKind
from fitgap.model.judgement import Verdict
from fitgap.model.summary import COVERAGE_VERDICTS, Rate, Summary
from fitgap.texts import Language, has_text, say

VERDICT_COLOURS = {
    Verdict.FIT: "green",
    Verdict.PARTIAL: "orange",
    Verdict.GAP: "red",
    Verdict.NA: "gray",
    Verdict.NOT_JUDGED: "violet",
}


def verdict_label(verdict: Verdict, language: Language) -> str:
    """Sign and word: never colour alone."""
    return f"{say(f'verdict_sign.{verdict}', language)} {say(f'verdict.{verdict}', language)}"


def rate_text(rate: Rate, language: Language) -> str:
    """A share with its base, or that there is no base."""
    if rate.value is None:
        return say("screens.figures.no_base", language)
    return say(
        "screens.figures.rate",
        language,
        numerator=f"{rate.numerator:,.0f}",
        denominator=f"{rate.denominator:,.0f}",
        percent=percent(rate.value),
    )


def percent(share: float) -> str:
    """A share in whole per cent; what is not nothing and not everything never looks like it."""
    return f"{min(max(share, 0.01), 0.99) if 0 < share < 1 else share:.0%}"


def summary_lines(summary: Summary, language: Language) -> tuple[str, ...]:
    """The rates of some steps with what they leave out."""
    lines = [
        say(
            "screens.figures.fit_rate",
            language,
            rate=rate_text(summary.fit_rate, language),
            left_out=summary.left_out,
        )
    ]
    if summary.volume_known:
        lines.append(
            say(
                "screens.figures.volume_rate",
                language,
                rate=rate_text(summary.volume_fit_rate, language),
                known=summary.volume_known,
                judged=sum(summary.count(verdict) for verdict in COVERAGE_VERDICTS),
            )
        )
    return tuple(lines)


def verdict_counts(summary: Summary, language: Language) -> str:
    """``◎7 △3 ×1 －4 ？0`` in the order of the verdicts."""
    return " ".join(f"{say(f'verdict_sign.{verdict}', language)}{count}" for verdict, count in summary.by_verdict)


def moment(iso: str) -> str:
    """A recorded time as people write it, in the clock it was recorded with; an unreadable one as it stands."""
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{at:%Y/%m/%d %H:%M}"


def choice_text(choice: Choice, item_name: str, language: Language) -> str:
    """What was chosen, in words; the name of the item is the user's and comes as it is."""
    code = f"screens.choice.{choice.kind}"
    if choice.kind is ChoiceKind.CONFIRM and choice.verdict is not None:
        return say(f"{code}_as", language, item=item_name, verdict=verdict_label(choice.verdict, language))
    if choice.kind is ChoiceKind.NONE_FITS and choice.item == "form":
        code = "screens.choice.no_form"
    return say(code, language, item=item_name)


def part_name(name: str, language: Language) -> str:
    """The words for a part of a score; a part without words shows its own name."""
    code = f"score_part.{name}"
    return say(code, language) if has_text(code) else name
