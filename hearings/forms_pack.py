"""Files of the participant pack, as they come in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amendments.file_fields import LetterField
from amendments.receipt_files import ReceiptFile
from hearings.states import Language


class MaterialForm(forms.Form):
    """The files of one material. `brought`: what came, by language."""

    file_kk = LetterField(required=False, label=Language.KAZAKH.label)
    file_ru = LetterField(required=False, label=Language.RUSSIAN.label)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(data.values()):
            self.add_error(None, _("Choose a file, in Kazakh or in Russian."))
        return data

    @property
    def brought(self) -> "dict[Language, tuple[ReceiptFile, str]]":
        return {
            language: self.cleaned_data[f"file_{language}"]
            for language in Language
            if self.cleaned_data[f"file_{language}"]
        }
