"""Where a flow without a diagram is drawn: columns by the longest way, a band a lane, lines around the boxes."""

from fitgap.reporting.layout.whole import Layout, lay_out

__all__ = ["Layout", "lay_out"]
