"""A text field that forms of several apps share."""

from typing import Any

from django import forms


class LinesField(forms.CharField):
    """A text of several lines, its line ends as one sign."""

    def __init__(self, *, rows: int = 3, language: str = "", **options: Any) -> None:
        attributes = {"rows": rows, **({"lang": language} if language else {})}
        super().__init__(widget=forms.Textarea(attrs=attributes), **options)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
