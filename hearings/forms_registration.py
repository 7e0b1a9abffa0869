"""What strangers say when they register, and what they mend on their own page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from hearings.actions.registration import Application
from hearings.consent_texts import text_of
from hearings.forms_strangers import StrangersForm
from hearings.models import Hearing, Registration
from hearings.states import Attendance, Language, NeedKind, Purpose
from projects.form_fields import LineField


def offered(hearing: Hearing) -> list[tuple[str, Any]]:
    """The kinds of places that the hearing has."""
    kinds = [Attendance.ROOM] if hearing.has_room else []
    return [
        (kind.value, kind.label) for kind in [*kinds, *([Attendance.ONLINE] if hearing.has_online else [])]
    ]


class RegisterForm(StrangersForm):
    """Name, e-mail and place; the rest is for those who need it."""

    field_order = ("name", "email", "attendance", "represents", "needs", "need_note")

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("You confirm your place by a letter to it.")
    )
    attendance = forms.ChoiceField(label=_("How do you take part?"), widget=forms.RadioSelect)
    needs = forms.MultipleChoiceField(
        label=_("Do you need something to take part?"),
        choices=NeedKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Asked so that we can arrange it; somebody answers you."),
    )
    need_note = LineField(label=_("What we should know about it"), max_length=300, required=False)

    def __init__(self, *args: Any, hearing: Hearing, **options: Any) -> None:
        super().__init__(*args, hearing=hearing, **options)
        choices = offered(hearing)
        field = self.fields["attendance"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        if len(choices) == 1:
            field.initial, field.widget = choices[0][0], forms.HiddenInput()

    def consent_text(self, purpose: Purpose, organisation: Organisation) -> str:
        return text_of(purpose, organisation, self.shown_in)

    @property
    def application(self) -> Application:
        data = self.cleaned_data
        return Application(
            name=data["name"],
            email=data["email"].strip(),
            language=self.shown_in,
            attendance=Attendance(data["attendance"]),
            shown_in=self.shown_in,
            purposes=self.agreed,
            represents=data["represents"],
            needs={NeedKind(kind): data["need_note"] for kind in data["needs"]},
        )


class CorrectForm(forms.Form):
    """What a person mends on their own page."""

    name = LineField(label=_("Name and surname"), max_length=150)
    represents = LineField(label=_("Organisation that you speak for"), max_length=200, required=False)
    attendance = forms.ChoiceField(label=_("How do you take part?"))
    language = forms.ChoiceField(label=_("Language of letters"), choices=Language.choices)

    def __init__(self, *args: Any, registration: Registration, **options: Any) -> None:
        initial = {
            name: getattr(registration, name) for name in ("name", "represents", "attendance", "language")
        }
        super().__init__(*args, **{**options, "initial": initial})
        field = self.fields["attendance"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered(registration.hearing)
