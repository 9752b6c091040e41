"""N members' flows side by side: step groups, divergence with its reasons, common-flow proposals."""

from fitgap.comparing.common_flow import Wish, propose_common_flow
from fitgap.comparing.comparison import align_process, compare, compare_aligned, compare_process, texts_of_flows
from fitgap.comparing.placing import place_flows
from fitgap.comparing.processes import propose_processes

__all__ = [
    "Wish",
    "align_process",
    "compare",
    "compare_aligned",
    "compare_process",
    "place_flows",
    "propose_common_flow",
    "propose_processes",
    "texts_of_flows",
]
