"""Cut fonts: what they hold, that they are the same every time, and how the cabinet keeps them."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from app.domain.errors import Misconfigured, NotFound
from app.fonts import cutting
from app.fonts.cabinet import SANS_BOLD, SANS_REGULAR, SERIF_SEMIBOLD, FontCabinet
from app.fonts.character_sets import ARABIC, HAN, LATIN, han_slices, members
from app.fonts.sources import ARABIC_SANS, CHINESE_SANS, SANS, find
from app.fonts.web_faces import WEB_FACES

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def cabinet(tmp_path: Path) -> FontCabinet:
    return FontCabinet(tmp_path / "instance" / "fonts")


def _read(content: bytes) -> TTFont:
    return TTFont(io.BytesIO(content))


def test_the_latin_cut_holds_every_letter_a_european_name_needs(cabinet: FontCabinet) -> None:
    held = _read(cabinet.latin(SANS_REGULAR)).getBestCmap()
    missing = [
        letter for letter in "ÀÉçčďěğıİłŁńøőřşšţțůžŽßþÐŒœÅæ“”’–—…€№•" if ord(letter) not in held
    ]
    assert missing == []


def test_the_extended_cut_holds_greek_cyrillic_and_vietnamese(cabinet: FontCabinet) -> None:
    held = _read(cabinet.extended(SANS_REGULAR)).getBestCmap()
    missing = [letter for letter in "ΆΩώДжяЇєѣạếộữỹ" if ord(letter) not in held]
    assert missing == []


def test_each_weight_has_a_postscript_name_of_its_own(cabinet: FontCabinet) -> None:
    names = {
        str(_read(cabinet.latin(face))["name"].getDebugName(6))
        for face in (SANS_REGULAR, SANS_BOLD, SERIF_SEMIBOLD)
    }
    assert names == {"NotoSans-Regular", "NotoSans-Bold", "SourceSerif4-SemiBold"}


def test_a_cut_is_static_and_keeps_its_licence(cabinet: FontCabinet) -> None:
    font = _read(cabinet.latin(SANS_BOLD))
    assert "fvar" not in font
    assert "Open Font License" in str(font["name"].getDebugName(13))


def test_a_rare_cut_holds_just_the_characters_of_the_document(cabinet: FontCabinet) -> None:
    held = _read(cabinet.rare(CHINESE_SANS, 400, {ord(one) for one in "谢阳"})).getBestCmap()
    assert set(held) == {ord(" "), ord("谢"), ord("阳")}


def test_a_rare_cut_of_characters_the_font_lacks_is_still_a_font(cabinet: FontCabinet) -> None:
    held = _read(cabinet.rare(ARABIC_SANS, 400, {ord("谢")})).getBestCmap()
    assert set(held) == {ord(" ")}


def test_the_same_cut_has_the_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib, tempfile; from pathlib import Path\n"
        "from app.fonts.cabinet import FontCabinet, MONO_SEMIBOLD\n"
        "content = FontCabinet(Path(tempfile.mkdtemp())).latin(MONO_SEMIBOLD)\n"
        "print(hashlib.sha256(content).hexdigest())"
    )
    digests = {
        _in_another_process(program, PYTHONHASHSEED=seed, TZ=zone)
        for seed, zone in (("1", "Asia/Tokyo"), ("2", "UTC"))
    }
    assert len(digests) == 1


def _in_another_process(program: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_a_cut_is_kept_privately_and_read_back_by_another_process(tmp_path: Path) -> None:
    folder = tmp_path / "instance" / "fonts"
    FontCabinet(folder).rare(CHINESE_SANS, 600, {ord("刚")})
    (kept,) = folder.iterdir()
    kept.write_bytes(b"kept on disk")
    found = _in_another_process(
        f"from app.fonts.cabinet import FontCabinet; from pathlib import Path\n"
        f"from app.fonts.sources import CHINESE_SANS\n"
        f"print(FontCabinet(Path({str(folder)!r})).rare(CHINESE_SANS, 600, {{ord('刚')}}))"
    )
    assert found == "b'kept on disk'"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_old_cuts_for_single_documents_are_removed(tmp_path: Path) -> None:
    cabinet = FontCabinet(tmp_path, max_rare_cuts=2)
    for letter in "甲乙丙丁":
        cabinet.rare(CHINESE_SANS, 400, {ord(letter)})
    assert len(list(tmp_path.glob("*.rare.ttf"))) == 2


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    cabinet = FontCabinet(in_the_way / "fonts")
    assert _read(cabinet.rare(CHINESE_SANS, 400, {ord("建")})).getBestCmap()


def test_a_folder_of_fonts_goes_before_the_packages(tmp_path: Path) -> None:
    folder = tmp_path / "fonts"
    folder.mkdir()
    static = FontCabinet(tmp_path / "cut").latin(SANS_BOLD)
    (folder / "NotoSans-Bold.ttf").write_bytes(static)
    assert find(SANS, 700, folder).path == folder / "NotoSans-Bold.ttf"
    assert find(SANS, 400, folder).path.parent != folder
    assert _read(FontCabinet(tmp_path / "other", folder).latin(SANS_BOLD)).getBestCmap()


def test_a_font_without_truetype_outlines_is_refused_with_words() -> None:
    with pytest.raises(Misconfigured, match="cannot be read"):
        cutting.reduce_to(b"not a font at all", {32}, ())


def test_every_web_face_of_the_pages_is_served(cabinet: FontCabinet) -> None:
    for name in ("source-serif-4-600", "noto-sans-400-italic", "noto-sans-mono-600"):
        assert cabinet.web_face(name).startswith(b"wOF2")


def test_arabic_keeps_the_tables_that_join_its_letters(cabinet: FontCabinet) -> None:
    font = _read(cabinet.web_face("noto-sans-arabic-400"))
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"init", "medi", "fina"} <= features


@pytest.mark.parametrize("name", ["", "noto-sans-500", "../secret_key", "faces.css"])
def test_a_face_that_is_not_in_the_list_is_not_found(cabinet: FontCabinet, name: str) -> None:
    with pytest.raises(NotFound):
        cabinet.web_face(name)


def test_the_stylesheet_declares_every_face_once_with_its_version(cabinet: FontCabinet) -> None:
    sheet = cabinet.stylesheet()
    for name in WEB_FACES:
        assert sheet.count(f'url("{name}.woff2?v={cabinet.version()}")') == 1
    assert "http" not in sheet


def test_the_slices_of_chinese_cover_it_without_overlap() -> None:
    slices = [members(one) for one in han_slices()]
    assert sum(len(one) for one in slices) == len(frozenset().union(*slices))
    assert {ord(one) for one in "谢阳指定居所監視鄧"} <= frozenset().union(*slices)
    assert members(((0x4E00, 0x9FFF),)) <= frozenset().union(*slices)
    assert not members(LATIN) & members(HAN)
    assert not members(LATIN) & members(ARABIC)


def test_the_child_cuts_what_is_missing_and_leaves_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "instance" / "fonts"
    folder.mkdir(parents=True)
    version, missing = FontCabinet(folder).version(), "noto-sans-hebrew-400"
    for name in WEB_FACES:
        if name != missing:
            (folder / f"{name}-{version}.woff2").write_bytes(b"kept")

    subprocess.run([sys.executable, "-m", "app.fonts", str(folder)], cwd=ROOT, check=True)

    cabinet = FontCabinet(folder)
    assert all(cabinet.has_web_face(name) for name in WEB_FACES)
    assert (folder / f"{missing}-{version}.woff2").read_bytes()[:4] == b"wOF2"
    assert (folder / f"noto-sans-400-{version}.woff2").read_bytes() == b"kept"
