"""N members' flows side by side: step groups, divergence with its reasons, common-flow proposals."""
