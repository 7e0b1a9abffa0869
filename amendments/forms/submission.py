"""What a person says of a submission: where, when, which numbers, and the file that proves it."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amendments.actions.submission import MOST_NUMBERS, Sending
from amendments.file_fields import ReceiptField
from amendments.states import Channel
from correspondence.documents import Mode
from projects.form_fields import LineField
from projects.plain_text import clean_line

NUMBER_LENGTH = 60
ADDRESSEE_LENGTH = 300
LANGUAGES_SENT = [
    (Mode.BOTH.value, _("in Kazakh and in Russian")),
    (Mode.KAZAKH.value, _("in Kazakh")),
    (Mode.RUSSIAN.value, _("in Russian")),
]
FIRST_YEAR = 2014  # the portal's own first records


class NumbersField(forms.CharField):
    """Numbers given by whoever received it, a line or a comma between them; the cleaned value is a tuple of them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 2}), max_length=20_000, **options)

    def clean(self, value: Any) -> tuple[str, ...]:
        text = super().clean(value)
        numbers = tuple(
            dict.fromkeys(filter(None, (clean_line(part) for part in re.split(r"[\n\r,;]+", text))))
        )
        if any(len(number) > NUMBER_LENGTH for number in numbers):
            message = _("A number has at most %(most)s characters; put each on its own line.")
            raise forms.ValidationError(message, params={"most": NUMBER_LENGTH})
        if len(numbers) > MOST_NUMBERS:
            raise forms.ValidationError(
                _("At most %(most)s numbers are kept."), params={"most": MOST_NUMBERS}
            )
        return numbers


class SubmissionForm(forms.Form):
    """`sending` is what actions.submission wants; `receipt` in cleaned_data the file, or None."""

    channel = forms.ChoiceField(label=_("How was it sent?"), choices=Channel.choices, initial=Channel.PORTAL)
    submitted_at = forms.DateTimeField(
        label=_("When"), error_messages={"invalid": _("Write the day and the time of sending.")}
    )
    mode = forms.ChoiceField(label=_("In which language"), choices=LANGUAGES_SENT)
    numbers = NumbersField(
        label=_("Numbers given"),
        required=False,
        help_text=_("Comment numbers of the portal, an incoming number: each on its own line."),
    )
    addressee_kk = LineField(label=_("Addressee in Kazakh"), max_length=ADDRESSEE_LENGTH, required=False)
    addressee_ru = LineField(label=_("Addressee in Russian"), max_length=ADDRESSEE_LENGTH, required=False)
    address = forms.URLField(
        label=_("Address of the page where it can be seen"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("The portal's page with your comments, if there is one."),
    )
    receipt = ReceiptField(
        label=_("Screenshot or PDF"),
        required=False,
        help_text=_("PDF, PNG or JPEG, up to 10 MB. If it is not at hand, you are reminded of it today."),
    )
    note = forms.CharField(
        label=_("Note"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    late_reason = LineField(
        label=_("Why it was sent after the end of the discussion"), max_length=500, required=False
    )

    def __init__(self, *args: Any, is_over: bool, **options: Any) -> None:
        """`is_over`: the discussion has ended, so that a late sending is the likely one."""
        super().__init__(*args, **options)
        self.is_over = is_over

    def clean_submitted_at(self) -> datetime:
        moment: datetime = self.cleaned_data["submitted_at"]
        if moment.year < FIRST_YEAR:
            raise forms.ValidationError(_("Write the day and the time of sending."))
        return moment

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if address and not address.startswith(("https://", "http://")):
            raise forms.ValidationError(_("An address begins with https:// or http://"))
        return address

    @property
    def sending(self) -> Sending:
        data = self.cleaned_data
        plain = (
            "channel",
            "submitted_at",
            "numbers",
            "addressee_kk",
            "addressee_ru",
            "address",
            "note",
            "late_reason",
        )
        return Sending(languages=Mode(data["mode"]).languages, **{name: data[name] for name in plain})


class ReceiptForm(forms.Form):
    receipt = ReceiptField(label=_("Screenshot or PDF"), help_text=_("PDF, PNG or JPEG, up to 10 MB."))


class NumbersForm(forms.Form):
    numbers = NumbersField(label=_("Numbers given later"))


class ReportDayForm(forms.Form):
    due_on = forms.DateField(label=_("Look for the report on"), widget=forms.DateInput())

    def clean_due_on(self) -> object:
        day = self.cleaned_data["due_on"]
        if day.year > FIRST_YEAR + 100:
            raise forms.ValidationError(_("This day is too far away."))
        return day
