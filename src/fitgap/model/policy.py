"""Every threshold, weight and limit of the method, typed. Values live in `policies/*.toml`, never in code."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from fitgap.model.cost_policy import Costs


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an upload may weigh before it is refused with a sentence."""

    file_bytes: int
    xml_elements: int
    xml_depth: int
    table_rows: int
    table_columns: int
    cell_characters: int
    unpacked_bytes: int
    unpacked_ratio: float
    workbook_parts: int
    workbook_tags: int
    diagram_units: float
    repair_units: float
    issues_of_a_kind: int
    comparisons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Realigning:
    """How a step of an earlier version is found again; the weights add up to 1, a score reaches 0..1."""

    text_weight: float
    neighbour_weight: float
    id_weight: float
    minimum_score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Searching:
    """Looking a feature up by hand: how alike (0..1) a name must be that does not hold the words."""

    minimum_likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """How features are ranked for a step.

    `*_weight` say how much a field counts beside the name (1); `saturation` and `length_discount` are BM25's k and b;
    `first_cut` features are looked at closely and `candidates` kept; `part_weights` add up to 1.
    """

    name_weight: float
    description_weight: float
    lead_weight: float
    categories_weight: float
    note_weight: float
    details_weight: float
    forms_weight: float
    saturation: float
    length_discount: float
    named_activity: float
    described_activity: float
    least_name_rarity: float
    common_form_steps: int
    common_form_share: float
    not_offered_factor: float
    first_cut: int
    candidates: int
    block_steps: int
    words_named: int
    telling_part: float
    telling_chapter: float
    part_weights: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Semantic:
    """The optional model of meaning: its folder (empty: off), and its `weight` (0..1) of a score.

    A cosine of `least_cosine` or less counts nothing; a part of `telling_value` (0..1) or more is named as a reason.
    """

    folder: str
    weight: float
    least_cosine: float
    telling_value: float


@dataclass(frozen=True, kw_only=True)
class NatureSigns:
    """What tells who does a step: words in the stated method, in the lane, in the label, and types of work.

    The three confidences (0..1) are how sure a stated sign, a word of the label, and no sign at all make the nature.
    """

    system_methods: tuple[str, ...]
    manual_methods: tuple[str, ...]
    outside_lanes: tuple[str, ...]
    office_words: tuple[str, ...]
    system_lanes: tuple[str, ...]
    system_words: tuple[str, ...]
    manual_words: tuple[str, ...]
    manual_activities: tuple[str, ...]
    system_activities: tuple[str, ...]
    stated_confidence: float
    worded_confidence: float
    guessed_confidence: float

    @cached_property
    def any_system_method(self) -> re.Pattern[str]:
        """Finds a word of `system_methods`."""
        return _any_of(self.system_methods)

    @cached_property
    def any_manual_method(self) -> re.Pattern[str]:
        """Finds a word of `manual_methods`."""
        return _any_of(self.manual_methods)


