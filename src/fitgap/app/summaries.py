"""Counts and rates for the screens: see `fitgap.model.summary`, which the workbook uses too."""

from fitgap.model.summary import Rate, Summary, summarise

__all__ = ["Rate", "Summary", "summarise"]
