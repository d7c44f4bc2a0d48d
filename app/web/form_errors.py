"""From an error of a service to the field it belongs to, so that a form keeps all that was typed."""

from __future__ import annotations

from flask_wtf import FlaskForm

from app.domain.errors import InvalidInput


def tell(form: FlaskForm, error: InvalidInput) -> None:
    """Say what is wrong at the field it belongs to. Raises the error where the form has no such field."""
    if error.field not in form:
        raise error
    form[error.field].errors = [error.message]
