"""The command line. `check` to `batch` and `scenario` read files and keep nothing; the others use the workspace.

Commands are declared here and carried out in `cli_*.py`, imported only when they run, so that `--help` is quick.
"""

from pathlib import Path
from typing import Annotated

import typer

from fitgap import __version__
from fitgap.app.cli_options import Debug, Lang
from fitgap.app.cli_server import audit_commands, copy_commands, user_commands
from fitgap.app.cli_speaking import Speaker, SpeakingGroup

app = typer.Typer(cls=SpeakingGroup, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

Flows = Annotated[list[Path], typer.Argument(metavar="FLOW...", help="cli.option.flows")]
Catalogs = Annotated[list[Path], typer.Option("--catalog", metavar="DIR", help="cli.option.catalogs")]
PolicyFile = Annotated[Path | None, typer.Option("--policy", metavar="FILE", help="cli.option.policy")]
ThesaurusFile = Annotated[Path | None, typer.Option("--thesaurus", metavar="FILE", help="cli.option.thesaurus")]
ModelFolder = Annotated[Path | None, typer.Option("--semantic", metavar="FOLDER", help="semantic.option")]


def _tell_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"fitgap {__version__}")
        raise typer.Exit


@app.callback(help="cli.help")
def root(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 - its callback answers before anything else runs
        bool, typer.Option("--version", is_eager=True, callback=_tell_version, help="cli.option.version")
    ] = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Choose the language for every command."""
    context.obj = Speaker.of(lang, debug)


@app.command(help="cli.check.help")
def check(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="cli.option.files")],
    policy: PolicyFile = None,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Check flows and catalogues."""
    from fitgap.app.cli_check import run

    raise typer.Exit(run(Speaker.of(lang, debug, context.obj), files, policy))


@app.command(help="cli.read.help")
def read(
    context: typer.Context,
    flows: Flows,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="cli.option.out_json")] = None,
    counts: Annotated[bool, typer.Option("--counts", help="cli.option.counts")] = False,
    policy: PolicyFile = None,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Read flows."""
    from fitgap.app.cli_read import run

    raise typer.Exit(run(Speaker.of(lang, debug, context.obj), flows, out, counts, policy))


@app.command(help="cli.match.help")
def match(
    context: typer.Context,
    flows: Flows,
    catalog: Annotated[list[Path], typer.Option("--catalog", metavar="DIR", help="cli.option.catalog")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="cli.option.out_csv")],
    top: Annotated[int, typer.Option("--top", min=1, metavar="N", help="cli.option.top")] = 5,
    scores: Annotated[bool, typer.Option("--scores", help="cli.option.scores")] = False,
    policy: PolicyFile = None,
    thesaurus: ThesaurusFile = None,
    evidence: Annotated[
        list[Path] | None, typer.Option("--evidence", metavar="FILE", help="evidence.option.files")
    ] = None,
    semantic: ModelFolder = None,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Match flows against a catalogue."""
    from fitgap.app.cli_match import Matching, run

    wanted = Matching(
        flows=tuple(flows),
        catalogs=tuple(catalog),
        policy=policy,
        thesaurus=thesaurus,
        evidence=tuple(evidence or ()),
        semantic=semantic,
    )
    raise typer.Exit(run(Speaker.of(lang, debug, context.obj), wanted, out, top, scores))


