"""Planning a hearing: the plan itself, the agenda, the map of stakeholders."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.choices import MemberField
from accounts.models import User
from common.choices import RowsField
from common.fields_text import LinesField
from correspondence.states import LanguageMode
from deadlines.actions import Words
from hearings.actions.announcing import ANNOUNCED
from hearings.actions.planning import PLANNED
from hearings.announcement import SAID
from hearings.models import AgendaItem, Hearing, Stakeholder
from hearings.pack import Material
from hearings.states import WITH_ONLINE, WITH_ROOM, Format, Language, PackKind, RuleSet, StakeholderKind
from projects.form_fields import LineField

LONG, LINE = 5_000, 300
MOST_MINUTES = 12 * 60
LANGUAGES = tuple(Language)
NAMES: dict[str, Promise] = {
    "title": _("Subject of the hearing"),
    "aim": _("Aim of the hearing"),
    "norms": _("Norms discussed"),
    "decisions": _("Decisions and recommendations wanted"),
    "place": _("Place"),
}
HINTS: dict[str, Promise] = {
    "title": _("Short and clear to somebody who has not read the draft."),
    "norms": _("Each element of the draft on its own line."),
    "place": _("Town, street, building, room."),
}
Pair = tuple[BoundField, BoundField]


class PlanForm(forms.Form):
    """`plan` is what actions.planning wants. Texts are asked in both languages; announcing wants both, planning one."""

    rule_set = forms.ChoiceField(
        label=_("By which rules"),
        choices=RuleSet.choices,
        initial=RuleSet.ORDINARY,
        widget=forms.RadioSelect,
        help_text=_(
            "The Ecological Code sets time limits of its own; a day that breaks one of them is refused."
        ),
    )
    format = forms.ChoiceField(label=_("Format"), choices=Format.choices, initial=Format.IN_PERSON)
    starts_at = forms.DateTimeField(
        label=_("Begins"), error_messages={"invalid": _("Write the day and the time of the beginning.")}
    )
    minutes = forms.IntegerField(
        label=_("Length in minutes"), min_value=10, max_value=MOST_MINUTES, initial=120
    )
    online_url = forms.URLField(
        label=_("Link for those who take part online"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Shown only to those who have registered."),
    )
    moderator = MemberField(label=_("Moderator"))
    secretary = MemberField(label=_("Secretary"))
    documents_on = forms.DateField(
        label=_("Documents posted on"),
        required=False,
        help_text=_("Of an environmental hearing: the day on which the documents were opened to everybody."),
    )
    announced_on = forms.DateField(
        label=_("Announced in the press on"),
        required=False,
        help_text=_("Of an environmental hearing: the day of the newspaper, television channel or radio."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, people: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in NAMES:
            for language in LANGUAGES:
                self.fields[f"{name}_{language}"] = _text(name, language)
        people = list(people)
        for name in ("moderator", "secretary"):
            field = self.fields[name]
            assert isinstance(field, MemberField)
            field.offer(people)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if (
            not data.get("title_kk")
            and not data.get("title_ru")
            and not {"title_kk", "title_ru"} & set(self.errors)
        ):
            self.add_error("title_kk", _("Say what the hearing is about, in Kazakh or in Russian."))
        if data.get("format") not in WITH_ROOM:
            data["place_kk"] = data["place_ru"] = ""
        if data.get("format") not in WITH_ONLINE:
            data["online_url"] = ""
        if data.get("rule_set") != RuleSet.ENVIRONMENT:
            data["documents_on"] = data["announced_on"] = None
        return data

    @property
    def plan(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PLANNED}

    @property
    def texts(self) -> list[tuple[str, Promise, "Promise | str", Pair]]:
        """Each text in both languages, for the page: name, heading, hint, fields. The place comes with the day."""
        return [self._text(name) for name in NAMES if name != "place"]

    @property
    def place(self) -> tuple[str, Promise, "Promise | str", Pair]:
        return self._text("place")

    def _text(self, name: str) -> tuple[str, Promise, "Promise | str", Pair]:
        return name, NAMES[name], HINTS.get(name, ""), (self[f"{name}_kk"], self[f"{name}_ru"])


def _text(name: str, language: Language) -> forms.CharField:
    if name in ("title", "place"):
        widget = forms.TextInput(attrs={"lang": language.value})
        return LineField(label=language.label, required=False, max_length=LINE, widget=widget)
    return LinesField(label=language.label, required=False, max_length=LONG, language=language.value)


def plan_of(hearing: Hearing) -> dict[str, Any]:
    """The hearing as the form's initial values."""
    people = {"moderator": hearing.moderator_id, "secretary": hearing.secretary_id}
    return {**{name: getattr(hearing, name) for name in PLANNED}, **people, "version": hearing.version}


