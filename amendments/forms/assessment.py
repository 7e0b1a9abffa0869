"""The form of the rapid assessment: Kazakh beside Russian, target groups as rows that come and go."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BaseFormSet, BoundField, formset_factory
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from amendments.models import RapidAssessment
from amendments.models.assessment import ANSWERS, RISKS, TEXTS
from amendments.models.table import LANGUAGES
from amendments.states import AccompanyingDocument, Effect, Language, Level, Presence, Recommendation
from amendments.wording.assessment import RISK_NAMES, TEXT_HINTS, TEXT_NAMES

TEXT_LENGTH = 20_000
NOTE_LENGTH = 4_000
MOST_GROUPS = 30
GROUPS_PREFIX = "groups"
GROUP = _("Group")
NOT_CHOSEN = ("", _("not looked at yet"))
Pair = tuple[BoundField, BoundField]


class OwnText(forms.CharField):
    """A text that people write in one language, its line ends as one sign; NUL is refused as anywhere.

    `about` is what both languages of it are headed by.
    """

    def __init__(self, language: str, *, rows: int, about: Promise, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "lang": language})
        self.said_alone = format_lazy("{about} · {language}", about=about, language=Language(language).label)
        super().__init__(required=False, label=Language(language).label, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class AssessmentForm(forms.Form):
    """All but the target groups. `answers` is what actions.assessment wants, without them."""

    recommendation = forms.ChoiceField(
        label=_("What do you recommend?"), choices=Recommendation.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, latest: RapidAssessment | None = None, **options: Any) -> None:
        super().__init__(*args, **{**options, "initial": _initial(latest) if latest else None})
        for name in TEXTS:
            for language in LANGUAGES:
                is_note = name.endswith("_note") or name == "reason"
                self.fields[f"{name}_{language}"] = OwnText(
                    language,
                    rows=2 if is_note else 5,
                    about=TEXT_NAMES.get(name) or RISK_NAMES[name.removesuffix("_note")],
                    max_length=NOTE_LENGTH if is_note else TEXT_LENGTH,
                )
        for risk in RISKS:
            self.fields[f"{risk}_level"] = forms.ChoiceField(
                label=RISK_NAMES[risk], required=False, choices=[NOT_CHOSEN, *Level.choices]
            )
        for code in AccompanyingDocument:
            self.fields[f"document_{code}"] = forms.ChoiceField(
                label=code.label, required=False, choices=[NOT_CHOSEN, *Presence.choices]
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not (data.get("reason_kk") or data.get("reason_ru")) and not {"reason_kk", "reason_ru"} & set(
            self.errors
        ):
            self.add_error("reason_kk", _("Give the reason, in Kazakh or in Russian."))
        return data

    @property
    def answers(self) -> dict[str, Any]:
        chosen = {code: self.cleaned_data[f"document_{code}"] for code in AccompanyingDocument}
        documents = {code.value: presence for code, presence in chosen.items() if presence}
        given = {name: self.cleaned_data[name] for name in ANSWERS if name in self.cleaned_data}
        return {**given, "documents": documents}

    # --- As the page lays it out ---

    @property
    def texts(self) -> Iterator[tuple[str, Promise, Promise, Pair]]:
        for name in ("conformity", "obligations"):
            yield name, TEXT_NAMES[name], TEXT_HINTS[name], self._pair(name)

    @property
    def risks(self) -> Iterator[tuple[BoundField, Pair]]:
        for risk in RISKS:
            yield self[f"{risk}_level"], self._pair(f"{risk}_note")

    @property
    def documents(self) -> Iterator[BoundField]:
        for code in AccompanyingDocument:
            yield self[f"document_{code}"]

    @property
    def reason(self) -> Pair:
        return self._pair("reason")

    def _pair(self, name: str) -> Pair:
        return self[f"{name}_kk"], self[f"{name}_ru"]


def _initial(latest: RapidAssessment) -> dict[str, Any]:
    documents = {f"document_{code}": presence for code, presence in latest.documents.items()}
    return {**{name: getattr(latest, name) for name in ANSWERS if name != "documents"}, **documents}


class GroupForm(forms.Form):
    name_kk = OwnText("kk", rows=1, about=GROUP, max_length=300)
    name_ru = OwnText("ru", rows=1, about=GROUP, max_length=300)
    effect = forms.ChoiceField(
        label=_("What changes for them"), required=False, choices=[("", _("choose")), *Effect.choices]
    )
    note_kk = OwnText("kk", rows=2, about=GROUP, max_length=NOTE_LENGTH)
    note_ru = OwnText("ru", rows=2, about=GROUP, max_length=NOTE_LENGTH)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        named = data.get("name_kk") or data.get("name_ru")
        if self.errors or data.get("DELETE"):
            return data
        if named and not data.get("effect"):
            self.add_error("effect", _("Choose what changes for this group."))
        if not named and any(data.get(name) for name in ("effect", "note_kk", "note_ru")):
            self.add_error("name_kk", _("Name the group, in Kazakh or in Russian."))
        return data

    @property
    def names(self) -> Pair:
        return self["name_kk"], self["name_ru"]

    @property
    def notes(self) -> Pair:
        return self["note_kk"], self["note_ru"]


class GroupRows(BaseFormSet[GroupForm]):
    @property
    def groups(self) -> list[dict[str, str]]:
        """The groups that have a name and were not taken out, in their order."""
        given = [form.cleaned_data for form in self.forms]
        return [
            {name: data[name] for name in ("name_kk", "name_ru", "effect", "note_kk", "note_ru")}
            for data in given
            if (data.get("name_kk") or data.get("name_ru")) and not data.get("DELETE")
        ]


GroupFormSet = formset_factory(
    GroupForm,
    GroupRows,
    extra=0,
    can_delete=True,
    max_num=MOST_GROUPS,
    absolute_max=MOST_GROUPS,
    validate_max=True,
)


def group_rows(data: Any = None, latest: RapidAssessment | None = None) -> GroupRows:
    """The rows of the form, from what was posted or else from `latest`; at least one to write in."""
    known = latest.groups if latest else []
    filled: dict[str, Any] = {"initial": known or [{}]} if data is None else {"data": data}
    rows: GroupRows = GroupFormSet(prefix=GROUPS_PREFIX, **filled)  # type: ignore[assignment]
    return rows
