"""Which backups are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.backup_plan import BackupPlan

FIRST = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)  # a Monday


def daily(days: int) -> dict[str, datetime]:
    return {f"day-{number:03d}": FIRST + timedelta(days=number) for number in range(days)}


def test_the_last_days_and_the_last_day_of_the_last_weeks_are_kept() -> None:
    made = daily(60)
    gone = BackupPlan(days=7, weeks=4).superfluous(made)
    kept = sorted(set(made) - set(gone))
    assert kept == [f"day-{n:03d}" for n in (41, 48, 53, 54, 55, 56, 57, 58, 59)]


def test_several_of_one_day_leave_the_newest() -> None:
    made = {f"hour-{n:02d}": FIRST + timedelta(hours=n) for n in range(12)}
    assert set(made) - set(BackupPlan(2, 2).superfluous(made)) == {"hour-11"}


def test_after_a_long_pause_nothing_more_goes() -> None:
    made = daily(7)
    assert BackupPlan(7, 1).superfluous(made) == ()


def test_a_protected_backup_stays() -> None:
    made = daily(30)
    assert "day-000" not in BackupPlan(3, 1).superfluous(made, {"day-000"})


@given(
    hours=st.lists(st.integers(0, 5000), min_size=1, max_size=60, unique=True),
    days=st.integers(0, 10),
    weeks=st.integers(0, 10),
)
def test_the_newest_stays_and_no_more_than_planned(hours: list[int], days: int, weeks: int) -> None:
    made = {f"at-{hour}": FIRST + timedelta(hours=hour) for hour in hours}
    kept = set(made) - set(BackupPlan(days, weeks).superfluous(made))
    assert max(made, key=lambda name: made[name]) in kept
    assert len(kept) <= max(days + weeks, 1)
    assert set(BackupPlan(days, weeks).superfluous({name: made[name] for name in kept})) == set()
