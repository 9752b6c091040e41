"""`fitgap cost` (what the workspace's gaps cost) and `fitgap scenario` (systems over years, from a file)."""

from pathlib import Path

import typer

from fitgap.app.cli_inputs import chosen_policy, read_text
from fitgap.app.cli_speaking import EXIT_CLEAN, EXIT_ERRORS, Speaker
from fitgap.app.cost_exports import scenario_table
from fitgap.app.cost_outcomes import CostBook
from fitgap.app.files import write_whole
from fitgap.app.scenario_file import read_scenario
from fitgap.app.workspace import Workspace
from fitgap.model.cost_group import GroupTotals, KnownSet
from fitgap.model.message import UsageError, message
from fitgap.model.scenario import ScenarioResult
from fitgap.quantifying.scenarios import compare_plans
from fitgap.reporting.assembly_document import plan_name, set_name
from fitgap.reporting.scenario_tables import refusal, scenario_workbook

REASONS = 3


def write_costs(speaker: Speaker, out: Path, catalog: str | None) -> int:
    """Tell the totals and write a file by its suffix."""
    if out.suffix.lower() not in (".xlsx", ".docx", ".csv"):
        raise UsageError(message("costs.no_suffix", file=str(out)))
    workspace = Workspace.open()
    try:
        keys = [row.key for row in workspace.catalogs()]
        if not keys or not workspace.flows():
            speaker.tell("cost_cli.nothing")
            return EXIT_ERRORS
        key = catalog or keys[0]
        if key not in keys:
            raise UsageError(message("costs.no_package", key=key))
        _tell(speaker, workspace.costs.book(key))
        write_whole(out, workspace.costs.export(key, out.suffix.lower(), speaker.language))
    finally:
        workspace.close()
    speaker.tell("cli.written", file=str(out))
    return EXIT_CLEAN


def write_scenario(speaker: Speaker, file: Path, out: Path, policy: Path | None) -> int:
    """Compare the plans of a file, without the workspace."""
    if out.suffix.lower() not in (".xlsx", ".csv"):
        raise UsageError(message("cost_cli.scenario_suffix", file=str(out)))
    scenario, rates = read_scenario(read_text(file), str(file), chosen_policy(policy).costs)
    result = compare_plans(scenario, rates)
    _tell_plans(speaker, result)
    is_table = out.suffix.lower() == ".csv"
    language = speaker.language
    write_whole(out, scenario_table(result, language) if is_table else scenario_workbook(result, rates, language))
    speaker.tell("cli.written", file=str(out))
    return EXIT_CLEAN


def _tell(speaker: Speaker, book: CostBook) -> None:
    now = book.totals()
    typer.echo(
        speaker.say(
            "cost_cli.totals",
            package=book.catalog_key,
            gaps=now.gaps,
            decided=now.decided,
            customisations=now.customisations,
            cap=now.cap,
            total=f"{now.total.likely:,}",
            low=f"{now.total.low:,}",
            high=f"{now.total.high:,}",
        )
    )
    for known in KnownSet:
        _tell_set(speaker, book.totals(book.known(known)))


def _tell_set(speaker: Speaker, totals: GroupTotals) -> None:
    typer.echo(
        speaker.say(
            "cost_cli.set",
            name=set_name(totals, speaker.language),
            total=f"{totals.total.likely:,}",
            low=f"{totals.total.low:,}",
            high=f"{totals.total.high:,}",
            customisations=totals.customisations,
            hours=f"{totals.workaround_hours:,.0f}",
        )
    )


def _tell_plans(speaker: Speaker, result: ScenarioResult) -> None:
    for plan in result.plans:
        typer.echo(
            speaker.say(
                "cost_cli.plan",
                name=plan_name(plan, speaker.language),
                total=f"{plan.total.likely:,}",
                low=f"{plan.total.low:,}",
                high=f"{plan.total.high:,}",
                saved=f"{plan.saved.likely:+,}",
                saved_low=f"{plan.saved.low:+,}",
                saved_high=f"{plan.saved.high:+,}",
            )
        )
        if plan.refused_by:
            reason = refusal(plan.refused_by, plan.refused_year, speaker.language)
            typer.echo(speaker.say("cost_cli.broken", reason=reason))
    best, second = result.best.best, result.best.runner_up
    if best is None:
        typer.echo(speaker.say("cost_cli.no_best"))
    elif second is not None:
        typer.echo(
            speaker.say(
                "cost_cli.best",
                best=best.cloud_from,
                present=f"{best.present:,}",
                second=second.cloud_from,
                apart=f"{second.present - best.present:,}",
                reasons=speaker.say("workbook.separator").join(
                    speaker.say("cost_cli.reason", component=speaker.say(f"component.{component}"), yen=f"{less:+,}")
                    for component, less in result.best.apart[:REASONS]
                ),
            )
        )
    typer.echo(speaker.say("cost_cli.no_promise"))
