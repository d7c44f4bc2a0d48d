"""veraPDF, which checks PDF/UA-1 and PDF/A-2u rule by rule, for tests and for `make examples`.

    python3 -m tests.services.verapdf fetch                 into the cache folder, once; needs Maven
    python3 -m tests.services.verapdf check FILE...         prints the rules that each file breaks

Where it is not, the ordinary suite checks what it can by `tests/pdf_rules.py`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.services.java_services import JavaService

VERSION = "1.28.2"
SERVICE = JavaService(
    name="veraPDF",
    module="verapdf",
    folder=f"verapdf-{VERSION}",
    least_java=11,
    sha256={
        f"greenfield-apps-{VERSION}.jar": "687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6",
        f"core-{VERSION}.jar": "847b0d5ac9effa76d310db92dfb8e11a67c94f70271f54971fcbc75a358abf01",
        f"validation-model-{VERSION}.jar": "8d5891939a8302a9b5b1b4791fb63328ad5edb51728866e935bf89b3c6f469df",
    },
)
MAIN = "org.verapdf.apps.GreenfieldCliWrapper"
PDF_UA_1, PDF_A_2U = "ua1", "2u"
CHECK_LIMIT_S = 300


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


def validate(path: Path, profile: str) -> list[FailedRule]:
    """The rules of `PDF_UA_1` or `PDF_A_2U` that the file breaks. Takes 3 s and more.

    Raises RuntimeError where veraPDF gave no verdict.
    """
    command = [
        *(
            "java",
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            SERVICE.class_path,
        ),
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


def _check(paths: list[Path]) -> None:
    for path in paths:
        for profile in (PDF_UA_1, PDF_A_2U):
            failed = validate(path, profile)
            print(f"{path.name}: {profile}: {'broken' if failed else 'kept'}")
            for rule in failed:
                print(f"  {rule}")


if __name__ == "__main__":
    if sys.argv[1:] == ["fetch"]:
        SERVICE.fetch()
    elif sys.argv[1:2] == ["check"] and len(sys.argv) > 2:
        _check([Path(one) for one in sys.argv[2:]])
    else:
        raise SystemExit(__doc__)
