"""The shape of the house: file lengths, forbidden names, module docstrings, empty packages."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAX_LINES = 350
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base_utils"}
FORBIDDEN_WORDS = re.compile(r"\b(TODO|FIXME|XXX)\b|NotImplementedError")
FORBIDDEN_CALLS = {"eval", "exec", "mktemp"}
PYTHON_FILES = sorted(
    path
    for folder in ("app", "tests", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
    if "__pycache__" not in path.parts
)
SOURCE_FILES = [path for path in PYTHON_FILES if (ROOT / "app") in path.parents] + [
    ROOT / "config.py"
]


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PYTHON_FILES, ids=_named)
def test_file_is_short_enough_to_be_read_in_one_go(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("path", SOURCE_FILES, ids=_named)
def test_module_says_what_lives_here(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring, "a module begins with a docstring that says what lives here"


@pytest.mark.parametrize("path", PYTHON_FILES, ids=_named)
def test_module_is_not_named_after_nothing(path: Path) -> None:
    assert path.stem not in FORBIDDEN_NAMES


@pytest.mark.parametrize("path", SOURCE_FILES, ids=_named)
def test_module_leaves_nothing_for_later(path: Path) -> None:
    found = FORBIDDEN_WORDS.search(path.read_text(encoding="utf-8"))
    assert found is None, found


@pytest.mark.parametrize("path", SOURCE_FILES, ids=_named)
def test_module_runs_no_text_as_code_and_no_shell(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            assert name not in FORBIDDEN_CALLS
            assert not any(
                word.arg == "shell" and getattr(word.value, "value", None) is True
                for word in node.keywords
            )
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name.split(".")[0] for alias in node.names}
            if isinstance(node, ast.ImportFrom):
                names = {(node.module or "").split(".")[0]}
            assert not names & {"pickle", "marshal", "shelve"}


@pytest.mark.parametrize(
    "path",
    [path for path in SOURCE_FILES if path.name == "__init__.py"],
    ids=_named,
)
def test_package_file_holds_public_names_only(path: Path) -> None:
    if path == ROOT / "app" / "__init__.py":
        return  # the factory lives here
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = tuple(type(node) for node in tree.body[1:])
    assert all(kind in (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign) for kind in kinds)


def test_markup_is_never_built_from_data() -> None:
    offenders = [
        _named(path)
        for path in [*SOURCE_FILES, *sorted((ROOT / "templates").rglob("*.html"))]
        if re.search(r"\|\s*safe\b|\bMarkup\(", path.read_text(encoding="utf-8"))
    ]
    assert offenders == []


def test_templates_hold_no_inline_script_or_style() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"", re.IGNORECASE)
    offenders = [
        _named(path)
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if inline.search(path.read_text(encoding="utf-8"))
    ]
    assert offenders == []


def test_no_originals_index_or_database_is_tracked() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "documents", "index", "*.db"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert set(tracked) <= {"documents/.gitkeep", "index/.gitkeep"}
