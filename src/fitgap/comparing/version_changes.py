"""What a later version of a common flow changed, in sentences."""

from collections.abc import Iterator, Sequence

from fitgap.comparing.differences import listed
from fitgap.comparing.order import longest_rising
from fitgap.model.commons import CommonVersion, VersionStep
from fitgap.model.message import Message, message


def version_changes(earlier: CommonVersion, later: CommonVersion) -> tuple[Message, ...]:
    """Steps gone, steps new, and of those in both: new names, roles, forms, and the fewest moves; along the flows."""
    pairs = _pairs(earlier.steps, later.steps)
    later_of = dict(pairs)
    found: list[Message] = []
    if earlier.name != later.name:
        found.append(message("commons.change.flow_name", before=earlier.name, after=later.name))
    gone = [step for place, step in enumerate(earlier.steps) if place not in later_of]
    new = [place for place in range(len(later.steps)) if place not in set(later_of.values())]
    found += [message("commons.change.dropped", step=step.name) for step in gone]
    for place in new:
        before = later.steps[place - 1].name if place else ""
        code = "commons.change.added" if before else "commons.change.added_first"
        found.append(message(code, step=later.steps[place].name, **({"other": before} if before else {})))
    for old, place in pairs:
        found += _about(earlier.steps[old], later.steps[place])
    found += _moves(later.steps, pairs)
    return tuple(found)


def _pairs(earlier: Sequence[VersionStep], later: Sequence[VersionStep]) -> list[tuple[int, int]]:
    """The same step in both: by where it came from (most members' steps in common), else by its name."""
    scored = []
    for old, mine in enumerate(earlier):
        for new, other in enumerate(later):
            shared = len({(ref.member, ref.step_id) for ref in mine.refs} & {(r.member, r.step_id) for r in other.refs})
            if shared or mine.name == other.name:
                scored.append((-(mine.name == other.name), -shared, abs(old - new), old, new))
    pairs: dict[int, int] = {}
    for *_, old, new in sorted(scored):
        if old not in pairs and new not in pairs.values():
            pairs[old] = new
    return sorted(pairs.items())


def _about(before: VersionStep, after: VersionStep) -> Iterator[Message]:
    if before.name != after.name:
        yield message("commons.change.renamed", before=before.name, after=after.name)
    if before.lane != after.lane:
        yield message("commons.change.lane", step=after.name, before=before.lane or "－", after=after.lane or "－")
    added = sorted(set(after.forms) - set(before.forms))
    dropped = sorted(set(before.forms) - set(after.forms))
    if added or dropped:
        yield message(
            "commons.change.forms", step=after.name, added=listed(added) or "－", dropped=listed(dropped) or "－"
        )


def _moves(later: Sequence[VersionStep], pairs: Sequence[tuple[int, int]]) -> Iterator[Message]:
    stay = longest_rising([new for _, new in pairs])
    for _, new in pairs:
        if new in stay:
            continue
        if new:
            yield message("commons.change.moved", step=later[new].name, other=later[new - 1].name)
        else:
            yield message("commons.change.moved_first", step=later[new].name)
