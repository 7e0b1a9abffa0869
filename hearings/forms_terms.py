from typing import Any

from django import forms
from django.utils.translation import gettext as _

from hearings.states import Term
from hearings.terms import TermBook


class TermsForm(forms.Form):
    """For each term the organisation's own number of days; empty: as the reference data say."""

    def __init__(self, *args: Any, book: TermBook, organisation_id: int, **options: Any) -> None:
        own = book.own(organisation_id)
        initial = {term.name.lower(): own[term] for term in Term}
        super().__init__(*args, **{**options, "initial": initial})
        for term in Term:
            longest = book.rules[term].quantity
            self.fields[term.name.lower()] = forms.IntegerField(
                label=term.label,
                required=False,
                min_value=1,
                max_value=longest,
                help_text=_("At most %(days)s days, and so many if left empty.") % {"days": longest},
            )

    @property
    def days(self) -> dict[Term, int | None]:
        return {term: self.cleaned_data[term.name.lower()] for term in Term}
