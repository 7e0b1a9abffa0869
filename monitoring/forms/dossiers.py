from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import MemberField
from accounts.models import User
from common.choices import RowField
from deadlines import queries as deadline_queries
from deadlines.models import TimeLimit
from projects.states import Priority

FARTHEST = timedelta(days=3 * 365)
EARLIEST_YEAR = 2014


class DossierForm(forms.Form):
    owner = MemberField(label=_("Responsible person"), nobody=_("nobody yet"))
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Priority.choices, coerce=lambda value: Priority(int(value))
    )

    def __init__(self, *args: Any, people: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].offer(people)  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is the work on this draft over?"),
        max_length=300,
        help_text=_("The next reader will want to know. Open dates are dropped; you can undo this."),
    )


class DateForm(forms.Form):
    """A date of the organisation's own: either the last day itself, or a rule of law and the day it counts from."""

    label = forms.CharField(
        label=_("What has to be done"),
        max_length=300,
        help_text=_("For example: «Hand the table over for approval»"),
    )
    due_on = forms.DateField(label=_("Last day"), required=False)
    limit: "RowField[TimeLimit]" = RowField(
        label=_("or count it by a rule of law"),
        queryset=TimeLimit.objects.none(),
        required=False,
        empty_label=_("no rule"),
    )
    start_on = forms.DateField(label=_("Day of the event the rule counts from"), required=False)
    responsible = MemberField(label=_("Responsible person"), nobody=_("nobody yet"))

    def __init__(self, *args: Any, people: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["responsible"].offer(people)  # type: ignore[attr-defined]
        rules = TimeLimit.objects.valid_on(timezone.localdate()).filter(quantity__isnull=False)
        self.fields["limit"].queryset = rules.order_by("code")  # type: ignore[attr-defined]

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        today = timezone.localdate()
        if due_on and not today <= due_on <= today + FARTHEST:
            raise ValidationError(_("The last day lies between today and three years ahead."))
        return due_on

    def clean_start_on(self) -> Any:
        start_on = self.cleaned_data["start_on"]
        days = deadline_queries.calendar()
        if start_on and not (start_on.year >= EARLIEST_YEAR and deadline_queries.in_calendar(days, start_on)):
            raise ValidationError(_("The calendar of working days does not reach that year."))
        return start_on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "due_on" in self.errors or "start_on" in self.errors:
            return data
        if data.get("limit") and not data.get("start_on"):
            self.add_error("start_on", _("Say from which day the rule counts."))
        elif not data.get("limit") and not data.get("due_on"):
            self.add_error("due_on", _("Give the last day, or choose a rule and the day it counts from."))
        elif data.get("limit") and data.get("due_on"):
            self.add_error("due_on", _("Give either the last day or a rule, not both."))
        return data
