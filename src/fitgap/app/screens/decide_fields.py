"""What is being typed for one item: kept by item, so that looking at another one loses nothing."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from fitgap.model.decision import Alternative, Impacts, Terms

PICKED = (
    "resolution",
    "cause",
    "impact_resident",
    "impact_staff",
    "impact_legality",
    "impact_deadline",
    "priority",
    "burden",
    "size",
)
TYPED = ("reason", "owner", "asked_by", "legal_ground", "note")
FIRST_ALTERNATIVES = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The widgets of one item's form by name."""

    item_id: str

    def key(self, name: str) -> str:
        """The key of a widget."""
        return f"decide_{name}_{self.item_id}"

    def picked(self, name: str) -> str:
        """A code that was picked, empty for none."""
        return str(st.session_state.get(self.key(name)) or "")

    def typed(self, name: str) -> str:
        """A text as it was typed, without blanks around it."""
        return str(st.session_state.get(self.key(name)) or "").strip()

    @property
    def alternatives(self) -> int:
        """How many lines for alternatives are shown."""
        return int(st.session_state.get(self.key("alternatives"), FIRST_ALTERNATIVES))

    def add_alternative(self) -> None:
        """Show one more line."""
        st.session_state[self.key("alternatives")] = self.alternatives + 1

    def terms(self) -> Terms:
        """What the widgets say; lines without any word are no alternatives."""
        until = st.session_state.get(self.key("until"))
        lines = [
            Alternative(**{part: self.typed(f"{part}_{place}") for part in ("title", "pros", "cons")})
            for place in range(self.alternatives)
        ]
        return Terms(
            resolution=self.picked("resolution"),
            cause=self.picked("cause"),
            impacts=Impacts(
                resident=self.picked("impact_resident"),
                staff=self.picked("impact_staff"),
                legality=self.picked("impact_legality"),
                deadline=self.picked("impact_deadline"),
            ),
            priority=self.picked("priority"),
            burden=self.picked("burden"),
            size=self.picked("size"),
            deadline=until.isoformat() if isinstance(until, date) else "",
            alternatives=tuple(line for line in lines if line.title or line.pros or line.cons),
            **{name: self.typed(name) for name in TYPED},
        )

    def fill(self, terms: Terms) -> None:
        """Put what was decided into the widgets, to be changed."""
        impacts = terms.impacts
        given = {
            "resolution": terms.resolution,
            "cause": terms.cause,
            "impact_resident": impacts.resident,
            "impact_staff": impacts.staff,
            "impact_legality": impacts.legality,
            "impact_deadline": impacts.deadline,
            "priority": terms.priority,
            "burden": terms.burden,
            "size": terms.size,
        }
        for name in PICKED:
            st.session_state[self.key(name)] = given[name] or None
        for name in TYPED:
            st.session_state[self.key(name)] = getattr(terms, name)
        st.session_state[self.key("until")] = date.fromisoformat(terms.deadline) if terms.deadline else None
        st.session_state[self.key("alternatives")] = max(len(terms.alternatives), FIRST_ALTERNATIVES)
        for place in range(self.alternatives):
            line = terms.alternatives[place] if place < len(terms.alternatives) else Alternative(title="")
            for part in ("title", "pros", "cons"):
                st.session_state[self.key(f"{part}_{place}")] = getattr(line, part)

    def clear(self) -> None:
        """Empty every widget."""
        self.fill(Terms(resolution=""))
