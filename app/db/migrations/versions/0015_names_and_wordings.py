"""Names of groupings in other languages, and texts of ours kept with their sentences.

The seeds that follow every upgrade fill the names. Texts written from here on may hold the sentence and
its values behind a control character; going back leaves their English.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "grouping_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grouping_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grouping_id"],
            ["grouping.id"],
            name=op.f("fk_grouping_name_grouping_id_grouping"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grouping_name")),
        sa.UniqueConstraint(
            "grouping_id", "language", name=op.f("uq_grouping_name_grouping_id_language")
        ),
    )


def downgrade() -> None:
    for table, column in _TEXTS:
        _rewrite(table, column, f"{_MARK}%", _in_english)
    for table in _HISTORIES:
        _rewrite(table, "changes", f"%{_MARK_IN_JSON}%", _all_in_english)
    op.drop_table("grouping_name")


_MARK, _MARK_IN_JSON = "\x1e", "\\u001e"
_TEXTS = (
    *(("bulk_item", "why"), ("bulk_item", "undo_why"), ("job", "error")),
    *(("periodic_task", "error"), ("record_file", "extraction_reason")),
    *(("record_history", "reason"), ("relation_change", "reason")),
    *(("series_history", "reason"), ("series_move", "reason")),
    *(("disposal_item", "rule"), ("disposal_item", "why")),
)
_HISTORIES = ("record_history", "note_history", "series_history")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


def _rewrite(table: str, column: str, pattern: str, plain: Any) -> None:
    held = sa.table(table, sa.column(column, sa.Text()))
    found = held.c[column]
    connection = op.get_bind()
    statement = sa.select(found).where(found.like(pattern, escape="|")).distinct()
    for text in connection.scalars(statement).all():
        connection.execute(sa.update(held).where(found == text).values({column: plain(text)}))


def _all_in_english(changes: str) -> str:
    rows = [[_in_english(text) for text in row] for row in json.loads(changes)]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _in_english(text: str) -> str:
    if not text.startswith(_MARK):
        return text
    if text.startswith(f"{_MARK}="):
        return text.removeprefix(f"{_MARK}=")
    return str(_said(json.loads(text.removeprefix(_MARK))))


def _said(value: Any) -> Any:
    """A sentence with its values, or one of its values, in English."""
    if not isinstance(value, Mapping):
        return value
    if "name" in value:
        return value["name"]
    if "language" in value:
        return value["language"][1]
    if "point" in value:
        return _point(*value["point"])
    is_many = "many" in value and value["number"] != 1
    sentence = value["many"] if is_many else value["sentence"]
    values = {name: _said(one) for name, one in value.get("values", {}).items()}
    return sentence.format(**values) if values else sentence


def _point(year: str, month: int, day: int, is_decade: bool, is_short: bool) -> str:
    words = f"{year}s" if is_decade else year
    if month:
        name = _MONTHS[month - 1]
        words = f"{name[:3] if is_short else name} {words}"
    return f"{day} {words}" if day else words