@app.command(help="cli.export.help")
def export(
    context: typer.Context,
    flows: Flows,
    catalog: Catalogs,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="cli.option.out_xlsx")],
    policy: PolicyFile = None,
    thesaurus: ThesaurusFile = None,
    semantic: ModelFolder = None,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Write the workbook."""
    from fitgap.app.cli_export import run
    from fitgap.app.cli_match import Matching

    wanted = Matching(
        flows=tuple(flows), catalogs=tuple(catalog), policy=policy, thesaurus=thesaurus, semantic=semantic
    )
    raise typer.Exit(run(Speaker.of(lang, debug, context.obj), wanted, out))


@app.command(help="compare.help")
def compare(
    context: typer.Context,
    flows: Flows,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="compare.option.out")] = None,
    divergence: Annotated[Path | None, typer.Option(metavar="FILE", help="compare.option.divergence")] = None,
    differences: Annotated[Path | None, typer.Option(metavar="FILE", help="compare.option.differences")] = None,
    absences: Annotated[Path | None, typer.Option(metavar="FILE", help="compare.option.absences")] = None,
    common: Annotated[Path | None, typer.Option(metavar="FILE", help="compare.option.common")] = None,
    changes: Annotated[Path | None, typer.Option(metavar="FILE", help="compare.option.changes")] = None,
    rule: Annotated[str, typer.Option(metavar="RULE", help="compare.option.rule")] = "majority",
    catalog: Annotated[Path | None, typer.Option(metavar="DIR", help="compare.option.catalog")] = None,
    process: Annotated[str, typer.Option(metavar="NAME", help="compare.option.process")] = "",
    member: Annotated[str, typer.Option(metavar="PATTERN", help="compare.option.member")] = "",
    policy: PolicyFile = None,
    thesaurus: ThesaurusFile = None,
    semantic: ModelFolder = None,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Compare members' flows."""
    from fitgap.app.cli_compare import Asked, Comparing, run

    wanted = Comparing(flows=tuple(flows), member=member, policy=policy, thesaurus=thesaurus, semantic=semantic)
    asked = Asked(
        groups=out,
        divergence=divergence,
        differences=differences,
        absences=absences,
        common=common,
        changes=changes,
        rule=rule,
        catalog=catalog,
        process=process,
    )
    raise typer.Exit(run(Speaker.of(lang, debug, context.obj), wanted, asked))


@app.command(help="join_check.help")
def join_check(
    context: typer.Context,
    flows: Flows,
    standard: Annotated[Path, typer.Option("--standard", metavar="FILE", help="join_check.option.standard")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="cli.option.out_xlsx")],
    member: Annotated[str, typer.Option(metavar="PATTERN", help="compare.option.member")] = "",
    policy: PolicyFile = None,
    thesaurus: ThesaurusFile = None,
    semantic: ModelFolder = None,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Hold a newcomer's flows against a standard flow."""
    from fitgap.app.cli_compare import Comparing
    from fitgap.app.cli_join_check import run

    wanted = Comparing(flows=tuple(flows), member=member, policy=policy, thesaurus=thesaurus, semantic=semantic)
    raise typer.Exit(run(Speaker.of(lang, debug, context.obj), wanted, standard, out))


@app.command(help="batch.help")
def batch(
    context: typer.Context,
    flows: Annotated[Path, typer.Argument(metavar="FLOWS_DIR", help="batch.option.flows")],
    catalog: Annotated[Path, typer.Option("--catalog", metavar="DIR", help="cli.option.catalog")],
    out: Annotated[Path, typer.Option("--out", metavar="RESULT_DIR", help="batch.option.out")],
    scheduler: Annotated[str | None, typer.Option("--scheduler", metavar="URL", help="batch.option.scheduler")] = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, metavar="N", help="batch.option.workers")] = None,
    top: Annotated[int, typer.Option("--top", min=1, metavar="N", help="cli.option.top")] = 5,
    policy: PolicyFile = None,
    thesaurus: ThesaurusFile = None,
    semantic: ModelFolder = None,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Match the flows of many members."""
    from fitgap.app.cli_batch import Batch, run

    wanted = Batch(
        flows=flows,
        catalog=catalog,
        out=out,
        policy=policy,
        thesaurus=thesaurus,
        semantic=semantic,
        top=top,
        scheduler=scheduler,
        workers=workers,
    )
    raise typer.Exit(run(Speaker.of(lang, debug, context.obj), wanted))


@app.command(help="cost_cli.help")
def cost(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="cost_cli.out")],
    catalog: Annotated[str | None, typer.Option("--catalog", metavar="KEY", help="cost_cli.catalog")] = None,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Write what the workspace's gaps cost."""
    from fitgap.app.cli_cost import write_costs

    raise typer.Exit(write_costs(Speaker.of(lang, debug, context.obj), out, catalog))


