"""Does the time of a refusal tell whether a name exists? Wrong name against wrong password, as a ratio.

    .venv/bin/python benchmarks/sign_in.py [SAMPLES]

AUC is the chance that a refusal of an existing name takes longer than one of a name nobody has: 0.5 is
no difference, 0.55 the goal. The two are asked in turn, so that the machine's moods meet both; the
baseline is the same name asked twice over.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.domain.errors import InvalidInput
from app.services import sign_in, throttle
from app.services.sessions import Origin, SessionLimits
from app.wiring import House
from tests.houses import MEMORY, a_house
from tests.people import an_account

LIMITS = SessionLimits(timedelta(minutes=30), timedelta(hours=12))
GOAL_AUC = 0.55


def main(samples: int) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        house = a_house(Path(folder) / "home")
        an_account(house)
        times: dict[str, list[float]] = {"wrong password": [], "again": [], "wrong name": []}
        for number in range(samples):
            times["wrong password"].append(_refused_s(house, "a.linden", number))
            times["wrong name"].append(_refused_s(house, "b.nobody", number))
            times["again"].append(_refused_s(house, "a.linden", number))
        house.close()
    print(f"{samples} refusals each")
    print(f"{'':24}{'median ms':>12}{'ratio':>8}{'AUC':>8}")
    base = statistics.median(times["again"])
    for name in ("again", "wrong password", "wrong name"):
        median = statistics.median(times[name])
        auc = _auc(times["wrong password"], times[name])
        print(f"{name:24}{median * 1000:12.2f}{median / base:8.3f}{auc:8.3f}")
    worst = abs(_auc(times["wrong password"], times["wrong name"]) - 0.5) + 0.5
    print(f"enumeration: AUC {worst:.3f}, goal at most {GOAL_AUC}")


def _refused_s(house: House, name: str, number: int) -> float:
    """The seconds one refusal takes; the waits between attempts are forgotten, to measure on."""
    origin = Origin(f"198.51.{number % 250}.{number // 250}", "benchmark")
    with house.work(writing=True) as work:
        throttle.forget_name(work, name)
        work.commit()
    began = time.perf_counter()
    with house.work(writing=True) as work:
        try:
            sign_in.sign_in(work, name, "not the password of anybody", origin, LIMITS)
        except InvalidInput:
            return time.perf_counter() - began
    raise AssertionError("the benchmark must be refused")


def _auc(ones: list[float], others: list[float]) -> float:
    """How often one of the first is larger than one of the second; a tie counts half."""
    ranked = sorted([(value, 0) for value in others] + [(value, 1) for value in ones])
    ranks = sum(rank for rank, (_, kind) in enumerate(ranked, start=1) if kind == 1)
    count = len(ones)
    return (ranks - count * (count + 1) / 2) / (count * len(others))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
