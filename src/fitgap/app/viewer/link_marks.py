"""What a diagram says of a step beside other flows: a number where they have it too, else a sign."""

from dataclasses import dataclass
from enum import StrEnum

from fitgap.app.viewer.marks import Payload


class LinkKind(StrEnum):
    """How a step stands to the other flows; also the class that the viewer draws it by."""

    SHARED = "shared"
    ALONE = "alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMark:
    """What is shown on one step: `sign` in its badge, `label` spoken and as a tooltip (plain text).

    `is_linked` when it is the counterpart of the step that is chosen in the other diagram.
    """

    element_id: str
    kind: LinkKind
    sign: str
    label: str
    is_linked: bool = False


def link_payload(mark: LinkMark) -> Payload:
    """One mark as the browser takes it; what belongs together is the machine's word, so it is drawn as a guess."""
    return {
        "id": mark.element_id,
        "verdict": mark.kind.value,
        "isDecided": False,
        "isStale": False,
        "isLinked": mark.is_linked,
        "sign": mark.sign,
        "label": mark.label,
    }


def link_legend(entries: tuple[tuple[LinkKind, str, str], ...]) -> list[dict[str, str]]:
    """The legend of such a diagram: kind, sign and words of each entry."""
    return [{"classes": f"fitgap-{kind} fitgap-guess", "sign": sign, "text": text} for kind, sign, text in entries]
