"""The public form for a proposal in writing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from hearings.actions.writing import PURPOSES, Writing
from hearings.consent_texts import written_text_of
from hearings.forms_strangers import StrangersForm
from hearings.states import Language, Purpose
from projects.form_fields import LineField
from projects.plain_text import clean_lines

LONGEST = 10_000
LABELS = {Purpose.TAKING_PART: _("Use my data so that my proposal is considered")}


class WordsField(forms.CharField):
    """Several lines without characters that are not text."""

    def to_python(self, value: Any) -> str:
        return clean_lines(str(super().to_python(value) or ""))


class WriteForm(StrangersForm):
    """Who proposes what."""

    purposes = PURPOSES
    labels = LABELS
    field_order = ("name", "represents", "email", "norm", "text", "language")

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("You confirm your proposal by a letter to it.")
    )
    norm = LineField(
        label=_("Norm of the draft"),
        max_length=300,
        required=False,
        help_text=_("The article or paragraph, if it is about one."),
    )
    text = WordsField(label=_("Your proposal"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8}))
    language = forms.ChoiceField(label=_("Language of the proposal"), choices=Language.choices)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].initial = self.shown_in

    def consent_text(self, purpose: Purpose, organisation: Organisation) -> str:
        return written_text_of(purpose, organisation, self.shown_in)

    @property
    def writing(self) -> Writing:
        data = self.cleaned_data
        return Writing(
            name=data["name"],
            email=data["email"].strip(),
            represents=data["represents"],
            norm=data["norm"],
            text=data["text"],
            language=data["language"],
            shown_in=self.shown_in,
            purposes=self.agreed,
        )
