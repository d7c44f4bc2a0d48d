"""Every action of the audit trail is among the words that pages can say."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from app.domain.admission import LinkPurpose, RequestState
from app.domain.audit_words import ACTIONS

APP = Path(__file__).resolve().parents[2] / "app"
SOURCES = [path for path in APP.rglob("*.py") if path.name != "audit_words.py"]
PUT_TOGETHER = {
    *(f"request {one.value}" for one in RequestState if one is not RequestState.OPEN),
    *(f"{one.value} link used" for one in LinkPurpose),
}
"""Actions made of a word that is known only when they happen."""
_RECORDING = {"record_change": 2, "record_changes": 2, "record_reading": 2, "record_in": 3}
"""Where the action stands among the arguments."""


def test_every_action_is_a_word_that_pages_say() -> None:
    written = {action for path in SOURCES for action in _actions(path)}

    assert len(written) > 90
    assert written - set(ACTIONS) == set()
    everything = "".join(path.read_text("utf-8") for path in SOURCES)
    assert {one for one in {*ACTIONS} - PUT_TOGETHER if f'"{one}"' not in everything} == set()


def _actions(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    texts = {name: value for node in tree.body for name, value in _constants(node)}
    places = _RECORDING | {
        node.name: [one.arg for one in node.args.args].index("action")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and "action" in (one.arg for one in node.args.args)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (place := places.get(_name(node.func))) is not None:
            yield from _texts(node.args[place], texts) if place < len(node.args) else ()
        # what a table of decisions, or a choice between two, leads to
        elif isinstance(node, ast.Assign) and _name(node.targets[0]) in _TABLES:
            yield from _texts(node.value, texts)


_TABLES = {"_ACTIONS", "_DONE", "action"}


def _constants(node: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    if not isinstance(node, ast.Assign):
        return
    target = node.targets[0]
    if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
        yield from (
            (_name(one), text) for one, text in zip(target.elts, node.value.elts, strict=True)
        )
    else:
        yield _name(target), node.value


def _texts(node: ast.expr, texts: dict[str, ast.expr]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Name) and node.id in texts:
        yield from _texts(texts[node.id], {})
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body, texts), *_texts(node.orelse, texts))
    elif isinstance(node, ast.Dict):
        yield from (text for one in node.values for text in _texts(one, texts))
    elif isinstance(node, ast.Tuple):
        yield from (text for one in node.elts for text in _texts(one, texts))


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
