"""Which part of the list of everything due is asked for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from monitoring.queries.work_list import Kind, When

ALL, MINE, NOBODY = "", "mine", "nobody"


class WorkFilterForm(forms.Form):
    """Whose, of what kind, how soon. What the address says wrongly is taken as not said."""

    who = forms.ChoiceField(label=_("Whose"), required=False)
    kind = forms.ChoiceField(label=_("Kind of work"), required=False)
    when = forms.ChoiceField(
        label=_("How soon"), choices=[("", _("Any time")), *When.choices], required=False
    )

    def __init__(self, data: Any, *, people: Iterable[User], kinds: Iterable[Kind]) -> None:
        super().__init__(data)
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            (ALL, _("Everybody's")),
            (MINE, _("Mine")),
            (NOBODY, _("Nobody's")),
            *((str(person.pk), person.name) for person in people),
        ]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", _("Everything")),
            *((kind.value, kind.label) for kind in kinds),
        ]

    def asked(self, name: str) -> str:
        """The value of one field; '' where the address says nothing, or nonsense."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))
