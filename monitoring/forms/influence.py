"""Of which period the influence report speaks, and in which language it is issued."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.periods import Period, quarter_of, year_of
from correspondence.states import LanguageMode
from monitoring.influence.asked import MOST_YEARS

QUARTER, YEAR, LAST_YEAR, OWN = "quarter", "year", "last_year", "own"
EARLIEST = date(2000, 1, 1)


class PeriodForm(forms.Form):
    """A preset, or days of one's own; this year where the address says nothing."""

    period = forms.ChoiceField(
        label=_("Period"),
        choices=[
            (YEAR, _("This year")),
            (QUARTER, _("This quarter")),
            (LAST_YEAR, _("Last year")),
            (OWN, _("Days of your own")),
        ],
        required=False,
    )

    def __init__(self, data: Any, *, on: date) -> None:
        super().__init__(data)
        self._on = on
        self.fields["from"] = forms.DateField(label=_("From the day"), required=False)
        self.fields["to"] = forms.DateField(label=_("To the day"), required=False)
        if not data.get("period") and data.get("from"):
            self.data = {**data.dict(), "period": OWN}  # links name days only
        if data.get("period") == OWN and not (data.get("from") or data.get("to")):
            year = year_of(on.year)
            self.data = {"period": OWN, "from": year.first.isoformat(), "to": year.last.isoformat()}

    @property
    def asked(self) -> Period:
        """The period, whatever is wrong with the days."""
        preset = self.data.get("period", "")
        if preset == OWN and self.is_valid():
            return Period(self.cleaned_data["from"], self.cleaned_data["to"])
        if preset == QUARTER:
            return quarter_of(self._on)
        return year_of(self._on.year - (preset == LAST_YEAR))

    @property
    def is_own(self) -> bool:
        return self.data.get("period") == OWN

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("period") != OWN or self.errors:
            return said
        first, last = said.get("from"), said.get("to")
        if first is None or last is None:
            raise ValidationError(_("Give the first day and the last day."), code="incomplete")
        if last < first:
            raise ValidationError(_("The last day is before the first."), code="order")
        if first < EARLIEST or last.year - first.year >= MOST_YEARS or last.year > self._on.year + 1:
            message = _("A report speaks of at most five years, of which none lies far ahead.")
            raise ValidationError(message, code="too_long")
        return said


class IssueForm(forms.Form):
    """The language of the document: that of those who read it."""

    mode = forms.ChoiceField(label=_("Language"), choices=LanguageMode.choices, initial=LanguageMode.BOTH)
