"""Fields that forms of several apps share."""

from typing import Any

from django import forms

from projects.plain_text import clean_line


class LineField(forms.CharField):
    """One line: line breaks and characters that are not text become spaces."""

    def to_python(self, value: Any) -> str:
        return clean_line(str(super().to_python(value) or ""))
