"""Whatever is decided on whatever, and whatever is taken back: the last decision wins and nothing is ever lost."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitgap.deciding.decisions_table import NewDecision
from fitgap.deciding.prevailing import newest_by_place
from fitgap.deciding.store import Store
from fitgap.model.decision import Decision, DecisionState, Place, Subject, SubjectKind, Terms

PLACES = tuple(Place(series_id=series, item_id="s") for series in (1, 2, 3))
subjects = st.sets(st.sampled_from(PLACES), min_size=1)
acts = st.lists(st.tuples(subjects, st.booleans()), min_size=1, max_size=10)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        opened = Store.open(f"sqlite:///{(Path(folder) / 'x.db').as_posix()}")
        yield opened
        opened.close()


def decide(store: Store, package: str, places: set[Place]) -> Decision:
    kind = SubjectKind.GROUP if len(places) > 1 else SubjectKind.STEP
    subject = Subject(kind=kind, catalog_key=package, places=tuple(sorted(places)))
    new = NewDecision(subject=subject, terms=Terms(resolution="adopt_standard"), person="p", at="t", grounds=())
    seen = max((one.id for one in active(store, package)), default=None)
    return store.add_decisions(((new, seen),))[0]


def active(store: Store, package: str) -> list[Decision]:
    return [one for one in store.decisions(package) if one.state is DecisionState.ACTIVE]


@settings(max_examples=40)
@given(acts=acts)
def test_the_last_decision_wins_and_history_never_shrinks(store: Store, acts: list[tuple[set[Place], bool]]) -> None:
    package = f"k{store.decision_revision()}"
    standing: list[tuple[int, set[Place]]] = []  # what was decided and not taken back, oldest first
    for count, (places, is_taken_back) in enumerate(acts, start=1):
        made = decide(store, package, places)
        if is_taken_back:
            store.revoke_decisions((made.id,), "t", "p")
        else:
            standing.append((made.id, places))
        assert len(store.decisions(package)) == count
        held = {place: one.id for (_, _, place), one in newest_by_place(store.decisions(package)).items()}
        assert held == {place: made_id for made_id, of in standing for place in of}
