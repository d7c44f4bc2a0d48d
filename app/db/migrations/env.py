"""Alembic's environment: runs on the connection that `db/schema.py` hands over, and on no other."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

import app.db.models  # noqa: F401 - fills the metadata
from app.db.base import Base
from app.db.types import JsonType, MaybeTermType, MaybeTextType, TermsType, TermType, TextsType

_OWN_TYPES = (JsonType, MaybeTermType, MaybeTextType, TermsType, TermType, TextsType)


def _render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our column types as what the database stores, so that old revisions never change."""
    if kind == "type" and isinstance(item, _OWN_TYPES):
        return f"sa.{item.impl_instance!r}"
    if kind == "type" and type(item).__name__ == "UtcDateTime":
        return "sa.DateTime(timezone=True)"
    return False


def _run() -> None:
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=_render_item,
        transaction_per_migration=True,
        transactional_ddl=True,
        compare_type=True,
        include_name=context.config.attributes.get("include_name"),
    )
    with context.begin_transaction():
        context.run_migrations()


_run()
