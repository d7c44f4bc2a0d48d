"""The cabinet of cut fonts: made when first asked for, kept on disk, the same for every process.

Open `FontCabinet` first. A cut is named by everything that made it (the font file's hash, characters,
weight, recipe, library), so a new release of anything makes new cuts and never serves an old one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import threading
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from fontTools import version as cutter_version

from app.domain.errors import NotFound
from app.fonts import cutting
from app.fonts.character_sets import EXTENDED, LATIN, members
from app.fonts.cutting import LATIN_FEATURES
from app.fonts.sources import MONO, SANS, SANS_ITALIC, SERIF, FontFile, Source, find
from app.fonts.web_faces import WEB_FACES, stylesheet

MAX_RARE_CUTS = 400
"""Cuts for single documents kept on disk; the oldest go first. About 5 KB each."""

PRIVATE_FOLDER = 0o700


@dataclass(frozen=True, slots=True)
class Face:
    """One style of the house: a font file at a weight."""

    source: Source
    weight: int

    @property
    def postscript(self) -> str:
        return self.source.postscript_name(self.weight)


SERIF_REGULAR = Face(SERIF, 400)
SERIF_SEMIBOLD = Face(SERIF, 600)
SANS_REGULAR = Face(SANS, 400)
SANS_ITALIC_REGULAR = Face(SANS_ITALIC, 400)
SANS_SEMIBOLD = Face(SANS, 600)
SANS_BOLD = Face(SANS, 700)
MONO_REGULAR = Face(MONO, 400)
MONO_SEMIBOLD = Face(MONO, 600)


_recent: dict[str, bytes] = {}
"""Cuts this process used last, oldest first. A name says all that made the cut, so cabinets share it."""

_MOST_REMEMBERED = 96
_remembering = threading.Lock()


class FontCabinet:
    """Cut fonts in `folder`, made from `font_dir` where it holds them, else from the packages.

    Making one touches nothing; every method may be called from any thread.
    """

    def __init__(
        self, folder: Path, font_dir: Path | None = None, *, max_rare_cuts: int = MAX_RARE_CUTS
    ) -> None:
        self._folder = folder
        self._font_dir = font_dir
        self._max_rare_cuts = max_rare_cuts
        self._cutting = threading.RLock()
        self._files: dict[tuple[str, int], FontFile] = {}
        self._reduced: tuple[str, bytes] = ("", b"")

    def latin(self, face: Face) -> bytes:
        """A TrueType file with Latin and all its common diacritics. Under 1 s the first time."""
        return self._cut(face.source, face.weight, members(LATIN), LATIN_FEATURES)

    def extended(self, face: Face) -> bytes:
        """A TrueType file with Greek, Cyrillic, Vietnamese and signs. 1 to 2 s the first time."""
        return self._cut(face.source, face.weight, members(EXTENDED), ())

    def rare(self, source: Source, weight: int, characters: Collection[int]) -> bytes:
        """A TrueType file with just these characters, for one document. 0.1 to 0.4 s the first time.

        It always holds the space too, so that a font that has none of them is still a font.
        """
        return self._cut(source, weight, {*characters, 0x20}, (), "rare.ttf")

    def web_face(self, name: str) -> bytes:
        """A WOFF2 file by its name, `noto-sans-400`. Raises NotFound for a name not in the list."""
        face = WEB_FACES.get(name)
        if face is None:
            raise NotFound(name)
        kept_as = f"{name}-{self.version()}.woff2"
        kept = self._kept(kept_as)
        if kept is None:
            plain = self._cut(face.source, face.weight, members(face.ranges), face.features)
            kept = cutting.packed(plain)
            self._keep(kept_as, kept)
        return kept

    def has_web_face(self, name: str) -> bool:
        """Whether it was cut before, by whichever process."""
        return (self._folder / f"{name}-{self.version()}.woff2").exists()

    def stylesheet(self) -> str:
        """All `@font-face` rules; each address carries the version, so it can be kept for ever."""
        return stylesheet(self.version())

    def version(self) -> str:
        """Changes whenever a served font may. Costs nothing but a look at the font folder."""
        parts = [str(cutting.RECIPE), cutter_version]
        parts += [f"{one.source.sha256} {one.features} {one.ranges}" for one in WEB_FACES.values()]
        if self._font_dir is not None:
            files = sorted(self._font_dir.rglob("*.ttf"))
            parts += [f"{path.name} {path.stat().st_size}" for path in files]
        return _digest(*parts)[:12]

    def prepare(self) -> None:
        """Cut what every start page and every PDF needs, so that nobody waits for it. About 7 s."""
        for name, web in WEB_FACES.items():
            if web.is_common:
                self.web_face(name)

    def _cut(
        self,
        source: Source,
        weight: int,
        characters: Collection[int],
        features: tuple[str, ...],
        suffix: str = "ttf",
    ) -> bytes:
        file = self._file(source, weight)
        codes = [f"{code:X}" for code in sorted(characters)]
        subset = _digest(file.sha256, cutter_version, str(cutting.RECIPE), *features, *codes)
        pinned = [f"{tag}={value}" for tag, value in source.pinned]
        postscript = source.postscript_name(weight)
        name = f"{postscript}-{_digest(subset, *pinned)[:20]}.{suffix}"
        with self._cutting:
            kept = self._kept(name)
            if kept is None:
                if self._reduced[0] != subset:  # the weights of one family follow one another
                    content = file.path.read_bytes()
                    self._reduced = (subset, cutting.reduce_to(content, characters, features))
                axes = {"wght": float(weight), **dict(source.pinned)}
                kept = cutting.hold(self._reduced[1], axes, source.family, postscript)
                self._keep(name, kept)
            return kept

    def _file(self, source: Source, weight: int) -> FontFile:
        key = (source.path, weight if self._font_dir is not None else 0)
        with self._cutting:
            if key not in self._files:
                self._files[key] = find(source, weight, self._font_dir)
            return self._files[key]

    def _kept(self, name: str) -> bytes | None:
        remembered = _recent.get(name)
        if remembered is None:
            with contextlib.suppress(OSError):
                remembered = (self._folder / name).read_bytes()
                _remember(name, remembered)
        return remembered

    def _keep(self, name: str, content: bytes) -> None:
        """Write beside, then rename: another process sees the whole file or none.

        A full disk costs time at the next start, not the page that was asked for.
        """
        _remember(name, content)
        with contextlib.suppress(OSError):
            self._folder.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            self._folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                dir=self._folder, prefix=".cut-", delete=False
            ) as file:
                file.write(content)
            os.replace(file.name, self._folder / name)
            if name.endswith(".rare.ttf"):
                self._prune()

    def _prune(self) -> None:
        rare = sorted(self._folder.glob("*.rare.ttf"), key=_age)
        for path in rare[: -self._max_rare_cuts]:
            path.unlink(missing_ok=True)


def _remember(name: str, content: bytes) -> None:
    with _remembering:
        _recent[name] = content
        while len(_recent) > _MOST_REMEMBERED:
            del _recent[next(iter(_recent))]


def _age(path: Path) -> float:
    with contextlib.suppress(OSError):
        return path.stat().st_mtime
    return 0.0


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
