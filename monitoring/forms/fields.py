"""Fields and small checks that forms about acts in life share."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from amendments.file_fields import LetterField
from deadlines.form_fields import DayField
from projects.form_fields import LineField

FILE_KINDS = _("PDF, PNG, JPEG, DOCX, XLSX, ODT or ODS, up to 10 MB.")


class LinkField(forms.URLField):
    """An address of a page that a browser opens."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=500, assume_scheme="https", **options)


def needs_one(form: forms.Form, name: str) -> None:
    """Of a text in two languages one is enough; the page says which is missing."""
    data = form.cleaned_data
    if not data.get(f"{name}_kk") and not data.get(f"{name}_ru"):
        form.add_error(f"{name}_kk", _("Write it in Kazakh or in Russian; the other language can follow."))


class ProofForm(forms.Form):
    """Evidence: at least one of a file, a link and words."""

    on = DayField(label=_("Day that it speaks of"))
    note = LineField(label=_("What it shows"), max_length=300, required=False)
    link = LinkField(label=_("Link"))
    file = LetterField(label=_("File"), required=False, help_text=FILE_KINDS)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(name) for name in ("note", "link", "file")) and not self.errors:
            self.add_error("note", _("Add a file or a link, or say in words what it shows."))
        return data
