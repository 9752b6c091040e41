"""Who does a step: the system, a person with the system, or a person alone."""

from fitgap.model.judgement import Nature
from fitgap.model.message import Message, message
from fitgap.model.policy import Judging
from fitgap.model.step import Step
from fitgap.model.wording import Wording

SYSTEM_KINDS = frozenset({"serviceTask", "scriptTask", "businessRuleTask"})


def judge_nature(step: Step, name: Wording, policy: Judging) -> tuple[Nature, Message]:
    """The nature of a step and the reason, strongest sign first: stated method, task kind, lane, wording."""
    method = step.method.strip()
    if method:
        has_system = any(word in method for word in policy.system_methods)
        has_manual = any(word in method for word in policy.manual_methods)
        nature = Nature.MIXED if has_system == has_manual else Nature.SYSTEM if has_system else Nature.MANUAL
        return nature, message("reason.nature_method", method=method)
    if step.kind in SYSTEM_KINDS:
        return Nature.SYSTEM, message("reason.nature_kind", kind=step.kind)
    if step.kind == "manualTask":
        return Nature.MANUAL, message("reason.nature_kind", kind=step.kind)
    if any(word in step.lane for word in policy.outside_lanes):
        return Nature.MANUAL, message("reason.nature_outside", lane=step.lane)
    if any(word in step.lane for word in policy.system_lanes):
        return Nature.SYSTEM, message("reason.nature_system_lane", lane=step.lane)
    if name.activities and all(activity in policy.manual_activities for activity in name.activities):
        return Nature.MANUAL, message("reason.nature_wording", name=step.name)
    return Nature.MIXED, message("reason.nature_unknown")
