"""Append-only log of choices -> what holds now; realigning after a re-import; the store (SQLite, or any database by URL)."""
