"""Reads every file of a folder through the extractor and prints a verdict a line, as JSON.

A process of its own, so that the largest child it ever waited for can be told from pytest's.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from pathlib import Path

from app.extraction.extractor import ExtractedText, ExtractionFailure
from app.extraction.sandbox import SandboxedExtractor

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def main(folder: Path, timeout_s: int, with_bubblewrap: bool) -> None:
    extractor = SandboxedExtractor(timeout_s=timeout_s, with_bubblewrap=with_bubblewrap)
    for path in sorted(folder.iterdir()):
        started = time.monotonic()
        with path.open("rb") as stream:
            media_type = extractor.media_type_of(stream.read(4096), path.name)
        result = extractor.extract(path, media_type)
        print(
            json.dumps(
                {
                    "name": path.stem,
                    "verdict": _verdict(result),
                    "text": _beginning(result),
                    "seconds": time.monotonic() - started,
                    "child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
                    "own_mb": _own_peak_mb(),
                }
            ),
            flush=True,
        )


def _own_peak_mb() -> int:
    """From /proc, because getrusage also counts the process that this one was forked from."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def _verdict(result: ExtractedText | ExtractionFailure) -> str:
    if isinstance(result, ExtractionFailure):
        return result.code
    return "unclean" if any(map(CONTROLS.search, result.pages)) else "text"


def _beginning(result: ExtractedText | ExtractionFailure) -> str:
    return result.pages[0][:500] if isinstance(result, ExtractedText) else result.reason


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "bubblewrap")
