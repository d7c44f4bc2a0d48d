"""Alembic's revisions. Run by `db/schema.py`; a new one: `docs/how-to/change-the-schema.md`."""
