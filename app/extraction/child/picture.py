"""A picture as a page: decoded, and encoded anew, so that nothing of the file itself comes along."""

from __future__ import annotations

import io
import warnings
from typing import BinaryIO

import pikepdf
from pikepdf import Dictionary, Name, Stream
from PIL import Image, ImageOps, ImageSequence

from .unreadable import Unreadable

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP")
MAX_PIXELS = 40_000_000
MAX_FRAMES = 200
MAX_SIDE_PX = 3_508
"""The longer side of A4 at 300 dots per inch; larger pictures are made smaller."""
_LONGER_PT, _SHORTER_PT = 841.89, 595.28
_QUALITY = 88
_LOSSY = frozenset({"JPEG", "WEBP"})


def drawn(stream: BinaryIO) -> pikepdf.Pdf:
    """A page for each frame, as large as A4 lets it be. Raises Unreadable."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    target = pikepdf.new()
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(stream, formats=FORMATS) as picture:
                if getattr(picture, "n_frames", 1) > MAX_FRAMES:
                    raise Unreadable("too-many-pages")
                for frame in _frames(picture):
                    _add_page(target, frame, is_lossy=picture.format in _LOSSY)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise Unreadable("suspicious") from error
    return target


def _frames(picture: Image.Image) -> list[Image.Image] | ImageSequence.Iterator:
    """The pages of a TIFF; of an animation the first picture only."""
    return ImageSequence.Iterator(picture) if picture.format == "TIFF" else [picture]


def _add_page(target: pikepdf.Pdf, frame: Image.Image, *, is_lossy: bool) -> None:
    upright = ImageOps.exif_transpose(_on_white(frame))
    upright.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX), Image.Resampling.LANCZOS)
    width, height = _page_size(*upright.size)
    page = target.add_blank_page(page_size=(width, height))
    page.Resources = Dictionary(XObject=Dictionary(P=_image(target, upright, is_lossy=is_lossy)))
    page.Contents = target.make_stream(f"{width:g} 0 0 {height:g} 0 0 cm /P Do".encode())


def _on_white(frame: Image.Image) -> Image.Image:
    """In black and white, grey or colour; what is transparent shows white paper."""
    if frame.mode in ("1", "L", "RGB") and "transparency" not in frame.info:
        return frame
    if frame.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in frame.info:
        clear = frame.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(paper, clear).convert("RGB")
    return frame.convert("L" if frame.mode.startswith(("I", "F")) else "RGB")


def _page_size(width_px: int, height_px: int) -> tuple[float, float]:
    """In points: the largest that A4 holds, upright or across."""
    paper = (_LONGER_PT, _SHORTER_PT) if width_px > height_px else (_SHORTER_PT, _LONGER_PT)
    scale = min(paper[0] / width_px, paper[1] / height_px)
    return round(width_px * scale, 2), round(height_px * scale, 2)


def _image(target: pikepdf.Pdf, picture: Image.Image, *, is_lossy: bool) -> Stream:
    # Pillow's own modes: one bit (packed by rows, as PDF wants them), eight bits, three times eight.
    made = Stream(target, b"")
    made.Type, made.Subtype = Name.XObject, Name.Image
    made.Width, made.Height = picture.size
    made.ColorSpace = Name.DeviceRGB if picture.mode == "RGB" else Name.DeviceGray
    made.BitsPerComponent = 1 if picture.mode == "1" else 8
    if is_lossy and picture.mode != "1":
        packed = io.BytesIO()
        picture.save(packed, "JPEG", quality=_QUALITY, subsampling=0)
        made.write(packed.getvalue(), filter=Name.DCTDecode)
    else:
        made.write(picture.tobytes())
    return made
