"""`python -m app.fonts FOLDER [FONT_DIR]`: cut every face a browser may ask for, at the lowest priority.

Started by `flask serve` as a child, so that the first reader of a Chinese name does not wait for its slice.
It may be stopped at any moment: a cut is written whole or not at all.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.fonts.cabinet import FontCabinet
from app.fonts.web_faces import WEB_FACES

LOWEST_PRIORITY = 19


def main(arguments: list[str]) -> None:
    """Cut what is not in FOLDER yet."""
    os.nice(LOWEST_PRIORITY)
    folder, *rest = map(Path, arguments)
    cabinet = FontCabinet(folder, rest[0] if rest else None)
    for name in WEB_FACES:
        if not cabinet.has_web_face(name):
            cabinet.web_face(name)


if __name__ == "__main__":
    main(sys.argv[1:])
