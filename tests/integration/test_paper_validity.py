"""veraPDF over our papers: PDF/UA-1 and PDF/A-2u. Runs where it was fetched (`tests/services/verapdf.py`)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.pdf.copies import stamped
from tests.printing import cabinet, one_of_everything
from tests.services.verapdf import PDF_A_2U, PDF_UA_1, SERVICE, validate

MISSING = SERVICE.why_not()
IS_REQUIRED = "verapdf" in os.environ.get("CHANCERY_REQUIRE", "")

pytestmark = pytest.mark.skipif(
    bool(MISSING) and not IS_REQUIRED, reason=f"no veraPDF here: {MISSING}"
)


@pytest.mark.parametrize("profile", [PDF_UA_1, PDF_A_2U])
def test_a_paper_and_its_copy_keep_every_rule(tmp_path: Path, profile: str) -> None:
    paper = one_of_everything()
    copy = stamped(
        paper, cabinet(), number=1, copies=3, recipient="外务省, وزارة", marking="Official"
    )
    for name, content in (("paper.pdf", paper), ("copy.pdf", copy)):
        (tmp_path / name).write_bytes(content)

    assert [str(one) for one in validate(tmp_path / "paper.pdf", profile)] == []
    assert [str(one) for one in validate(tmp_path / "copy.pdf", profile)] == []
