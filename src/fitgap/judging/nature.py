"""Who does a step: the system, a person with the system, or a person alone."""

from fitgap.judging.saying import says
from fitgap.model.judgement import Nature
from fitgap.model.message import Message, message
from fitgap.model.policy import NatureSigns
from fitgap.model.step import Step
from fitgap.model.values import made_often
from fitgap.model.wording import Wording

SYSTEM_KINDS = frozenset({"serviceTask", "scriptTask", "businessRuleTask"})


@made_often
class NatureFound:
    """A nature, why, and how sure that is (0..1)."""

    nature: Nature
    reason: Message
    confidence: float


def judge_nature(step: Step, job: Wording, signs: NatureSigns) -> NatureFound:
    """The nature of a step by its strongest sign: stated method, task kind, lane, what the label says.

    A plain ``task`` and a ``userTask`` say nothing: modelling tools give these kinds to everything.
    """
    if step.method.strip():
        return _by_method(step.method.strip(), signs)
    if step.kind in SYSTEM_KINDS or step.kind == "manualTask":
        nature = Nature.SYSTEM if step.kind in SYSTEM_KINDS else Nature.MANUAL
        return _found(nature, message(f"reason.nature_kind_{nature.value}"), signs.stated_confidence)
    if _is_outside(step.lane, signs):
        return _found(Nature.MANUAL, message("reason.nature_outside", lane=step.lane), signs.stated_confidence)
    if any(word in step.lane.casefold() for word in signs.system_lanes):
        return _found(Nature.SYSTEM, message("reason.nature_system_lane", lane=step.lane), signs.stated_confidence)
    return _by_wording(step, job, signs)


def _by_method(method: str, signs: NatureSigns) -> NatureFound:
    folded = method.casefold()
    has_system = signs.any_system_method.search(folded) is not None
    has_manual = signs.any_manual_method.search(folded) is not None
    if has_system == has_manual:
        nature, reason = Nature.MIXED, message("reason.nature_method_mixed", method=method)
    elif has_system:
        nature, reason = Nature.SYSTEM, message("reason.nature_method_system", method=method)
    else:
        nature, reason = Nature.MANUAL, message("reason.nature_method_manual", method=method)
    return _found(nature, reason, signs.stated_confidence)


def _by_wording(step: Step, job: Wording, signs: NatureSigns) -> NatureFound:
    text = job.text.casefold()
    automatic = next((word for word in signs.system_words if says(step.name.casefold(), word)), "")
    if automatic:
        return _found(Nature.SYSTEM, message("reason.nature_word_system", word=automatic), signs.worded_confidence)
    manual = next((word for word in signs.manual_words if says(text, word)), "")
    doing = job.main_activity
    if manual and not any(activity in signs.system_activities for activity in job.activities):
        return _found(Nature.MANUAL, message("reason.nature_word_manual", word=manual), signs.worded_confidence)
    if job.activities and all(activity in signs.manual_activities for activity in job.activities):
        return _found(Nature.MANUAL, message("reason.nature_wording", name=step.name), signs.worded_confidence)
    nature = Nature.SYSTEM if doing in signs.system_activities else Nature.MIXED
    return _found(nature, message("reason.nature_unknown"), signs.guessed_confidence)


def _is_outside(lane: str, signs: NatureSigns) -> bool:
    """True for a lane of people whom the office serves; 住民課 and Citizen Services are offices."""
    folded = lane.casefold()
    return any(says(folded, word) for word in signs.outside_lanes) and not any(
        says(folded, word) for word in signs.office_words
    )


def _found(nature: Nature, reason: Message, confidence: float) -> NatureFound:
    return NatureFound(nature=nature, reason=reason, confidence=confidence)
