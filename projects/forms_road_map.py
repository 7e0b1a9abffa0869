"""The forms of the road map and of its template."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import MemberField
from accounts.models import User
from accounts.states import Role
from deadlines import queries as deadline_queries
from deadlines.states import Unit
from projects.actions.road_map import NewTask
from projects.road_map.models import MOST_DAYS, MOST_LINKS, WEEKS, TemplateTask
from projects.states import RoadMapAnchor, RoadMapDirection, RoadMapPart

FARTHEST = timedelta(days=2 * 365)
MOST_GAP = 60
WEEK_CHOICES = [(number, str(number)) for number in range(1, WEEKS + 1)]
UNITS = [(Unit.WORKING_DAY, Unit.WORKING_DAY.label), (Unit.CALENDAR_DAY, Unit.CALENDAR_DAY.label)]


def clean_coming(day: date | None) -> date | None:
    """A day between today and two years ahead, that the calendar holds."""
    today = timezone.localdate()
    if day is not None and not today <= day <= today + FARTHEST:
        raise ValidationError(_("The day lies between today and two years ahead."))
    if day is not None and not deadline_queries.in_calendar(deadline_queries.calendar(), day):
        raise ValidationError(_("The calendar of working days does not reach that year."))
    return day


class PlanForm(forms.Form):
    """Backwards from the end of the discussion, or forwards from a day."""

    direction = forms.ChoiceField(
        label=_("How to count"), choices=RoadMapDirection.choices, widget=forms.RadioSelect
    )
    starts_on = forms.DateField(
        label=_("Forwards: from which day"),
        required=False,
        help_text=_("Counted backwards, this day is not needed."),
    )

    def clean_starts_on(self) -> date | None:
        return clean_coming(self.cleaned_data["starts_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wants_day = data.get("direction") == RoadMapDirection.FORWARDS
        if wants_day and not data.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", _("Say from which day to count."))
        return data


class TaskForm(forms.Form):
    """Another day or another person for one task."""

    due_on = forms.DateField(
        label=_("Last day, chosen by hand"),
        required=False,
        help_text=_("Left empty, the plan sets the day and moves it along with the end of the discussion."),
    )
    responsible = MemberField(label=_("Responsible person"), nobody=_("nobody yet"))

    def __init__(self, *args: Any, people: Sequence[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["responsible"].offer(people)  # type: ignore[attr-defined]

    def clean_due_on(self) -> date | None:
        return clean_coming(self.cleaned_data["due_on"])


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it not done?"),
        max_length=300,
        help_text=_("The next reader will want to know. You can undo this."),
    )


class _Words(forms.Form):
    """A task's words; one language is enough, the other then says the same."""

    label_kk = forms.CharField(label=_("Task in Kazakh"), max_length=200, required=False)
    label_ru = forms.CharField(label=_("Task in Russian"), max_length=200, required=False)
    week = forms.TypedChoiceField(label=_("Week"), choices=WEEK_CHOICES, coerce=int)
    days = forms.IntegerField(label=_("Working days of work"), min_value=1, max_value=MOST_DAYS, initial=1)
    anchor = forms.ChoiceField(label=_("When"), choices=RoadMapAnchor.choices, initial=RoadMapAnchor.BEFORE)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("label_kk") and not data.get("label_ru"):
            self.add_error("label_kk", _("Write the task in Kazakh or in Russian."))
        data["label_kk"], data["label_ru"] = (
            data.get("label_kk") or data.get("label_ru", ""),
            data.get("label_ru") or data.get("label_kk", ""),
        )
        return data


class NewTaskForm(_Words):
    due_on = forms.DateField(
        label=_("Last day, chosen by hand"),
        required=False,
        help_text=_("Left empty, the plan sets the day."),
    )
    responsible = MemberField(label=_("Responsible person"), nobody=_("nobody yet"))

    def __init__(self, *args: Any, people: Sequence[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["responsible"].offer(people)  # type: ignore[attr-defined]

    def clean_due_on(self) -> date | None:
        return clean_coming(self.cleaned_data["due_on"])

    def task(self) -> NewTask:
        return NewTask(**{**self.cleaned_data, "anchor": RoadMapAnchor(self.cleaned_data["anchor"])})


class TemplateTaskForm(_Words):
    """A task of the template: what it waits for, how long after, and who gets it."""

    part = forms.ChoiceField(
        label=_("Belongs to"),
        choices=RoadMapPart.choices,
        help_text=_(
            "When time is short the hearing is left out first; assessment, table and submission stay."
        ),
    )
    role = forms.ChoiceField(label=_("Who gets it: role"), required=False)
    person = MemberField(label=_("or a certain person"), nobody=_("whoever has the role"))

    def __init__(
        self, *args: Any, people: Sequence[User], others: Sequence[TemplateTask], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        working = [(role.value, role.label) for role in Role if role != Role.OBSERVER]
        self.fields["role"].choices = [("", _("owner of the dossier")), *working]  # type: ignore[attr-defined]
        self.fields["person"].offer(people)  # type: ignore[attr-defined]
        tasks = [("", "—"), *((task.key, f"{task.week}. {task.label}") for task in others)]
        for number in range(1, MOST_LINKS + 1):
            self.fields[f"after_{number}"] = forms.ChoiceField(
                label=_("Begins after"), choices=tasks, required=False
            )
            self.fields[f"gap_{number}"] = forms.IntegerField(
                label=_("days between"), min_value=0, max_value=MOST_GAP, required=False
            )
            self.fields[f"unit_{number}"] = forms.ChoiceField(
                label=_("counted in"), choices=UNITS, required=False
            )

    @property
    def links(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        numbers = range(1, MOST_LINKS + 1)
        return [(self[f"after_{n}"], self[f"gap_{n}"], self[f"unit_{n}"]) for n in numbers]

    @staticmethod
    def initial_of(task: TemplateTask) -> dict[str, Any]:
        names = ("label_kk", "label_ru", "week", "days", "anchor", "part", "role")
        found: dict[str, Any] = {name: getattr(task, name) for name in names}
        found["person"] = task.person_id
        for number, link in enumerate(task.after[:MOST_LINKS], start=1):
            found |= {
                f"after_{number}": link["key"],
                f"gap_{number}": link["days"],
                f"unit_{number}": link["unit"],
            }
        return found

    def fields_of_task(self) -> dict[str, Any]:
        """A value for each name that the action writes."""
        data = self.cleaned_data
        names = ("label_kk", "label_ru", "week", "days", "anchor", "part", "role", "person")
        links = {}
        for number in range(1, MOST_LINKS + 1):
            if key := data.get(f"after_{number}"):
                unit = data.get(f"unit_{number}") or Unit.WORKING_DAY.value
                links[key] = {"key": key, "days": data.get(f"gap_{number}") or 0, "unit": str(unit)}
        return {**{name: data[name] for name in names}, "after": list(links.values())}
