"""What a person says of the body's answer, and the pages it stands on."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from amendments import page_reading
from amendments.actions.adoption import PASSAGE_LENGTH
from amendments.actions.outcomes import NAME_LENGTH, WORDS_LENGTH
from amendments.forms.table import BringTextForm
from amendments.states import Adoption, OutcomeSource, Verdict
from common.upload_fields import UploadField
from projects.form_fields import LineField


class OutcomePageForm(forms.Form):
    """A saved page; `content` is its name and bytes."""

    page = UploadField(
        label=_("Saved page of the draft or of the report"),
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".html,.htm"}),
        help_text=_("HTML, in Kazakh or in Russian, up to 5 MB."),
    )

    def clean_page(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["page"]
        if (file.size or 0) > page_reading.PAGE_CAP:
            raise ValidationError(str(page_reading.REASONS["too_large"]), code="too_large")
        return file

    @property
    def content(self) -> tuple[str, bytes]:
        file: UploadedFile = self.cleaned_data["page"]
        return file.name or "", file.read()


class OutcomeForm(forms.Form):
    """The answer to one row. `candidate`: the comment under which it stands, empty for a letter or for silence."""

    candidate = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=_("Answer of the body"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Words of the body"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "q-norm"}),
        help_text=_("As they are written; they are quoted in the documents and in letters."),
    )
    source = forms.ChoiceField(
        label=_("Where they stand"),
        choices=[(OutcomeSource.LETTER, _("letter of the body")), (OutcomeSource.BY_HAND, _("elsewhere"))],
        initial=OutcomeSource.LETTER,
        required=False,
    )
    source_name = LineField(
        label=_("Number and date of the letter, or where the words were read"),
        max_length=NAME_LENGTH,
        required=False,
    )

    def clean_source(self) -> OutcomeSource:
        return OutcomeSource(self.cleaned_data["source"] or OutcomeSource.BY_HAND)

    def clean_state(self) -> Verdict:
        return Verdict(self.cleaned_data["state"])


class AdoptedTextForm(BringTextForm):
    """The text of the act as it was adopted, uploaded or pasted; its cleaned `read` is the text as elements."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].label = _("File of the adopted act")
        self.fields["pasted"].help_text = _("Copied from Әділет or from the place of official publication.")


class AdoptionForm(forms.Form):
    """How the adopted text has our wording; nothing chosen: as it was computed."""

    adoption = forms.ChoiceField(
        label=_("In the adopted text our wording is"),
        required=False,
        choices=[
            ("", _("as computed")),
            (Adoption.VERBATIM, Adoption.VERBATIM.label),
            (Adoption.PARTLY, Adoption.PARTLY.label),
            (Adoption.ABSENT, Adoption.ABSENT.label),
        ],
    )
    passage = forms.CharField(
        label=_("Passage of the adopted text"),
        max_length=PASSAGE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "q-norm"}),
    )

    def clean_adoption(self) -> Adoption | None:
        chosen = self.cleaned_data["adoption"]
        return Adoption(chosen) if chosen else None
