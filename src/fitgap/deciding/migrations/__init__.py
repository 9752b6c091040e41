"""Alembic's scripts, run by `fitgap.deciding.engine` when a database is opened."""
