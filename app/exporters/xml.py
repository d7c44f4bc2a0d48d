"""Building XML with lxml: elements in one namespace, texts made fit for XML, the same bytes each time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z")
_XML = "http://www.w3.org/XML/1998/namespace"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class Writer:
    """Makes elements of one namespace. `add(parent, "title", "...")` returns the new element."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def root(self, name: str, namespaces: Mapping[str | None, str], **attributes: str) -> Any:
        """The outermost element, with the prefixes that the document uses."""
        element = etree.Element(self._name(name), nsmap=dict(namespaces))
        element.attrib.update(attributes)
        return element

    def add(
        self, parent: Any, name: str, text: str = "", language: str = "", **attributes: str
    ) -> Any:
        """A new last child. `language` becomes `xml:lang` where it looks like a BCP 47 tag."""
        element = etree.SubElement(parent, self._name(name))
        for key, value in attributes.items():
            element.set(key, fit(value))
        if _TAG.match(language):
            element.set(f"{{{_XML}}}lang", language)
        if text:
            element.text = fit(text)
        return element

    def _name(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}"


def fit(text: str) -> str:
    """The text without what XML 1.0 cannot hold; it stands whole in `description.json`."""
    return _UNFIT.sub(REPLACEMENT, text)


def serialised(root: Any) -> bytes:
    """The document in UTF-8, indented, with its declaration."""
    etree.indent(root, space=" ")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"
