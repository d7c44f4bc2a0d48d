"""Filling in long forms in tests: the fields of a page as a browser sends them, and who presses buttons."""

from __future__ import annotations

from html.parser import HTMLParser

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.people import csrf_of, sign_in


class Fields(HTMLParser):
    """The fields of the long form on a page, as a browser would send them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pairs: list[tuple[str, str]] = []
        self._select: str | None = None
        self._area: tuple[str, list[str]] | None = None
        self._is_in_form = False
        self._has_chosen = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if tag == "form":
            self._is_in_form = "data-register-form" in held
        elif self._is_in_form:
            self._begin(tag, held, held.get("name") or "", held.get("value") or "")

    def _begin(self, tag: str, held: dict[str, str | None], name: str, value: str) -> None:
        if tag == "input" and name and held.get("type") not in ("submit", "file"):
            if held.get("type") not in ("checkbox", "radio") or "checked" in held:
                self.pairs.append((name, value))
        elif tag == "select":
            self._select, self._has_chosen = name, False
        elif tag == "option" and self._select and ("selected" in held or not self._has_chosen):
            if self._has_chosen:
                self.pairs.pop()
            self.pairs.append((self._select, value))
            self._has_chosen = True
        elif tag == "textarea":
            self._area = (name, [])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_in_form = False
        if tag == "select":
            self._select = None
        if tag == "textarea" and self._area:
            self.pairs.append((self._area[0], "".join(self._area[1]).removeprefix("\n")))
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area[1].append(data)


class Registrar:
    """A registrar at a browser, who fills in the form of the page before them and presses a button."""

    def __init__(self, app: Flask, name: str = "r.okafor") -> None:
        self.client: FlaskClient = app.test_client()
        self.name = name
        sign_in(self.client, name)
        self.page: TestResponse | None = None

    def goes_to(self, address: str) -> TestResponse:
        self.page = self.client.get(address)
        return self.page

    def presses(self, do: str, address: str, **typed: object) -> TestResponse:
        """Send the form of the page with these fields typed over it; `__` stands for a full stop."""
        assert self.page is not None
        pairs = dict.fromkeys(("csrf_token",), csrf_of(self.page))
        fields: dict[str, list[object]] = {}
        for name, value in Fields(self.page.text).pairs:
            fields.setdefault(name, []).append(value)
        for name, value in typed.items():
            fields[name.replace("__", ".")] = list(value) if isinstance(value, list) else [value]
        # Werkzeug's own encoder leaves the blank line out before an empty value; browsers do not.
        said = {name: found for name, found in fields.items() if any(found)}
        data = {**said, **pairs, "do": do}
        self.page = self.client.post(address, data=data, content_type="multipart/form-data")
        return self.page
