"""What people said: an append-only store, what holds now, what went stale. The only stage that touches a database."""
