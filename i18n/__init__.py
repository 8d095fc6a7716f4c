"""Translations of the user-facing words: source strings are English, French is complete."""
