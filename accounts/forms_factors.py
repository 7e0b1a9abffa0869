"""What comes in from the screens of the second step."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms import LineField, PasswordField
from accounts.models import User
from accounts.passkeys import LONGEST


class CodeField(LineField):
    """A code as it is read from a screen or from paper; spaces and dashes are not asked about."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {
            "autocomplete": "one-time-code",
            "autofocus": True,
            "spellcheck": "false",
            "autocapitalize": "characters",
        }
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attrs), **kwargs)


class StepForm(forms.Form):
    """The second step: a code, or what a passkey answered; the view says which of them is true."""

    code = CodeField(
        label=pgettext_lazy("second step", "code"),
        required=False,
        help_text=_("The six digits that the application shows, or one of your recovery codes."),
    )
    credential = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if not self.errors and not (cleaned.get("code") or cleaned.get("credential")):
            self.add_error("code", ValidationError(_("Type the code."), code="required"))
        return cleaned


class PasskeyAnswerForm(forms.Form):
    credential = forms.CharField(max_length=LONGEST, widget=forms.HiddenInput)


class PasswordForm(forms.Form):
    """The password once more, by who has signed in."""

    password = PasswordField(label=_("password"), autocomplete="current-password")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError(_("This is not your present password."), code="not_right")
        return password


class TotpForm(forms.Form):
    code = CodeField(label=pgettext_lazy("second step", "code"), help_text=_("The six digits that the application shows now."))


class PasskeyForm(PasskeyAnswerForm):
    name = LineField(
        label=_("what you call it"),
        max_length=60,
        help_text=_("So that you know it again in the list, for example “my phone”."),
    )
    field_order = ("name", "credential")


class SessionForm(forms.Form):
    session = forms.CharField(max_length=64)
