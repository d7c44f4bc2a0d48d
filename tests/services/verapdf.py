"""veraPDF, which checks PDF/UA-1 and PDF/A-2u rule by rule, for tests and for `make examples`.

    python tests/services/verapdf.py fetch                  into the cache folder, once; needs Maven
    python tests/services/verapdf.py check FILE...          prints the rules that each file breaks

Tests never fetch anything: they use what `fetch` has left, and `why_not()` says what is missing. Without it
the ordinary suite checks what it can by `tests/pdf_rules.py`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

VERSION = "1.28.2"
POM = Path(__file__).with_name("verapdf.pom.xml")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "chancery"
JARS = CACHE / f"verapdf-{VERSION}"
SHA256 = {
    f"greenfield-apps-{VERSION}.jar": "687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6",
    f"core-{VERSION}.jar": "847b0d5ac9effa76d310db92dfb8e11a67c94f70271f54971fcbc75a358abf01",
    f"validation-model-{VERSION}.jar": "8d5891939a8302a9b5b1b4791fb63328ad5edb51728866e935bf89b3c6f469df",
}
"""Of those that decide; Maven checks all of them against the registry's own sums."""
MAIN = "org.verapdf.apps.GreenfieldCliWrapper"
PDF_UA_1, PDF_A_2U = "ua1", "2u"
FETCH_LIMIT_S = 240
CHECK_LIMIT_S = 300
LEAST_JAVA = 11


@dataclass(frozen=True)
class FailedRule:
    """One rule that a file breaks, how often, and where first."""

    clause: str
    test: int
    checks: int
    description: str
    where: str

    def __str__(self) -> str:
        return f"{self.clause}-{self.test} ({self.checks}): {self.description} [{self.where}]"


def why_not() -> str:
    """Empty when files can be checked here; else what is missing."""
    java = _java_version()
    if java < LEAST_JAVA:
        return f"Java {LEAST_JAVA} or newer is needed, found {java or 'none'}"
    if not (JARS / "complete").exists():
        return f"run `python {Path(__file__).relative_to(Path(__file__).parents[2])} fetch` first"
    return ""


def fetch() -> None:
    """Copy veraPDF and what it needs out of Maven's own store into the cache folder."""
    if (JARS / "complete").exists():
        return
    JARS.mkdir(parents=True, exist_ok=True)
    command = [
        *("mvn", "-q", "-B", "-C", "-f", str(POM), "dependency:copy-dependencies"),
        f"-DoutputDirectory={JARS}",
    ]
    try:
        subprocess.run(command, check=True, timeout=FETCH_LIMIT_S)
    except (OSError, subprocess.SubprocessError) as error:
        raise SystemExit(f"No veraPDF here: Maven cannot fetch it ({error}).") from error
    for name, expected in SHA256.items():
        found = hashlib.sha256((JARS / name).read_bytes()).hexdigest()
        if found != expected:
            raise SystemExit(f"No veraPDF here: {name} is not the file it should be ({found}).")
    (JARS / "complete").touch()


def validate(path: Path, profile: str) -> list[FailedRule]:
    """The rules of `PDF_UA_1` or `PDF_A_2U` that the file breaks. Takes 3 s and more.

    Raises RuntimeError where veraPDF gave no verdict.
    """
    command = [
        *("java", "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", f"{JARS}/*"),
        *(MAIN, "--format", "json", "-f", profile, str(path)),
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=CHECK_LIMIT_S, check=False
    )
    try:
        (job,) = json.loads(done.stdout)["report"]["jobs"]
        (result,) = job["validationResult"]
        details = result["details"]
    except (ValueError, KeyError) as error:
        raise RuntimeError(f"veraPDF gave no verdict: {done.stdout[:500]} {done.stderr}") from error
    return [
        FailedRule(
            one["clause"],
            one["testNumber"],
            one["failedChecks"],
            one["description"],
            next(iter(one["checks"]), {}).get("context", ""),
        )
        for one in details["ruleSummaries"]
        if one["ruleStatus"] == "FAILED"
    ]


def _java_version() -> int:
    try:
        said = subprocess.run(["java", "-version"], capture_output=True, text=True, timeout=30)
    except OSError:
        return 0
    found = re.search(r'version "(\d+)', said.stderr)
    return int(found[1]) if found else 0


def _check(paths: list[Path]) -> None:
    for path in paths:
        for profile in (PDF_UA_1, PDF_A_2U):
            failed = validate(path, profile)
            print(f"{path.name}: {profile}: {'broken' if failed else 'kept'}")
            for rule in failed:
                print(f"  {rule}")


if __name__ == "__main__":
    if sys.argv[1:] == ["fetch"]:
        fetch()
    elif sys.argv[1:2] == ["check"] and len(sys.argv) > 2:
        _check([Path(one) for one in sys.argv[2:]])
    else:
        raise SystemExit(__doc__)
