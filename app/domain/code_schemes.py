"""The code lists in which a source may name a party."""

from __future__ import annotations

from enum import Enum

from app.domain.errors import InvalidInput
from app.domain.wording import said


class CodeScheme(Enum):
    """The code lists a source may use; one must be named for two letters."""

    ISO2 = "iso2"
    ISO3 = "iso3"
    M49 = "m49"
    TAGS = "tags"
    NAME = "name"

    @classmethod
    def of(cls, text: str) -> CodeScheme:
        """The scheme of that name. Raises InvalidInput with the schemes there are."""
        try:
            return cls(text.strip().casefold())
        except ValueError as error:
            known = ", ".join(one.value for one in cls)
            raise InvalidInput(
                "scheme",
                said("There is no code scheme {text!r}. Schemes: {known}.", text=text, known=known),
            ) from error