@app.command(help="cost_cli.scenario_help")
def scenario(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="cost_cli.scenario_file")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="cost_cli.scenario_out")],
    policy: PolicyFile = None,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Compare plans over years."""
    from fitgap.app.cli_cost import write_scenario

    raise typer.Exit(write_scenario(Speaker.of(lang, debug, context.obj), file, out, policy))


@app.command(name="batch-compare", help="batch_compare.help")
def batch_compare(
    context: typer.Context,
    flows: Annotated[Path, typer.Argument(metavar="FLOWS_DIR", help="batch.option.flows")],
    out: Annotated[Path, typer.Option("--out", metavar="RESULT_DIR", help="batch.option.out")],
    by_name: Annotated[bool, typer.Option("--by-name", help="batch_compare.option.by_name")] = False,
    nearest: Annotated[int, typer.Option("--nearest", min=1, metavar="N", help="batch_compare.option.neighbours")] = 10,
    at_once: Annotated[int, typer.Option("--at-once", min=2, metavar="N", help="batch_compare.option.at_once")] = 60,
    scheduler: Annotated[str | None, typer.Option("--scheduler", metavar="URL", help="batch.option.scheduler")] = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, metavar="N", help="batch.option.workers")] = None,
    policy: PolicyFile = None,
    thesaurus: ThesaurusFile = None,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Compare the flows of many members."""
    from fitgap.app.cli_batch_compare import BatchCompare, run

    wanted = BatchCompare(
        flows=flows,
        out=out,
        by_name=by_name,
        policy=policy,
        thesaurus=thesaurus,
        neighbours=nearest,
        members_at_once=at_once,
        scheduler=scheduler,
        workers=workers,
    )
    raise typer.Exit(run(Speaker.of(lang, debug, context.obj), wanted))


@app.command(help="cli.demo.help")
def demo(context: typer.Context, lang: Lang = None, debug: Debug = False) -> None:
    """Load the samples."""
    from fitgap.app.cli_workspace import fill_demo

    raise typer.Exit(fill_demo(Speaker.of(lang, debug, context.obj)))


@app.command(name="app", help="cli.app.help")
def start_app(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, metavar="N", help="cli.option.port")] = 8501,
    address: Annotated[str, typer.Option("--address", metavar="ADDRESS", help="server.option.address")] = "127.0.0.1",
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Start the screens."""
    from fitgap.app.cli_workspace import start_screens

    raise typer.Exit(start_screens(Speaker.of(lang, debug, context.obj), address, port))


evidence_commands = typer.Typer(cls=SpeakingGroup, no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(evidence_commands, name="evidence", help="evidence.help")
app.add_typer(user_commands, name="users", help="server.users.help")
app.add_typer(audit_commands, name="audit", help="server.audit.help")
app.add_typer(copy_commands)


@evidence_commands.command(name="export", help="evidence.export_help")
def export_evidence(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="cli.option.out_csv")],
    catalog: Annotated[list[str] | None, typer.Option("--catalog", metavar="KEY", help="evidence.option.keys")] = None,
    without_names: Annotated[bool, typer.Option("--without-names", help="evidence.option.without_names")] = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Write what members decided."""
    from fitgap.app.cli_evidence import export_file

    speaker = Speaker.of(lang, debug, context.obj)
    raise typer.Exit(export_file(speaker, out, tuple(catalog or ()), with_names=not without_names))


@evidence_commands.command(name="import", help="evidence.import_help")
def import_evidence(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="evidence.option.file")],
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Take in what others decided."""
    from fitgap.app.cli_evidence import import_file

    raise typer.Exit(import_file(Speaker.of(lang, debug, context.obj), file))


decision_commands = typer.Typer(cls=SpeakingGroup, no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(decision_commands, name="decisions", help="decisions.help")


@decision_commands.callback()
def decisions() -> None:
    """Decisions by way of Excel."""


@decision_commands.command(name="import", help="decisions.import_help")
def import_decisions(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="decisions.option.file")],
    apply: Annotated[bool, typer.Option("--apply", help="decisions.option.apply")] = False,
    take_conflicts: Annotated[bool, typer.Option("--take-conflicts", help="decisions.option.take_conflicts")] = False,
    person: Annotated[str, typer.Option("--person", metavar="NAME", help="decisions.option.person")] = "",
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Take in what was written into a workbook."""
    from fitgap.app.cli_decisions import import_decisions as run

    speaker = Speaker.of(lang, debug, context.obj)
    raise typer.Exit(run(speaker, file, person, applies=apply, takes_conflicts=take_conflicts))


def main() -> None:
    """Run the command line."""
    app(prog_name="fitgap")
