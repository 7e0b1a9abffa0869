"""Fields for days."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from deadlines import queries

LAST_YEAR = 2100


class DayField(forms.DateField):
    """A day from the first year of the calendar of working days until LAST_YEAR."""

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and not queries.calendar().start_year <= day.year <= LAST_YEAR:
            raise ValidationError(_("Write a day of our time."), code="year")
        return day


class CountedDayField(DayField):
    """A day that a term may be counted from: the calendar of working days holds it."""

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day is not None and not queries.in_calendar(queries.calendar(), day):
            raise ValidationError(_("The calendar of working days does not reach that year."), code="year")
        return day


class EmbargoField(DayField):
    """See common.embargo; that the day is to come is checked where the embargo is laid."""

    def __init__(self) -> None:
        super().__init__(
            label=_("First day on which everybody sees it"),
            required=False,
            help_text=_("Leave it empty to publish at once."),
        )
