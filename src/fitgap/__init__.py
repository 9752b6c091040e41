"""fitgap: hold municipal work against a shared package, step by step, and say why it fits or not.

The folders read as the method:
reading → normalising → matching → judging → deciding → reporting, with `model` as the nouns and `app` as the shell.
"""

__version__ = "0.1.0"
