"""N members' flows side by side: step groups, divergence with its reasons, common-flow proposals."""

from fitgap.comparing.comparison import compare, compare_process, texts_of_flows
from fitgap.comparing.processes import propose_processes

__all__ = ["compare", "compare_process", "propose_processes", "texts_of_flows"]
