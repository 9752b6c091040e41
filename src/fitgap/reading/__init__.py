"""Bytes -> Flow or Catalog, and Issues. The dicts below are the list of what can be read."""
