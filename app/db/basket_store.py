"""Rows of baskets. What its owner may not read stays in the row and is not there for anybody."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from app.db.gate import Gate
from app.db.models.accounts import AccountRow
from app.db.models.briefings import basket_item
from app.db.models.records import record
from app.domain.records import RecordId


def readable(gate: Gate, account_id: str) -> list[RecordId]:
    """The readable records of an account's basket in its order. `account_id` is the public one."""
    rows = gate.session.scalars(
        gate.within(
            select(record.c.public_id)
            .select_from(basket_item)
            .join(record, record.c.id == basket_item.c.record_id)
            .join(AccountRow, AccountRow.id == basket_item.c.account_id)
            .where(AccountRow.public_id == account_id)
        ).order_by(basket_item.c.position, basket_item.c.id)
    )
    return [RecordId(one) for one in rows]


def add(session: Session, account: int, records: Sequence[int]) -> None:
    """Put records at the end, in this order. `account` and `records` are keys."""
    if not records:
        return
    last = session.scalar(
        select(func.max(basket_item.c.position)).where(basket_item.c.account_id == account)
    )
    session.execute(
        insert(basket_item),
        [
            {"account_id": account, "record_id": key, "position": place}
            for place, key in enumerate(records, (last or 0) + 1)
        ],
    )


def kept(session: Session, account: int, records: Collection[int]) -> frozenset[int]:
    """Which of these keys are in the basket."""
    mine = basket_item.c.account_id == account
    statement = select(basket_item.c.record_id).where(
        mine, basket_item.c.record_id.in_(list(records))
    )
    return frozenset(session.scalars(statement))


def remove(session: Session, account: int, records: Collection[int]) -> None:
    session.execute(
        delete(basket_item).where(
            basket_item.c.account_id == account, basket_item.c.record_id.in_(list(records))
        )
    )


def empty(session: Session, account: int) -> None:
    """Take everything out, also what could not be seen in it."""
    session.execute(delete(basket_item).where(basket_item.c.account_id == account))


def exchange(session: Session, account: int, one: int, other: int) -> None:
    """Let two records change places."""
    rows = session.execute(
        select(basket_item.c.record_id, basket_item.c.position).where(
            basket_item.c.account_id == account, basket_item.c.record_id.in_([one, other])
        )
    )
    places = {row.record_id: row.position for row in rows}
    for key, place in ((one, places[other]), (other, places[one])):
        session.execute(
            update(basket_item)
            .where(basket_item.c.account_id == account, basket_item.c.record_id == key)
            .values(position=place)
        )
