"""The nouns that cross boundaries: frozen, slotted, keyword-only dataclasses that import nothing else of fitgap."""
