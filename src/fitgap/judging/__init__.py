"""Candidates and policy -> nature, relation and verdict, with reasons."""
