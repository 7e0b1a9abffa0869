"""Fields of forms: a text, a list with an item on each line, a body to write to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.plain_text import clean_line

MOST_ITEMS = 50
ITEM_LENGTH = 1_000


class TextField(forms.CharField):
    """Several lines; an empty line stays the gap between paragraphs."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        lines = str(super().to_python(value) or "").splitlines()
        return "\n".join(clean_line(line) for line in lines).strip()


class ItemsField(forms.CharField):
    """A list, an item on each line; the cleaned value is a tuple of them. Numbers typed before an item are taken off."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 6}), max_length=60_000, **options)

    def clean(self, value: Any) -> tuple[str, ...]:
        lines = (clean_line(line) for line in str(super().clean(value) or "").splitlines())
        items = tuple(filter(None, (_without_number(line) for line in lines)))
        if len(items) > MOST_ITEMS:
            raise forms.ValidationError(
                _("At most %(most)s items fit one request. Divide it into two."), params={"most": MOST_ITEMS}
            )
        if any(len(item) > ITEM_LENGTH for item in items):
            raise forms.ValidationError(
                _("An item has at most %(most)s characters."), params={"most": ITEM_LENGTH}
            )
        return items


def _without_number(line: str) -> str:
    """'2) Statistics' as people paste it: 'Statistics'."""
    head, mark, rest = line.partition(" ")
    return rest.strip() if mark and head[:-1].isdigit() and head[-1] in ".)" and len(head) < 4 else line
