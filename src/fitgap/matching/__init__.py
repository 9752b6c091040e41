"""Steps and features -> ranked candidates, each with the parts of its score; forms likewise."""
