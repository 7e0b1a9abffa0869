"""Choosing a row of a table in a form."""

from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

Row = TypeVar("Row", bound=Model)


class RowField(forms.ModelChoiceField[Row]):
    """A choice among rows; a number too large for the database is no choice, as any other that is not offered."""

    def to_python(self, value: Any) -> Row | None:
        try:
            return super().to_python(value)
        except OverflowError as error:
            raise ValidationError(
                self.error_messages["invalid_choice"], "invalid_choice", {"value": value}
            ) from error


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows; a number too large for the database is no choice, as any other that is not offered."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError as error:
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message, "invalid_choice", {"value": "…"}) from error
