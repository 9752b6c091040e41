"""Rank a catalogue's features, and its forms, for the steps of a flow."""
