"""What keeps the archive safe: periodic tasks, backups made, fixity checks, checkpoints of the trail.

None of it is part of what the archive says: a backup leaves periodic tasks, backups and fixity out of
its logical digest (`db/digest.py`).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from app.db.base import Base
from app.db.models.audit import MOMENT_LENGTH
from app.db.models.columns import PUBLIC_ID_LENGTH
from app.db.models.files import SHA256_LENGTH
from app.db.types import UtcDateTime, WordingType

TASK_LENGTH = 64
RESULT_LENGTH = 16
KEY_ID_LENGTH = 16

periodic_task = Table(
    "periodic_task",
    Base.metadata,
    Column("name", String(TASK_LENGTH), primary_key=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    # Empty when the last run went well.
    Column("error", WordingType, nullable=False),
)

backup = Table(
    "backup",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", String(PUBLIC_ID_LENGTH), nullable=False, unique=True),
    Column("name", String(TASK_LENGTH), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("database_bytes", BigInteger, nullable=False),
    Column("originals", Integer, nullable=False),
    Column("original_bytes", BigInteger, nullable=False),
    Column("left_out", Integer, nullable=False),
    Column("digest", String(SHA256_LENGTH), nullable=False),
    Column("manifest_sha256", String(SHA256_LENGTH), nullable=False),
    Column("tried_at", UtcDateTime),
    Column("is_sound", Boolean),
    Index("ix_backup_made_at", "made_at"),
)

fixity = Table(
    "fixity",
    Base.metadata,
    Column("sha256", String(SHA256_LENGTH), primary_key=True),
    Column("checked_at", UtcDateTime, nullable=False),
    Column("result", String(RESULT_LENGTH), nullable=False),
    # Since when the result is what it is: a damage is told once, not at every check.
    Column("since", UtcDateTime, nullable=False),
    Index("ix_fixity_checked_at", "checked_at"),
    Index("ix_fixity_result", "result"),
)

audit_checkpoint = Table(
    "audit_checkpoint",
    Base.metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("head_hash", LargeBinary(32), nullable=False),
    # The exact text that is signed, as in the entries themselves.
    Column("moment", String(MOMENT_LENGTH), nullable=False),
    Column("key_id", String(KEY_ID_LENGTH), nullable=False),
    Column("public_key", LargeBinary(32), nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
    Column("sent_at", UtcDateTime),
)
