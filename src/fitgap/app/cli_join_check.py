"""`fitgap join-check`: what a newcomer must change to adopt a group's standard flow, as a workbook."""

from pathlib import Path

from fitgap.app.cli_compare import Comparing, read_flows
from fitgap.app.cli_inputs import chosen_policy, expand_flows, read_file, read_text, tell_errors
from fitgap.app.cli_speaking import EXIT_CLEAN, EXIT_ERRORS, Speaker
from fitgap.app.clock import now
from fitgap.app.comparing_flows import check_joining
from fitgap.app.files import write_whole
from fitgap.model.comparison import MemberFlow
from fitgap.model.message import UsageError, message
from fitgap.reporting.join_check_workbook import join_check_workbook


def run(speaker: Speaker, wanted: Comparing, standard: Path, out: Path) -> int:
    """Write the workbook; 1 when a file had an error (the others are checked all the same)."""
    policy = chosen_policy(wanted.policy, wanted.semantic)
    thesaurus = read_text(wanted.thesaurus) if wanted.thesaurus else None
    paths = expand_flows(wanted.flows)
    flows = list(read_flows(speaker, paths, wanted.member, policy))
    reading = read_file(standard, policy.limits)
    tell_errors(speaker, reading.issues)
    if reading.flow is None or reading.has_error:
        return EXIT_ERRORS
    name = speaker.say("join_check.standard_member")
    if name in {flow.member for flow in flows}:
        raise UsageError(message("join_check.same_member", member=name))
    agreed = MemberFlow(key=f"standard:{standard}", member=name, flow=reading.flow)
    check = check_joining(flows, agreed, now(), policy, thesaurus)
    if check is None:
        raise UsageError(message("join_check.no_match", standard=reading.flow.name))
    write_whole(out, join_check_workbook(check, speaker.language))
    for newcomer in check.newcomers:
        speaker.tell(
            "join_check.told",
            member=newcomer.member,
            standard=check.standard_steps,
            shared=newcomer.shared_steps,
            changes=len(newcomer.changes),
            hours=newcomer.hours_per_year,
        )
    speaker.tell("cli.written", file=str(out))
    return EXIT_CLEAN if len(flows) == len(paths) else EXIT_ERRORS
