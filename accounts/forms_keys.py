"""What comes in from the page of access keys."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms import LineField
from accounts.states import Scope


class KeyForm(forms.Form):
    """`on`: the day it is."""

    name = LineField(
        label=_("what the key is for"),
        max_length=60,
        help_text=_("So that you know it again in the list, for example “our website”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("what the program may read"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It can change nothing. Tick only what the program needs."),
    )
    until = forms.DateField(
        label=_("last day of the key"),
        required=False,
        help_text=_("Without a day it works until you revoke it."),
    )

    def __init__(self, *args: object, on: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.on = on

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until < self.on:
            raise ValidationError(_("This day is over already."), code="past")
        if until is not None and until.year > self.on.year + 10:
            raise ValidationError(_("At most ten years ahead."), code="too_far")
        return until
