"""Gaps, decisions and rates -> prices, shares, totals and scenarios; every amount in whole yen."""

from fitgap.quantifying.break_even import BreakEven, break_even
from fitgap.quantifying.pricing import price_gap, tornado
from fitgap.quantifying.sharing import share, share_change
from fitgap.quantifying.sizing import suggest_size

__all__ = ["BreakEven", "break_even", "price_gap", "share", "share_change", "suggest_size", "tornado"]
