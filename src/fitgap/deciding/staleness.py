"""Why a decision has to be looked at again: what it rested on has changed since. Nothing is ever undone by it."""

from collections.abc import Collection, Iterator, Mapping

from fitgap.model.decision import Decision, Ground, Place, SubjectKind
from fitgap.model.message import Message, message


def stale_reasons(
    decision: Decision,
    today: Mapping[Place, Ground],
    resolutions: Collection[str],
    among: Collection[Place] | None = None,
) -> tuple[Message, ...]:
    """The changes since a decision, each once, places in their order; empty when it rests on what holds today.

    `today` is what is known of each place now, `among` restricts the look to some of the places, and where it names
    others of a group, those are told as having joined or left.
    """
    found: list[Message] = []
    if decision.terms.resolution not in resolutions:
        found.append(message("deciding.stale.word_gone", word=decision.terms.resolution))
    for then in decision.grounds:
        if among is None or then.place in among:
            found += _about(then, today.get(then.place))
    return tuple(dict.fromkeys(found))


def group_changes(decision: Decision, today: Mapping[Place, Ground], places: Collection[Place]) -> tuple[Message, ...]:
    """How a group of steps is no longer the one that was decided on."""
    if decision.subject.kind is not SubjectKind.GROUP:
        return ()
    then = {ground.place: ground for ground in decision.grounds}
    joined = [today[place] for place in sorted(places) if place not in then and place in today]
    left = [then[place] for place in sorted(then) if place not in places and place in today]
    return (
        *(message("deciding.stale.joined", member=one.member, item=one.item) for one in joined),
        *(message("deciding.stale.left", member=one.member, item=one.item) for one in left),
    )


def _about(then: Ground, now: Ground | None) -> Iterator[Message]:
    if now is None:
        yield message("deciding.stale.gone", member=then.member, item=then.item)
        return
    if then.fingerprint != now.fingerprint:
        yield message("deciding.stale.text", member=now.member, before=then.item, now=now.item)
    if then.feature_id and then.feature_id != now.feature_id:
        yield message("deciding.stale.other_feature", member=now.member, before=then.feature, now=now.feature or "－")
    elif then.feature_id and then.feature_fingerprint != now.feature_fingerprint:
        yield message("deciding.stale.feature", feature=now.feature)
    if then.verdict is not now.verdict and now.verdict is not None:
        yield message(f"deciding.stale.verdict.{now.verdict}", member=now.member, item=now.item)
        if then.policy_fingerprint != now.policy_fingerprint:
            yield message("deciding.stale.policy")
