from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import MemberField
from accounts.models import User
from amendments.states import Effect
from common.choices import RowField
from deadlines.form_fields import CountedDayField, DayField
from deadlines.models import TimeLimit
from inforequests.fields import TextField
from inforequests.models import InfoRequest
from monitoring.actions.implementation import FIELDS, Due
from monitoring.forms.fields import needs_one
from monitoring.models import ImplementationItem
from monitoring.states import ItemKind
from projects.form_fields import LineField
from projects.models import StateBody


class FigureField(forms.DecimalField):
    """A figure as people write it: '62,5', '1 200'."""

    def __init__(self, **options: Any) -> None:
        bounds = {"min_value": Decimal(-(10**11)), "max_value": Decimal(10**11)}
        field = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(max_digits=16, decimal_places=4, widget=field, **bounds, **options)  # type: ignore[arg-type]

    def to_python(self, value: Any) -> Any:
        text = "".join(str(value or "").split()).replace(",", ".")
        return super().to_python(text[:40])


class ItemForm(forms.Form):
    """What an act promises, of whom and by when. `values` and `due`: what the actions want."""

    one_is_needed = ("title_kk", "title_ru")

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    kind = forms.ChoiceField(label=_("What is promised?"), choices=ItemKind.choices)
    title_kk = LineField(label=_("Name in Kazakh"), max_length=300, required=False)
    title_ru = LineField(label=_("Name in Russian"), max_length=300, required=False)
    provision = LineField(
        label=_("By which provision"),
        max_length=200,
        required=False,
        help_text=_("For example: article 12, paragraph 3"),
    )
    body: "RowField[StateBody]" = RowField(
        label=_("Body responsible for it"),
        queryset=StateBody.objects.filter(is_active=True),
        required=False,
        empty_label=_("not in the list"),
    )
    body_name = LineField(label=_("Body, if it is not in the list"), max_length=300, required=False)
    due_on = DayField(label=_("Last day"), required=False)
    limit: "RowField[TimeLimit]" = RowField(
        label=_("or count it by a rule of law"),
        queryset=TimeLimit.objects.none(),
        required=False,
        empty_label=_("no rule"),
    )
    start_on = CountedDayField(label=_("Day of the event the rule counts from"), required=False)
    target = FigureField(label=_("Target value, of an indicator"), required=False)
    unit = LineField(label=_("Unit, of an indicator"), max_length=60, required=False)
    responsible = MemberField(label=_("Who of us follows it"), nobody=_("whoever owns the dossier"))

    def __init__(self, *args: Any, people: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["responsible"].offer(people)  # type: ignore[attr-defined]
        rules = TimeLimit.objects.valid_on(timezone.localdate()).filter(quantity__isnull=False)
        self.fields["limit"].queryset = rules.order_by("code")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not {"title_kk", "title_ru"} & set(self.errors):
            needs_one(self, "title")
        if data.get("limit") and not data.get("start_on") and "start_on" not in self.errors:
            self.add_error("start_on", _("Say from which day the rule counts."))
        if data.get("limit") and data.get("due_on"):
            self.add_error("due_on", _("Give either the last day or a rule, not both."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}

    @property
    def due(self) -> Due:
        data = self.cleaned_data
        return Due(data["due_on"], data["limit"], data["start_on"] if data["limit"] else None)


def item_initial(item: ImplementationItem) -> dict[str, Any]:
    deadline = item.deadline
    by_rule = deadline is not None and deadline.time_limit_id is not None
    return {
        **{name: getattr(item, name) for name in FIELDS},
        "target": item.plain_target,
        "responsible": item.responsible_id,
        "seen": item.version,
        "due_on": deadline.due_on if deadline and not by_rule else None,
        "limit": deadline.time_limit_id if deadline and by_rule else None,
        "start_on": deadline.start_on if deadline and by_rule else None,
    }


class DoneForm(forms.Form):
    done_on = DayField(label=_("Done on"))


class DropForm(forms.Form):
    reason = LineField(label=_("Why is it not followed any more?"), max_length=300)


class MeasurementForm(forms.Form):
    on = DayField(label=_("As of"))
    value = FigureField(label=_("Value"))
    source = LineField(
        label=_("Source"),
        max_length=300,
        help_text=_("A letter, a report, an address: whence the figure is known."),
    )


class LinkRequestForm(forms.Form):
    """Requests of the dossier, or of none, that are not linked yet."""

    info_request: "RowField[InfoRequest]" = RowField(
        label=_("Request for information"), queryset=InfoRequest.objects.none(), empty_label=_("choose")
    )

    def __init__(self, *args: Any, item: ImplementationItem, linked: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        rows = InfoRequest.objects.of(item.organisation).live().filter(batch_line__isnull=True)
        rows = rows.filter(Q(dossier=item.dossier_id) | Q(dossier__isnull=True)).exclude(pk__in=linked)
        self.fields["info_request"].queryset = rows.order_by("-id")  # type: ignore[attr-defined]


class EffectForm(forms.Form):
    one_is_needed = ("name_kk", "name_ru")
    name_kk = LineField(label=_("Target group, in Kazakh"), max_length=200, required=False)
    name_ru = LineField(label=_("Target group, in Russian"), max_length=200, required=False)
    effect = forms.ChoiceField(
        label=_("What is seen in life"), choices=[("", _("not seen yet")), *Effect.choices], required=False
    )
    note_kk = TextField(label=_("What happened, in Kazakh"), rows=4, max_length=5_000, required=False)
    note_ru = TextField(label=_("What happened, in Russian"), rows=4, max_length=5_000, required=False)
    noted_on = DayField(label=_("As of"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not {"name_kk", "name_ru"} & set(self.errors):
            needs_one(self, "name")
        return data
