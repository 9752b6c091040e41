"""Text -> a key and words: NFKC, variants, SudachiPy normalised forms, the thesaurus."""
