"""What comes in from a screen, made into clean values. Nothing is saved here."""

import re
from typing import Any

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.bin import validate_bin
from accounts.logo import UnusablePicture, as_png
from accounts.models import Organisation, User
from accounts.states import Digest, Language, MailLanguage, Role
from common.upload_fields import UploadField

PASSWORD_LENGTH = 256
_UNLIKE_NAME = password_validation.UserAttributeSimilarityValidator(user_attributes=("name",))
# Spaces of all kinds, control characters (NUL is refused elsewhere), marks that turn the direction of text.
_NOT_PRINTED = re.compile(r"[\s\x01-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


class LineField(forms.CharField):
    """One line of text: line breaks and other characters that are not printed become spaces."""

    def to_python(self, value: Any) -> str:
        return _NOT_PRINTED.sub(" ", super().to_python(value) or "").strip()


class EmailField(forms.EmailField):
    """An address, in small letters: two spellings of one mailbox are one person."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").lower()


class PasswordField(forms.CharField):
    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(max_length=PASSWORD_LENGTH, strip=False, widget=widget, **kwargs)


class BinField(LineField):
    """A BIN as people write it, with or without spaces."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, validators=[validate_bin], **kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace(" ", "")


class LogoField(UploadField):
    """A picture, drawn anew; its cleaned value is PNG bytes."""

    widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"})

    def clean(self, data: UploadedFile | None, initial: Any = None) -> bytes | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return as_png(upload)
        except UnusablePicture as error:
            message = _(
                "This is not a picture that can be used. Take a PNG, JPEG, WebP or GIF of up to 5 MB."
            )
            raise ValidationError(message, code="logo") from error


class SignInForm(forms.Form):
    username = EmailField(
        label=_("e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = PasswordField(label=_("password"), autocomplete="current-password")
    user: User | None = None

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if "username" in cleaned and "password" in cleaned:
            self.user = authenticate(self.request, **cleaned)
            if self.user is None:
                raise ValidationError(_("The e-mail or the password is not right."), code="not_right")
        return cleaned


class AskResetForm(forms.Form):
    email = EmailField(
        label=_("e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice. `user`: whose; a password like the own name or e-mail is refused."""

    password = PasswordField(
        label=_("new password"),
        autocomplete="new-password",
        help_text=_("At least 10 characters; not only digits and nothing like your name."),
    )
    password_again = PasswordField(label=_("new password once more"), autocomplete="new-password")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        password = cleaned.get("password")
        if password:
            if "password_again" in cleaned and password != cleaned["password_again"]:
                self.add_error(
                    "password_again", ValidationError(_("The two passwords differ."), code="differ")
                )
            self._validate_strength(password)
        return cleaned

    def _validate_strength(self, password: str) -> None:
        try:
            password_validation.validate_password(password, self.user)
            _UNLIKE_NAME.validate(password, self.user)
        except ValidationError as error:
            self.add_error("password", error)


class ChangePasswordForm(NewPasswordForm):
    old_password = PasswordField(label=_("present password"), autocomplete="current-password")
    field_order = ("old_password", "password", "password_again")

    def clean_old_password(self) -> str:
        password: str = self.cleaned_data["old_password"]
        if not self.user.check_password(password):
            raise ValidationError(_("This is not your present password."), code="not_right")
        return password


class JoinForm(NewPasswordForm):
    """A new person's name and password; the rest is asked later, in the profile."""

    name = LineField(
        label=_("your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ("name", "password", "password_again")

    def clean_name(self) -> str:
        self.user.name = self.cleaned_data["name"]
        return self.user.name


class ProfileForm(forms.Form):
    name = LineField(label=_("your name"), max_length=150)
    interface_language = forms.ChoiceField(label=_("language of the screens"), choices=Language.choices)
    mail_language = forms.ChoiceField(label=_("language of e-mails"), choices=MailLanguage.choices)
    digest = forms.ChoiceField(
        label=_("news by e-mail"),
        choices=Digest.choices,
        help_text=_("Deadline-day and overdue e-mails come at once, whatever you choose."),
    )
    digest_hour = forms.TypedChoiceField(
        label=_("hour of the digest"),
        coerce=int,
        choices=[(hour, f"{hour}:00") for hour in range(24)],
        help_text=_("By the clock of Kazakhstan."),
    )


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=Language.choices)


class InviteForm(forms.Form):
    email = EmailField(label=_("e-mail"))
    role = forms.ChoiceField(label=_("role"), choices=Role.choices, initial=Role.OBSERVER)
    language = forms.ChoiceField(label=_("language of the letter"), choices=MailLanguage.choices)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("role"), choices=Role.choices)


class CardForm(forms.Form):
    """The organisation's card. `seen` is the fingerprint of the card that the person had on screen."""

    name_kk = LineField(label=_("name in Kazakh"), max_length=300)
    name_ru = LineField(label=_("name in Russian"), max_length=300)
    bin = BinField(
        label=_("BIN"), required=False, help_text=_("Twelve digits, as in the registration papers.")
    )
    address_kk = LineField(label=_("address in Kazakh"), max_length=400, required=False)
    address_ru = LineField(label=_("address in Russian"), max_length=400, required=False)
    phone = LineField(label=_("phone"), max_length=60, required=False)
    email = EmailField(label=_("e-mail"), required=False)
    website = forms.URLField(label=_("website"), max_length=200, required=False, assume_scheme="https")
    signatory_name_kk = LineField(label=_("who signs letters, in Kazakh"), max_length=200, required=False)
    signatory_name_ru = LineField(label=_("who signs letters, in Russian"), max_length=200, required=False)
    signatory_post_kk = LineField(label=_("post of the signatory in Kazakh"), max_length=200, required=False)
    signatory_post_ru = LineField(label=_("post of the signatory in Russian"), max_length=200, required=False)
    logo = LogoField(
        label=_("logo"),
        required=False,
        help_text=_("PNG, JPEG, WebP or GIF of up to 5 MB; it is made smaller."),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)
    seen = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not organisation.logo:
            del self.fields["remove_logo"]


class NewOrganisationForm(forms.Form):
    """What the operator knows of an organisation that joins."""

    name_kk = LineField(label=_("name in Kazakh"), max_length=300)
    name_ru = LineField(label=_("name in Russian"), max_length=300)
    coordinator_email = EmailField(label=_("e-mail of the coordinator"))
    language = forms.ChoiceField(label=_("language of the letter"), choices=MailLanguage.choices)
