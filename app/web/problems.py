"""What is wrong with a form that is not a WTForm: one sentence for each field, tied to it by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.domain.dates import day_of
from app.domain.errors import InvalidInput


@dataclass(slots=True)
class Problems:
    """Sentences by field. `labels` names the fields as the page does."""

    labels: Mapping[str, str]
    by_field: dict[str, str] = field(default_factory=dict)

    def add(self, error: InvalidInput) -> None:
        """Keep the first problem of a field."""
        self.by_field.setdefault(error.field, error.message)

    def __bool__(self) -> bool:
        return bool(self.by_field)

    def __iter__(self) -> Iterator[tuple[str, str, str]]:
        """Field, its name on the page (empty where the page has no such field), what is wrong."""
        for name, message in self.by_field.items():
            yield name, self.labels.get(name, ""), message

    def of(self, name: str) -> str:
        return self.by_field.get(name, "")


def read_day(text: str, name: str) -> date | None:
    """A day as `2027-01-31`; None for an empty field. Raises InvalidInput."""
    if not text.strip():
        return None
    try:
        return day_of(text, "2027-01-31")
    except InvalidInput as error:
        raise InvalidInput(name, error.message) from error
