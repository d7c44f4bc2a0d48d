"""Leaks planted on purpose: the proof that the noninterference suite would notice."""