@dataclass(frozen=True, kw_only=True)
class Judging:
    """How a verdict comes about.

    `gap_weights` and `partial_weights` turn evidence (the strength of the best feature, shared words, each kind of
    shortfall; and `bias`) into likelihoods by the logistic function: from `gap_from` on a step is a gap, from
    `partial_from` on it is covered in part. `shortfalls` are words by kind that functions of packages do not cover;
    a kind in `several_needed` wants that many of its words. `confidence_power` brings a product of likelihoods to how
    often it proves right (1 leaves it as it is). The three scores say how far one feature reaches.
    """

    gap_from: float
    partial_from: float
    no_feature_confidence: float
    confidence_power: float
    equal_score: float
    equal_name: float
    cover_score: float
    overlap_score: float
    words_named: int
    gap_weights: dict[str, float]
    partial_weights: dict[str, float]
    several_needed: dict[str, int]
    shortfalls: dict[str, tuple[str, ...]]
    nature: NatureSigns

    @cached_property
    def any_shortfall(self) -> re.Pattern[str]:
        """Finds a word of any kind of `shortfalls`."""
        return _any_of(word for words in self.shortfalls.values() for word in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormMatching:
    """How a catalogue form is found and compared.

    `part_weights` add up to 1; from `claim_score` on a paper claims its best form, and those within `claim_margin` of
    it; `shown` forms a paper are kept. `kinds` are endings of names by kind of paper; a paper that only the words name
    counts where the work is one of `paper_activities`; one of `sending_activities` sends what was made before.
    Where the owner of a paper describes it, the `described_first_cut` forms nearest by name are weighed anew: each of
    `fact_weights` that both sides know takes its part of the score from the name's parts. A printed item that is near
    another counts `near_field_counts` (0..1) of one that is the same, `least_field_likeness` (0..1) is how alike two
    spellings must be. `field_words` are words for one thing, the first stands for all; items that say different words
    of a list of `field_contrasts` are never near.
    """

    claim_score: float
    claim_margin: float
    not_offered_factor: float
    shown: int
    paper_activities: tuple[str, ...]
    sending_activities: tuple[str, ...]
    part_weights: dict[str, float]
    kinds: dict[str, tuple[str, ...]]
    described_first_cut: int
    fact_weights: dict[str, float]
    near_field_counts: float
    least_field_likeness: float
    paper_sizes: tuple[str, ...]
    field_words: tuple[tuple[str, ...], ...]
    field_contrasts: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What the screens point out: confidence (0..1) below which a guess is marked, score parts worth a line.

    `most_rows` is how many rows a table on a screen has at most.
    """

    low_confidence: float
    small_part: float
    most_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceUse:
    """How much others' decisions on steps of near text count; every figure but the counts lies in 0..1.

    A text is near from `minimum_likeness` on, where the name alone reaches `minimum_name_likeness`; the likeness is the
    mean of the texts that both sides have, by `*_weight`. `members_for_half` members make half of the full effect:
    `score_weight` of what is left of a score to 1 (or to 0), `confidence_weight` likewise of a confidence.
    """

    is_on: bool
    name_weight: float
    content_weight: float
    process_weight: float
    minimum_name_likeness: float
    minimum_likeness: float
    minimum_feature_likeness: float
    members_for_half: float
    score_weight: float
    confidence_weight: float
    manual_members: int
    added_candidates: int
    names_shown: int
    most_members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """What a decision asks for, by resolution, and further words to choose from (code and word as people say it)."""

    without_reason: tuple[str, ...]
    needing_cause: tuple[str, ...]
    needing_owner_and_date: tuple[str, ...]
    more_resolutions: dict[str, str]
    more_causes: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingUse:
    """How meetings run: `planned_minutes` an item unless somebody says otherwise, screens ask every `poll_seconds`.

    `agenda_items` are proposed at once. `most_sides_told` is how many members' texts stand on a screen in full; with
    more members only the names of their steps do.
    """

    planned_minutes: int
    poll_seconds: float
    agenda_items: int
    most_sides_told: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparing:
    """How members' flows are compared.

    `described`, `bare` and `english` weigh the evidence that two steps are the same work, for steps that say more than
    their names, for those that do not, and among these for English ones (a logistic sum with its `constant`), the same
    with `_again` what their surroundings say at a second look: likely pairs within `anchor_reach` of the way lay one
    member's way over the other's, more the more they outweigh `anchor_doubt`. `even` (0..1) is the likeness from which
    two steps are rather the same, `joining_cost` what a step's membership of a further group costs for each other
    member, `most_steps` how many steps of one process are compared at once. The `*_likeness` (0..1) tell flows of one
    process and names of one form; `title_weight` is how often a flow's title counts beside its steps,
    `same_member_factor` what is left of the likeness of two flows of one member. Forms that no member tells apart may
    become one from `merge_fields` (0..1, printed items in common) or `merge_name` (0..1, names alike) on. Up to
    `held_at_once` flows are held against packages without being asked for. With a model of meaning, nearness weighs
    `meaning_weight` and speaks for a pair from `meaning_even` (0..1) on. `divergence` weighs the parts of a divergence;
    `roles` are lists of regular expressions, the first list with one that fits decides; `means` are word lists.
    `landmarks` is how many members are compared in full before the others are only estimated; a step is taken for a
    piece of work of theirs from `piece_likeness` (0..1) on, less `piece_place_weight` for the whole way apart.
    """

    described: dict[str, float]
    bare: dict[str, float]
    english: dict[str, float]
    described_again: dict[str, float]
    bare_again: dict[str, float]
    english_again: dict[str, float]
    anchor_reach: float
    anchor_doubt: float
    even: float
    joining_cost: float
    changes_per_step: int
    most_steps: int
    title_weight: float
    process_likeness: float
    single_flow_likeness: float
    same_member_factor: float
    form_likeness: float
    order_steps_apart: float
    majority_share: float
    merge_fields: float
    merge_name: float
    held_at_once: int
    meaning_weight: float
    meaning_even: float
    landmarks: int
    piece_likeness: float
    piece_place_weight: float
    divergence: dict[str, float]
    roles: dict[str, tuple[str, ...]]
    means: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The whole policy, one section a stage."""

    limits: Limits
    realigning: Realigning
    searching: Searching
    matching: Matching
    semantic: Semantic
    judging: Judging
    forms: FormMatching
    showing: Showing
    evidence: EvidenceUse
    comparing: Comparing
    costs: Costs
    deciding: Deciding
    meetings: MeetingUse


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")
