"""Twenty thousand hostile searches through the whole service, on the demo archive.

    .venv/bin/python benchmarks/hostile_queries.py [--queries 20000] [--engine whoosh]

Nothing but QuerySyntaxError and InvalidInput may come of any; none may take longer than 2.5 seconds; what
the process holds may not grow with their number. Prints outcomes, times and memory; exits 1 when a goal is
missed. `tests/integration/test_hostile_queries.py` asks three hundred of them.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import sys
import tempfile
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.domain.errors import InvalidInput, QuerySyntaxError
from app.domain.principals import Principal
from app.domain.searches import FacetFilter, FacetName, SearchRequest, SortOrder
from app.services import accounts, demonstration, installation, search
from app.wiring import House, build_house
from app.worker import run_pending_jobs
from config import Settings

SEED = 1895
QUERIES = 20_000
MOST_SECONDS, MOST_GROWTH_MB = 2.5, 64.0
_WARM_UP = 1_000
_WATCHED = 200
_WORDS = """torture treaty the of détention 谢阳 人权 заявление الصين ประเทศ 한국 zwangsarbeit A/HRC/41/G/11
    Jian'gang aide-mémoire 1901 2017 eleven CAN Canada ambassador ß İ ﬁ ǆ א‎ e\u0301""".split()  # noqa: SIM905
_FIELDS = """title text summary signatory signedby to addressee person subject target reference demand kind
    language date after before without group rank status outcome has holding marking nonsense""".split()  # noqa: SIM905
_SIGNS = list(
    "\"()[]{}:*?~^+-!&|\\/<>=,.;'’“”«»…\u0000\u00ad\u200b\u200d\u202e\ufeff\ufffd\t\n \u3000"
)
_OPERATORS = ["AND", "OR", "NOT", "and", "TO", "&&", "||", "AND NOT", "OR OR", "NOT NOT"]
_VALUES = """1.2.3 [1900 TO 1910] [* TO *] {2020 TO 1900} 99999-99-99 -1 EU>=7 EU>=99999 G7 2016-03/..
    ~9 ^1e308 ^-1 ^nan ~99999999999 *** ??? *a* a*b?c*""".split()  # noqa: SIM905


@dataclass(slots=True)
class Outcome:
    """What came of the queries: `answers` by kind, `crashes` and `slow` with the query."""

    answers: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def queries(count: int, seed: int = SEED) -> Iterator[SearchRequest]:
    """As many, the same for the same seed: broken, deep, long, wide, and nearly right."""
    dice = random.Random(seed)
    shapes: tuple[Callable[[random.Random], str], ...] = (
        *(_soup, _nearly_right, _nearly_right, _nearly_right, _mutated, _characters),
        *(_deep, _wide, _long_word, _fields, _wildcards, _costly, _costly, _costly, _costly),
    )
    for _ in range(count):
        yield SearchRequest(
            text=dice.choice(shapes)(dice),
            filters=tuple(_filter(dice) for _ in range(dice.choice((*[0] * 7, 1, 3)))),
            date_from=dice.choice((*[""] * 9, "1900", "2017-02", "..", "x" * 99, "9999-13")),
            sort=dice.choice(tuple(SortOrder)),
            page=dice.choice((1, 1, 1, 2, 10**6)),
        )


def ask(house: House, principal: Principal, requests: Iterator[SearchRequest]) -> Outcome:
    """Ask them one after another."""
    outcome = Outcome()
    for request in requests:
        started = time.perf_counter()
        try:
            with house.work() as work:
                page = search.search(principal, work, request)
            outcome.answers["found" if page.total else "nothing"] += 1
        except (QuerySyntaxError, InvalidInput) as refusal:
            outcome.answers[type(refusal).__name__] += 1
        except Exception as error:
            outcome.answers["crash"] += 1
            outcome.crashes.append(f"{type(error).__name__}: {error!s:.100}: {request!r:.300}")
        outcome.seconds.append(time.perf_counter() - started)
        if outcome.seconds[-1] > MOST_SECONDS:
            outcome.slow.append(f"{outcome.seconds[-1]:.1f} s: {request!r:.300}")
    return outcome


def _soup(dice: random.Random) -> str:
    pieces = (*_WORDS, *_SIGNS, *_OPERATORS, *_VALUES, *(f"{one}:" for one in _FIELDS))
    return dice.choice(("", " ")).join(dice.choices(pieces, k=dice.randint(1, 25)))


def _nearly_right(dice: random.Random, depth: int = 3) -> str:
    """What somebody might mean."""
    if not depth or dice.random() < 0.3:
        word = dice.choice(_WORDS)
        made = dice.choice(("{0}", '"{0} {0}"', "{0}*", "{0}~1", "{0}^2", "-{0}", '"{0} {1}"~5'))
        return made.format(word, dice.choice(_WORDS))
    left, right = (_nearly_right(dice, depth - 1) for _ in range(2))
    scope = dice.choice(("", "", "", f"{dice.choice(_FIELDS)}:"))
    return f"{scope}({left} {dice.choice((*_OPERATORS, ''))} {right})"


def _mutated(dice: random.Random) -> str:
    """Nearly right, with characters lost, doubled and put in."""
    text = list(_nearly_right(dice))
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(text))
        text[at] = dice.choice(("", text[at] * 2, dice.choice(_SIGNS)))
        text = text if any(text) else ["a"]
    return "".join(text)


