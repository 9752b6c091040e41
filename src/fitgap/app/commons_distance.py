"""How far members are from each other, from a common flow and from packages; what divides them; their forms."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from fitgap.app import comparing_stored
from fitgap.app.analysing import analyse
from fitgap.app.choosing import standings
from fitgap.app.commons_flows import draw_on, ground_for
from fitgap.app.commons_ground import OnHeld, ground_of
from fitgap.app.desk import Desk
from fitgap.app.pipeline import normaliser_of
from fitgap.comparing.explaining import process_share
from fitgap.comparing.forms_across import form_documents, forms_across
from fitgap.comparing.planning import distances_to
from fitgap.matching.form_differences import compare_forms
from fitgap.model.catalog import CatalogForm
from fitgap.model.commons import MemberDistance, Plan, ProcessShare
from fitgap.model.comparison import Comparison
from fitgap.model.flow import Document
from fitgap.model.form_difference import FormDifference
from fitgap.model.forms_across import FormsAcross, names_of_documents
from fitgap.model.judgement import Verdict
from fitgap.model.message import Message, UsageError
from fitgap.model.summary import COVERAGE_VERDICTS, Rate, summarise
from fitgap.texts import Language

COVERED = (Verdict.FIT, Verdict.PARTIAL)


def rank_processes(desk: Desk, on_held: OnHeld | None = None) -> tuple[tuple[ProcessShare, ...], tuple[Message, ...]]:
    """Every process of two or more members, the most dividing first, and a sentence for each that is too large."""
    marked = {str(mark.flow_id) for mark in desk.store.commons.standards()}
    proposals = comparing_stored.find_processes(desk).proposals
    found: list[ProcessShare] = []
    refusals: list[Message] = []
    for number, proposal in enumerate(proposals, start=1):
        if on_held is not None:
            on_held(proposal.name, number, len(proposals))
        ids = {int(key) for key in proposal.flow_keys if key not in marked}
        try:
            found += [process_share(comparison) for comparison in comparing_stored.compare(desk, ids)]
        except UsageError as error:
            refusals.append(error.message)
    return tuple(sorted(found, key=lambda one: (-one.weight, -one.mean, one.process))), tuple(refusals)


def member_distances(
    desk: Desk,
    flow_ids: Collection[int],
    plan: Plan | None,
    packages: Sequence[str],
    language: Language,
    on_held: OnHeld | None = None,
) -> tuple[MemberDistance, ...]:
    """Every member, the nearest to the others first; without a plan and packages only that is told."""
    comparison = ground_of(desk, flow_ids).comparison
    to_common = _to_common(desk, flow_ids, plan, language) if plan else {}
    covered = _covered(desk, comparison, packages, on_held)
    found = [
        MemberDistance(
            member=member,
            to_group=mean,
            to_common=to_common.get(member),
            covered=covered.get(member, {}),
        )
        for member, mean in _means(comparison)
    ]
    return tuple(sorted(found, key=lambda one: (one.to_group, one.member)))


def compare_forms_across(desk: Desk, flow_ids: Collection[int]) -> FormsAcross:
    """The forms of these flows, member by member."""
    flows = ground_of(desk, flow_ids).comparison.flows
    policy_text = desk.policy_text()

    def compute() -> FormsAcross:
        policy = desk.policy_of(policy_text)
        documents = [document for flow in flows for document in form_documents(flow)]
        wordings = normaliser_of(None).all(names_of_documents(documents))

        def compare(ours: Document, theirs: Document) -> FormDifference:
            return compare_forms(ours, _as_catalog_form(theirs), wordings, policy.forms)

        return forms_across(flows, wordings, policy.comparing, compare)

    return desk.forms_across.get((tuple(flow.key for flow in flows), policy_text), compute)


def _means(comparison: Comparison) -> Iterator[tuple[str, float]]:
    totals: dict[str, list[float]] = defaultdict(list)
    for pair in comparison.divergences:
        totals[pair.left].append(pair.total)
        totals[pair.right].append(pair.total)
    for member, its in totals.items():
        yield member, sum(its) / len(its)


def _to_common(desk: Desk, flow_ids: Collection[int], plan: Plan, language: Language) -> dict[str, float]:
    ground = ground_for(desk, flow_ids, plan)
    common = draw_on(desk, ground, plan, language)
    policy = desk.policy().comparing
    distances = distances_to(ground.comparison, plan, common, ground.wordings, policy)
    return {one.left or one.right: one.total for one in distances}


def _covered(
    desk: Desk, comparison: Comparison, packages: Sequence[str], on_held: OnHeld | None
) -> Mapping[str, Mapping[str, Rate]]:
    found: dict[str, dict[str, Rate]] = defaultdict(dict)
    count, done = len(packages) * len(comparison.flows), 0
    for package in packages:
        for member in comparison.members:
            held = []
            for flow in (one for one in comparison.flows if one.member == member):
                done += 1
                if on_held is not None:
                    on_held(flow.flow.name, done, count)
                held.append((analyse(desk, int(flow.key), package), standings(desk, int(flow.key), package)))
            summary = summarise(held)
            found[member][package] = Rate(
                numerator=sum(summary.count(verdict) for verdict in COVERED),
                denominator=sum(summary.count(verdict) for verdict in COVERAGE_VERDICTS),
            )
    return found


def _as_catalog_form(document: Document) -> CatalogForm:
    """The other member's document in the place of a package's form."""
    return CatalogForm(
        id=document.id,
        name=document.name,
        source=document.source,
        paper=document.paper,
        output_method=document.output_method,
        fields=document.fields,
        addressee=document.addressee,
        is_enclosed=document.is_enclosed,
    )
