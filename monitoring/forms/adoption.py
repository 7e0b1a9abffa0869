from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.choices import RowField
from deadlines.form_fields import CountedDayField, DayField
from monitoring.forms.fields import LinkField, needs_one
from monitoring.models import Fate
from monitoring.states import FateState, ForceRule, PublishedIn
from projects.form_fields import LineField
from projects.models import ActType


class _Versioned(forms.Form):
    """`seen`: the version that the writer had on the screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class AdoptedForm(_Versioned):
    adopted_on = CountedDayField(label=_("Adopted (signed) on"))
    number = LineField(label=_("Number of the act"), max_length=60, required=False)
    act_type: "RowField[ActType]" = RowField(
        label=_("Kind of act"), queryset=ActType.objects.all(), required=False, empty_label=_("not said")
    )
    name_kk = LineField(label=_("Official name in Kazakh"), max_length=1000, required=False)
    name_ru = LineField(label=_("Official name in Russian"), max_length=1000, required=False)
    registered_on = CountedDayField(
        label=_("State registration on"),
        required=False,
        help_text=_(
            "For acts that are registered: they take legal force on that day (article 42, paragraph 1)."
        ),
    )
    link_kk = LinkField(
        label=_("Official text in Kazakh"),
        help_text=_("adilet.zan.kz, zan.gov.kz or the Reference Control Bank"),
    )
    link_ru = LinkField(label=_("Official text in Russian"))


class WithdrawnForm(_Versioned):
    withdrawn_on = DayField(label=_("Withdrawn on"))
    withdrawn_reason = LineField(label=_("Why, as far as it is known"), max_length=500, required=False)


class StalledForm(_Versioned):
    stalled_on = DayField(label=_("Nothing has moved since"))
    stalled_reason = LineField(label=_("How it is known, or why"), max_length=500, required=False)


FATE_FORMS: dict[str, type[_Versioned]] = {
    FateState.ADOPTED: AdoptedForm,
    FateState.WITHDRAWN: WithdrawnForm,
    FateState.STALLED: StalledForm,
}


class PublishedForm(_Versioned):
    published_on = CountedDayField(
        label=_("First official publication on"),
        help_text=_("The day of the first of the official publications: terms are counted from it."),
    )
    published_in = forms.ChoiceField(
        label=_("Where"), choices=[("", _("not said")), *PublishedIn.choices], required=False
    )
    published_note = LineField(label=_("Issue, number"), max_length=200, required=False)
    link_kk = LinkField(label=_("Official text in Kazakh"))
    link_ru = LinkField(label=_("Official text in Russian"))


class ForceForm(forms.Form):
    """When a provision takes force; for the whole act the name is not asked."""

    one_is_needed = ("label_kk", "label_ru")

    label_kk = LineField(label=_("Provision, in Kazakh"), max_length=200, required=False)
    label_ru = LineField(label=_("Provision, in Russian"), max_length=200, required=False)
    rule = forms.ChoiceField(label=_("When does it take force?"), choices=ForceRule.choices)
    stated_on = DayField(
        label=_("Day that the act names"),
        required=False,
        help_text=_("Only where the act names a day of its own."),
    )
    source = LineField(
        label=_("Where the act says so"),
        max_length=300,
        required=False,
        help_text=_("For example: paragraph 4 of the order"),
    )

    def __init__(self, *args: Any, is_whole: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_whole = is_whole
        if is_whole:
            del self.fields["label_kk"], self.fields["label_ru"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.is_whole and not {"label_kk", "label_ru"} & set(self.errors):
            needs_one(self, "label")
        if data.get("rule") == ForceRule.STATED and "stated_on" not in self.errors:
            if not data.get("stated_on"):
                self.add_error("stated_on", _("Write the day that the act names."))
            if not data.get("source"):
                self.add_error("source", _("Say where the act names it, so that it can be checked."))
        return data


def fate_initial(
    fate: Fate | None, state: str, draft_type: ActType | None, names: tuple[str, str]
) -> dict[str, Any]:
    """What the form begins with: what is recorded, else the draft's own type and titles."""
    if fate is None or not getattr(fate, f"{state}_on"):
        known = {"act_type": draft_type, "name_kk": names[0], "name_ru": names[1]}
        return {**known, "seen": fate.version if fate else 0}
    form = FATE_FORMS[state]
    return {
        **{name: getattr(fate, name) for name in form.base_fields if name != "seen"},
        "seen": fate.version,
    }
