"""What people ask of deadlines and of the calendar."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from deadlines.explanation import Rule
from deadlines.models import TimeLimit
from deadlines.states import DeadlineState, Direction, RollOver, Unit

ALL, MINE, NOBODY = "", "mine", "nobody"
WITHIN = (0, 1, 3, 5, 10, 20)
LONGEST_COUNT = 2_000
SEARCH_LENGTH = 100


class DeadlineFilterForm(forms.Form):
    """Whose, in what state, how soon. What the address says wrongly is taken as not said."""

    who = forms.ChoiceField(label=_("Whose"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=DeadlineState.choices, required=False)
    within = forms.TypedChoiceField(label=_("How soon"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, *, members: Iterable[User]) -> None:
        super().__init__(data)
        people = [(str(member.pk), member.name) for member in members]
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            (ALL, _("Everybody's")),
            (MINE, _("Mine")),
            (NOBODY, _("Nobody's")),
            *people,
        ]
        self.fields["within"].choices = [("", _("Any time")), *((n, within_words(n)) for n in WITHIN)]  # type: ignore[attr-defined]

    def asked(self, name: str) -> Any:
        """The value of one field; its empty value where the address says nothing, or nonsense."""
        self.is_valid()
        return self.cleaned_data.get(name) if name in self.cleaned_data else None


def within_words(number: int) -> str:
    if number == 0:
        return str(_("Today or overdue"))
    return ngettext("Within %(count)s working day", "Within %(count)s working days", number) % {
        "count": number
    }


class AssignForm(forms.Form):
    """Who takes a deadline over: one of the organisation's members, or nobody."""

    responsible = forms.TypedChoiceField(label=_("Responsible"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, *, members: Iterable[User]) -> None:
        super().__init__(data)
        self._members = {member.pk: member for member in members}
        self.fields["responsible"].choices = [  # type: ignore[attr-defined]
            ("", _("Nobody")),
            *((pk, member.name) for pk, member in self._members.items()),
        ]

    @property
    def person(self) -> User | None:
        return self._members.get(self.cleaned_data["responsible"])


class CountForm(forms.Form):
    """So many days from a date, or the days by which something has to be done before one."""

    start = forms.DateField(label=_("Counted from the day"))
    number = forms.IntegerField(label=_("How many"), min_value=1, max_value=LONGEST_COUNT)
    unit = forms.ChoiceField(label=_("Of what"), choices=Unit.choices)
    direction = forms.ChoiceField(
        label=_("Which way"),
        choices=[(Direction.AFTER, _("after that day")), (Direction.BEFORE, _("before that day"))],
        required=False,
    )

    @property
    def rule(self) -> Rule:
        said = self.cleaned_data
        direction = said["direction"] or Direction.AFTER
        roll_over = RollOver.NEXT_WORKING if direction == Direction.AFTER else RollOver.NONE
        return Rule(said["number"], said["unit"], direction, roll_over)


class TimeLimitSearchForm(forms.Form):
    """Which rules to show, and the day to try them with."""

    words = forms.CharField(label=_("Words of the rule or the law"), max_length=SEARCH_LENGTH, required=False)
    start = forms.DateField(label=_("Try with the day of the event"), required=False)

    @property
    def asked(self) -> list[str]:
        self.is_valid()
        return str(self.cleaned_data.get("words", "")).casefold().split()

    @property
    def tried_on(self) -> date | None:
        self.is_valid()
        return self.cleaned_data.get("start")


class FeedForm(forms.Form):
    """What a calendar address shows."""

    scope = forms.ChoiceField(
        label=_("What to show"),
        choices=[("mine", _("My deadlines")), ("all", _("All deadlines of the organisation"))],
        widget=forms.RadioSelect,
        initial="mine",
    )


class CheckedForm(forms.Form):
    """A row was compared with the law: on which day (else today), and where it was read."""

    read_on = forms.DateField(required=False)
    where = forms.CharField(max_length=300, required=False)
    back = forms.ChoiceField(choices=[("", ""), ("rule", "rule")], required=False)


class TimeLimitAdminForm(forms.ModelForm[TimeLimit]):
    """A rule as the operator edits it; one that cannot be computed with is refused."""

    class Meta:
        model = TimeLimit
        fields = (
            *("code", "quantity", "unit", "direction", "roll_over", "valid_from", "valid_to"),
            *("source_law", "articles", "confidence", "checked_on", "checked_where"),
            *(
                f"{n}_{lang}"
                for n in ("name", "start_event", "law", "article", "note")
                for lang in ("kk", "ru")
            ),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("direction") == Direction.BEFORE and cleaned.get("roll_over") != RollOver.NONE:
            self.add_error(
                "roll_over", _("A time limit counted backwards must not grow shorter: it does not move.")
            )
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The rule would end before it begins."))
        law = cleaned.get("source_law")
        if any(article.law_id != getattr(law, "pk", None) for article in cleaned.get("articles") or ()):
            self.add_error("articles", _("These articles belong to another act."))
        return cleaned