def _characters(dice: random.Random) -> str:
    """Any characters of Unicode; half of a pair among them."""
    ranges = ((0, 0x7F), (0x80, 0x2FFF), (0x3000, 0xFFFF), (0x10000, 0x10FFFF))
    return "".join(chr(dice.randint(*dice.choice(ranges))) for _ in range(dice.randint(1, 60)))


def _deep(dice: random.Random) -> str:
    """Brackets and negations far deeper than anybody means."""
    depth = dice.choice((5, 50, 500, 5_000))
    opening = dice.choice(("(", "NOT ", "-", "title:(", "+(", '"', "[", "!("))
    closing = ")" * depth if opening.endswith("(") and dice.random() < 0.7 else ""
    return opening * depth + dice.choice(_WORDS) + closing


def _wide(dice: random.Random) -> str:
    """Very many parts."""
    joint = dice.choice((" ", " OR ", " AND ", " NOT ", "* OR ", "~1 OR ", '" "', ","))
    return joint.join(dice.choices(_WORDS, k=dice.choice((10, 100, 1_000))))


def _long_word(dice: random.Random) -> str:
    word = dice.choice(("a", "中", "é", "e\u0301", "'", "-", "𝒳", "ا", "ก", "ﷺ"))
    return word * dice.choice((30, 300, 3_000, 30_000)) + dice.choice(("", "*", "~1", '"'))


def _fields(dice: random.Random) -> str:
    """Fields with values that are not theirs, and fields of fields."""
    pieces = [
        f"{dice.choice(_FIELDS)}{dice.choice((':', '::', ': ', '='))}{dice.choice((*_VALUES, *_WORDS))}"
        for _ in range(dice.randint(1, 6))
    ]
    return dice.choice((" ", " AND ", ":")).join(pieces)


def _wildcards(dice: random.Random) -> str:
    """Words of stars and single letters, which may stand for everything."""
    word = "".join(dice.choices("abcdest*?*?", k=dice.randint(1, 40)))
    return dice.choice(("{0}", "{0} OR {0}", "title:{0}", '"{0}"', "{0}~1", "({0}) -{0}")).format(
        word
    )


def _costly(dice: random.Random) -> str:
    """Well formed, and as much work as the limits of the language allow."""
    pieces = (
        "con*",
        "the",
        "of",
        "rep?r*",
        "statement~1",
        '"rights of the human"~99',
        "-a",
        "int*^9",
    )
    joint = dice.choice((" ", " OR ", " AND ", " OR -"))
    chosen = dice.choices((*pieces, "(human OR rights*)", "group:EU>=1", "has:reply"), k=12)
    return joint.join(chosen[: dice.randint(1, 12)])


def _filter(dice: random.Random) -> FacetFilter:
    code = dice.choice(("CAN", "CHN", "", "x" * 500, "joint_letter", "2017", "\u0000", "|", "Ä"))
    return FacetFilter(dice.choice(tuple(FacetName)), code, negated=dice.random() < 0.3)


def _megabytes() -> float:
    """The most this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _kept_by(house: House, principal: Principal, seed: int) -> float:
    """Kilobytes that stay behind a query, in Python's own memory."""
    gc.collect()
    tracemalloc.start()
    ask(house, principal, queries(_WATCHED, seed))
    gc.collect()
    before, _ = tracemalloc.get_traced_memory()
    ask(house, principal, queries(_WATCHED, seed + 1))
    gc.collect()
    after, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"Python's own memory: at most {peak / 1e6:.1f} MB over {_WATCHED} queries")
    return (after - before) / 1000 / _WATCHED


def _run(house: House, count: int) -> int:
    with house.work(writing=True) as work:
        demonstration.load(work)
        work.commit()
    run_pending_jobs(house)
    principal = accounts.system_principal(house.settings.label_scheme)
    ask(house, principal, queries(min(_WARM_UP, count), SEED + 1))
    before = _megabytes()
    outcome = ask(house, principal, queries(count))
    growth = _megabytes() - before
    ordered = sorted(outcome.seconds)
    print(f"{count} queries: " + ", ".join(f"{n} {name}" for name, n in outcome.answers.items()))
    print(
        f"milliseconds: median {1000 * ordered[len(ordered) // 2]:.1f}, "
        f"p99 {1000 * ordered[int(len(ordered) * 0.99)]:.1f}, longest {1000 * ordered[-1]:.0f}"
    )
    print(f"the process: {before:.0f} MB after a warm-up, {growth:.0f} MB more at the end")
    print(f"kept of each query: {_kept_by(house, principal, SEED + 2):.2f} KB")
    for one in (*outcome.crashes[:20], *outcome.slow[:20]):
        print(f"  {one}")
    goals = {
        "nothing but refusals with a reason": not outcome.crashes,
        f"none longer than {MOST_SECONDS} s": not outcome.slow,
        f"at most {MOST_GROWTH_MB:.0f} MB more": growth <= MOST_GROWTH_MB,
    }
    for goal, is_met in goals.items():
        print(f"{'met   ' if is_met else 'MISSED'} {goal}")
    return 0 if all(goals.values()) else 1


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--queries", type=int, default=QUERIES)
    parser.add_argument("--engine", default="whoosh", choices=("whoosh", "tantivy"))
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chancery-hostile-") as home:
        environment = {"CHANCERY_HOME": home, "CHANCERY_SEARCH_ENGINE": wanted.engine}
        house = build_house(Settings.from_environment(environment))
        installation.prepare(house.engine, house.settings.home, house.clock.now())
        try:
            return _run(house, wanted.queries)
        finally:
            house.close()


if __name__ == "__main__":
    sys.exit(main())
