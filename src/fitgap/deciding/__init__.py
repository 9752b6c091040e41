"""Append-only log of choices -> what holds now, kept through re-imports, stored in SQLite or any database by URL."""