class ItemForm(forms.Form):
    """An item of the agenda, in at least one language."""

    title_kk = LineField(
        label=Language.KAZAKH.label,
        required=False,
        max_length=LINE,
        widget=forms.TextInput(attrs={"lang": "kk"}),
    )
    title_ru = LineField(
        label=Language.RUSSIAN.label,
        required=False,
        max_length=LINE,
        widget=forms.TextInput(attrs={"lang": "ru"}),
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=MOST_MINUTES, initial=10)
    speaker = LineField(label=_("Who reports"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if (
            not data.get("title_kk")
            and not data.get("title_ru")
            and not {"title_kk", "title_ru"} & set(self.errors)
        ):
            self.add_error("title_kk", _("Name the item, in Kazakh or in Russian."))
        return data


def item_of(item: AgendaItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ("title_kk", "title_ru", "minutes", "speaker")}


class StakeholderForm(forms.Form):
    kind = forms.ChoiceField(label=_("Who they are"), choices=StakeholderKind.choices)
    name = LineField(label=_("Name of the person or organisation"), max_length=200)
    contact = LineField(label=_("Contact person"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, required=False, help_text=_("Invitations are sent to it.")
    )
    language = forms.ChoiceField(label=_("Language of letters"), choices=Language.choices)
    note = LineField(label=_("Note"), max_length=500, required=False)


def stakeholder_values(stakeholder: Stakeholder) -> dict[str, Any]:
    return {name: getattr(stakeholder, name) for name in StakeholderForm.base_fields}


def _reason(language: Language) -> LineField:
    widget = forms.TextInput(attrs={"lang": language.value})
    return LineField(label=language.label, max_length=300, required=False, widget=widget)


class ChooseForm(forms.Form):
    """Which entries of the map to invite."""

    stakeholders = RowsField(
        queryset=Stakeholder.objects.none(), label=_("From the map"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offered: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["stakeholders"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = offered


class CancelForm(forms.Form):
    """Why the hearing does not take place; of an announced one the reason is published in both languages."""

    reason_kk = _reason(Language.KAZAKH)
    reason_ru = _reason(Language.RUSSIAN)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("reason_kk") and not data.get("reason_ru") and not self.errors:
            self.add_error("reason_kk", _("Give the reason, in Kazakh or in Russian."))
        return data

    @property
    def reason(self) -> Words:
        return Words(self.cleaned_data["reason_kk"], self.cleaned_data["reason_ru"])


class AnnouncementForm(forms.Form):
    """What is announced besides the plan. `texts` and `pack` are what actions.announcing wants."""

    seats_room = forms.IntegerField(
        label=_("Places in the room"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Empty: as many as come."),
    )
    seats_online = forms.IntegerField(
        label=_("Places online"), min_value=1, max_value=100_000, required=False
    )
    draft_url = forms.URLField(
        label=_("Link to the draft"), max_length=500, required=False, assume_scheme="https"
    )
    broadcast_url = forms.URLField(
        label=_("Link to the broadcast"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Published: anybody may watch."),
    )

    def __init__(self, *args: Any, hearing: Hearing, pack: Iterable[Material], **options: Any) -> None:
        initial = {name: getattr(hearing, name) for name in ANNOUNCED}
        for item in pack:
            initial |= {f"{item.kind}_kk": item.address_kk, f"{item.kind}_ru": item.address_ru}
        super().__init__(*args, **{**options, "initial": initial})
        for name in ("rules", "access"):
            for language in LANGUAGES:
                self.fields[f"{name}_{language}"] = _text(name, language)
        for kind in PackKind:
            for language in LANGUAGES:
                self.fields[f"{kind}_{language}"] = forms.URLField(
                    label=language.label, max_length=500, required=False, assume_scheme="https"
                )

    @property
    def texts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ANNOUNCED}

    @property
    def pack(self) -> dict[PackKind, tuple[str, str]]:
        return {kind: (self.cleaned_data[f"{kind}_kk"], self.cleaned_data[f"{kind}_ru"]) for kind in PackKind}

    # --- As the page lays it out ---

    @property
    def pairs(self) -> list[tuple[Promise, Promise, Pair]]:
        return [
            (
                SAID["rules"],
                _("Time for reports and speeches, how to ask for the floor."),
                self._pair("rules"),
            ),
            (
                SAID["access"],
                _("Steps, lift, sign language, large print, where to ask."),
                self._pair("access"),
            ),
        ]

    @property
    def materials(self) -> list[tuple[Any, str, Pair]]:
        return [(kind.label, "", self._pair(kind.value)) for kind in PackKind]

    def _pair(self, name: str) -> Pair:
        return self[f"{name}_kk"], self[f"{name}_ru"]


class PosterForm(forms.Form):
    mode = forms.ChoiceField(label=_("Language"), choices=LanguageMode.choices, initial=LanguageMode.BOTH)


class AttendanceForm(forms.Form):
    part = forms.ChoiceField(
        choices=[("absent", _("did not come")), ("came", _("came")), ("spoke", _("came and spoke"))],
        label=_("Took part"),
    )
