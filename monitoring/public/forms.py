"""What a coordinator says of the public page, and what a stranger types."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.transliteration import MOST_LETTERS, slug_of
from common.fields_text import LinesField
from correspondence.models import IssuedDocument
from deadlines.form_fields import EmbargoField
from projects.form_fields import LineField

SLUG = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
MOST_WORDS = 1_500
_CODE = re.compile("[0-9a-f]{32}")


class PageForm(forms.Form):
    """The address and the words of the public page."""

    slug = LineField(
        label=_("Address"),
        max_length=MOST_LETTERS,
        required=False,
        help_text=_("Small Latin letters, figures and hyphens. Links to an earlier address stop working."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    about_kk = LinesField(label="Қазақша", required=False, max_length=MOST_WORDS, language="kk")
    about_ru = LinesField(label="Русский", required=False, max_length=MOST_WORDS, language="ru")

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"]).lower()
        if slug and (len(slug) < 3 or not SLUG.fullmatch(slug)):
            raise ValidationError(
                _("Write at least three small Latin letters, figures or hyphens."), code="slug"
            )
        return slug


def page_of(organisation: Organisation) -> dict[str, Any]:
    """What the form shows first: an address made of the name where none was chosen."""
    suggested = slug_of(organisation.name_kk or organisation.name_ru or "")
    slug = organisation.slug or (suggested if len(suggested) >= 3 else "")
    return {"slug": slug, "about_kk": organisation.about_kk, "about_ru": organisation.about_ru}


class PositionForm(forms.Form):
    """`submission`: the one that the person read. `chosen`: the documents to stand on the page."""

    submission = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)
    embargo_until = EmbargoField()
    documents = forms.MultipleChoiceField(
        label=_("Issued documents whose PDF stands on the page"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They bear the names of those who signed."),
    )
    has_read = forms.BooleanField(
        label=_(
            "I have read every text that will be seen: no personal data, nothing that is not to be public."
        ),
        error_messages={"required": _("Read the texts below, then say so here.")},
    )

    def __init__(
        self, data: Any = None, *, issued: Sequence[IssuedDocument], initial: dict[str, Any]
    ) -> None:
        super().__init__(data, initial=initial)
        self.issued = {str(document.pk): document for document in issued}
        field = self.fields["documents"]
        field.choices = [(key, str(document)) for key, document in self.issued.items()]  # type: ignore[attr-defined]
        if not issued:
            del self.fields["documents"]

    @property
    def chosen(self) -> list[IssuedDocument]:
        return [self.issued[key] for key in self.cleaned_data.get("documents", ())]

    @property
    def embargo(self) -> date | None:
        return self.cleaned_data["embargo_until"]


class CodeForm(forms.Form):
    """The code of an issued document, as it stands beside its QR code: with spaces and dashes or without."""

    code = LineField(
        label=_("Address or code beside the QR code"),
        max_length=200,
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        typed = str(self.cleaned_data["code"]).lower().rstrip("/").rpartition("/")[2]
        code = re.sub("[^0-9a-z]", "", typed)
        if not _CODE.fullmatch(code):
            raise ValidationError(
                _("A code has 32 letters from a to f and figures. Copy it from the document."), code="code"
            )
        return code
