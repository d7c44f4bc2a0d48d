"""Formats of incoming records: files to drafts. `registry.py` lists them; each importer is one file."""
