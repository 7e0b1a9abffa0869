"""What the forms share that people without an account fill in: who they are, consents, and the marks against machines."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from hearings.consent_texts import VERSION
from hearings.models import Hearing
from hearings.states import Purpose
from hearings.throttle import is_too_fast, new_stamp, nonce_of
from projects.form_fields import LineField


class StrangersForm(forms.Form):
    """Nothing is ticked beforehand.

    `website` is a field that people do not see: what fills it in is a machine. `stamp` says when the form was shown and
    makes it one however often it is sent. `shown`: the version of the texts of consent on the page. `labels`: of the
    consents that are called otherwise than their purpose.
    """

    purposes: ClassVar[Sequence[Purpose]] = tuple(Purpose)
    labels: ClassVar[Mapping[Purpose, Any]] = {}

    name = LineField(label=_("Name and surname"), max_length=150)
    represents = LineField(
        label=_("Organisation that you speak for"),
        max_length=200,
        required=False,
        help_text=_("Only if you speak for one."),
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )
    stamp = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, hearing: Hearing, language: str, **options: Any) -> None:
        """`language`: that of the page; readers of English read the texts of consent in Russian."""
        self.shown_in = "kk" if language == "kk" else "ru"
        super().__init__(*args, **options)
        for purpose in self.purposes:
            self.fields[purpose.value] = forms.BooleanField(
                label=self.labels.get(purpose, purpose.label),
                required=False,
                help_text=self.consent_text(purpose, hearing.organisation),
            )
        if not self.is_bound:
            self.initial = {**self.initial, "stamp": new_stamp(), "shown": VERSION}

    def consent_text(self, purpose: Purpose, organisation: Organisation) -> str:
        raise NotImplementedError

    @property
    def consents(self) -> list[BoundField]:
        return [self[purpose.value] for purpose in self.purposes]

    @property
    def agreed(self) -> list[Purpose]:
        return [purpose for purpose in self.purposes if self.cleaned_data[purpose.value]]

    @property
    def is_machine(self) -> bool:
        """A field that nobody sees was filled in."""
        return bool(self.data.get("website"))

    @property
    def nonce(self) -> str:
        return nonce_of(str(self.data.get("stamp", "")))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get(Purpose.TAKING_PART):
            self.add_error(
                Purpose.TAKING_PART.value, _("Without this consent we may not write your name down.")
            )
        if self.data.get("shown") != VERSION:
            self.add_error(
                None, _("The texts of consent have changed. Read them once more, then send the form.")
            )
            self._show_again("shown", VERSION)
        if not self.nonce:
            self.add_error(None, _("The form was open too long. What you typed is kept: send it once more."))
            self._show_again("stamp", new_stamp())
        elif is_too_fast(str(self.data["stamp"])):
            self.add_error(None, _("That was very fast. Read the form and send it once more."))
        return data

    def _show_again(self, name: str, value: str) -> None:
        """The page that answers carries a new stamp, or the present version of the texts."""
        again = self.data.copy()  # type: ignore[attr-defined]
        again[name] = value
        self.data = again
