"""Writing a survey and its questions."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from common.fields_text import LinesField
from correspondence.states import LanguageMode
from monitoring.actions.surveys import ASKED, FRAME
from monitoring.evidence_states import WITH_OPTIONS, QuestionKind
from monitoring.models import Question, Survey
from monitoring.models.surveys import LEAST_GROUP, USUAL_GROUP
from projects.form_fields import LineField

MOST_OPTIONS, LONGEST_OPTION = 20, 200
MOST_PEOPLE = 100
LANGUAGES = (("kk", "Қазақша"), ("ru", "Русский"))
Pair = tuple[BoundField, BoundField]


def _line(label: Any, language: str, most: int) -> LineField:
    return LineField(
        label=label, required=False, max_length=most, widget=forms.TextInput(attrs={"lang": language})
    )


class VersionedForm(forms.Form):
    """`version`: of the row that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    @property
    def seen(self) -> int:
        return self.cleaned_data["version"] or 0

    def take_version(self, version: int) -> None:
        """Saved once more, the form writes over this version."""
        again = self.data.copy()  # type: ignore[attr-defined]
        again["version"] = str(version)
        self.data = again

    def differing(self, values: Mapping[str, Any]) -> list[tuple[Any, str]]:
        """What the row says in `values` where the person wrote something else: label and text."""
        return [
            (bound.label, str(values[bound.name]))
            for bound in self.visible_fields()
            if isinstance(values.get(bound.name), str) and values[bound.name] != bound.value()
        ]


class SurveyForm(VersionedForm):
    """`frame` is what actions.surveys wants. Writing wants one language of the title, opening wants both."""

    title_kk = _line("Қазақша", "kk", 300)
    title_ru = _line("Русский", "ru", 300)
    intro_kk = LinesField(label="Қазақша", required=False, max_length=3_000, language="kk")
    intro_ru = LinesField(label="Русский", required=False, max_length=3_000, language="ru")
    opens_on = forms.DateField(label=_("First day of answers"), required=False)
    closes_on = forms.DateField(label=_("Last day of answers"), required=False)
    smallest_group = forms.IntegerField(
        label=_("Smallest group that is shown"),
        min_value=LEAST_GROUP,
        max_value=MOST_PEOPLE,
        initial=USUAL_GROUP,
        help_text=_(
            "Fewer people than this are never shown by themselves, so that nobody can be recognised."
        ),
    )
    asks_contact = forms.BooleanField(
        label=_("People may leave how to reach them"),
        required=False,
        help_text=_("Kept apart from the answers; only with a consent of its own."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if (
            not data.get("title_kk")
            and not data.get("title_ru")
            and not {"title_kk", "title_ru"} & set(self.errors)
        ):
            self.add_error("title_kk", _("Name the survey, in Kazakh or in Russian."))
        opens, closes = data.get("opens_on"), data.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("The last day is before the first."))
        return data

    @property
    def frame(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FRAME}

    @property
    def pairs(self) -> list[tuple[Any, Any, Pair]]:
        return [
            (_("Title"), "", (self["title_kk"], self["title_ru"])),
            (
                _("Introduction"),
                _("What it is about, why people are asked and what their answers are for."),
                (self["intro_kk"], self["intro_ru"]),
            ),
        ]


def frame_of(survey: Survey) -> dict[str, Any]:
    return {name: getattr(survey, name) for name in (*FRAME, "version")}


class QuestionForm(VersionedForm):
    """`asked` is what actions.surveys wants."""

    kind = forms.ChoiceField(label=_("How is it answered?"), choices=QuestionKind.choices)
    text_kk = _line("Қазақша", "kk", 500)
    text_ru = _line("Русский", "ru", 500)
    options_kk = LinesField(label="Қазақша", required=False, max_length=6_000, language="kk", rows=5)
    options_ru = LinesField(label="Русский", required=False, max_length=6_000, language="ru", rows=5)
    is_required = forms.BooleanField(label=_("Must be answered"), required=False)
    is_group = forms.BooleanField(
        label=_("Set the results side by side by this question"),
        required=False,
        help_text=_(
            "For one choice, such as the region or the group of beneficiaries. One question of a survey."
        ),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if (
            not data.get("text_kk")
            and not data.get("text_ru")
            and not {"text_kk", "text_ru"} & set(self.errors)
        ):
            self.add_error("text_kk", _("Write the question, in Kazakh or in Russian."))
        if data.get("is_group") and data.get("kind") != QuestionKind.SINGLE:
            self.add_error("is_group", _("Only a question with one choice can part the results."))
        data["options"] = self._options(data) if data.get("kind") in WITH_OPTIONS else []
        return data

    def _options(self, data: dict[str, Any]) -> list[dict[str, str]]:
        """Line by line; the language that has none yet is left empty."""
        kk, ru = (_lines(data.get(f"options_{language}", "")) for language, _name in LANGUAGES)
        if kk and ru and len(kk) != len(ru):
            message = _(
                "Each choice stands on its own line, in both languages in the same order: the numbers differ."
            )
            self.add_error("options_ru", message)
        longest = max(len(kk), len(ru))
        if not 2 <= longest <= MOST_OPTIONS and not {"options_kk", "options_ru"} & set(self.errors):
            self.add_error(
                "options_kk",
                ValidationError(
                    _("From 2 to %(most)s choices, each on its own line."), params={"most": MOST_OPTIONS}
                ),
            )
        if any(len(line) > LONGEST_OPTION for line in (*kk, *ru)):
            self.add_error(
                "options_kk",
                ValidationError(_("A choice has at most %(most)s letters."), params={"most": LONGEST_OPTION}),
            )
        return [
            {"kk": kk[place] if place < len(kk) else "", "ru": ru[place] if place < len(ru) else ""}
            for place in range(longest)
        ]

    @property
    def asked(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ASKED}

    @property
    def pairs(self) -> Iterator[tuple[Any, Any, Pair]]:
        yield _("Question"), "", (self["text_kk"], self["text_ru"])
        hint = _("For one or several choices: each on its own line, in both languages in the same order.")
        yield _("Choices"), hint, (self["options_kk"], self["options_ru"])


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def asked_of(question: Question) -> dict[str, Any]:
    options = {
        f"options_{language}": "\n".join(option[language] for option in question.options)
        for language, _name in LANGUAGES
    }
    return {name: getattr(question, name) for name in (*ASKED, "version")} | options


class PosterForm(forms.Form):
    mode = forms.ChoiceField(label=_("Language"), choices=LanguageMode.choices, initial=LanguageMode.BOTH)
