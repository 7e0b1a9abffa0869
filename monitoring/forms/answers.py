"""What strangers fill in: the questions of a survey, and how to reach them if they like."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from common.fields_text import LinesField
from hearings.throttle import is_too_fast, new_stamp, nonce_of
from monitoring.actions.answers import Sent
from monitoring.actions.contacts import Given
from monitoring.consent_texts import VERSION, text_of
from monitoring.evidence_states import OF_SURVEYS, SCALE, Keeping, Purpose, QuestionKind
from monitoring.models import Question, Survey
from projects.form_fields import LineField

SHORT, LONG, LARGEST_NUMBER = 300, 3_000, 10**9


def field_of(question: Question) -> forms.Field:
    """The field that takes an answer to this question."""
    facts: dict[str, Any] = {"label": question.text, "required": question.is_required}
    options = [(str(place), text) for place, text in enumerate(question.option_texts)]
    match question.kind:
        case QuestionKind.SINGLE:
            return forms.TypedChoiceField(
                choices=options, coerce=int, empty_value=None, widget=forms.RadioSelect, **facts
            )
        case QuestionKind.SEVERAL:
            return forms.TypedMultipleChoiceField(
                choices=options, coerce=int, widget=forms.CheckboxSelectMultiple, **facts
            )
        case QuestionKind.SCALE:
            steps = [(str(step), str(step)) for step in SCALE]
            return forms.TypedChoiceField(
                choices=steps, coerce=int, empty_value=None, widget=forms.RadioSelect,
                help_text=_("1 is the least, 5 is the most."), **facts,
            )  # fmt: skip
        case QuestionKind.NUMBER:
            return forms.IntegerField(min_value=-LARGEST_NUMBER, max_value=LARGEST_NUMBER, **facts)
        case QuestionKind.SHORT:
            return LineField(max_length=SHORT, **facts)
    return LinesField(max_length=LONG, **facts)


class AnswerForm(forms.Form):
    """Nothing is ticked beforehand, and nothing asks who the person is but for the part on contact.

    `website`, `stamp`, `shown`: as of the forms of hearings (hearings.forms_strangers).
    """

    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )
    stamp = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        survey: Survey,
        questions: Sequence[Question],
        language: str,
        days: dict[Keeping, int],
    ) -> None:
        """`language`: of the page; readers of English read the texts of consent in Russian."""
        super().__init__(*args)
        self.survey, self.questions = survey, questions
        self.shown_in = "kk" if language == "kk" else "ru"
        for question in questions:
            self.fields[f"q{question.pk}"] = field_of(question)
        if survey.asks_contact:
            self._ask_contact(days[Keeping.SURVEY])
        if not self.is_bound:
            self.initial = {"stamp": new_stamp(), "shown": VERSION}

    def _ask_contact(self, days: int) -> None:
        self.fields["contact_name"] = LineField(label=_("How to address you"), max_length=150, required=False)
        self.fields["contact_phone"] = LineField(label=_("Telephone"), max_length=40, required=False)
        self.fields["contact_email"] = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
        labels = {
            Purpose.CONTACT: _("You may contact me"),
            Purpose.ASK_BACK: _("You may ask me about my answer"),
        }
        for purpose in OF_SURVEYS:
            text = text_of(purpose, self.survey.organisation, self.shown_in, contact_days=days)
            self.fields[purpose.value] = forms.BooleanField(
                label=labels[purpose], required=False, help_text=text
            )

    @property
    def asked(self) -> list[BoundField]:
        return [self[f"q{question.pk}"] for question in self.questions]

    @property
    def contact_fields(self) -> list[BoundField]:
        names = ("contact_name", "contact_phone", "contact_email", *OF_SURVEYS)
        return [self[name] for name in names if name in self.fields]

    @property
    def says_contact(self) -> bool:
        return any(field.value() or field.errors for field in self.contact_fields)

    @property
    def is_machine(self) -> bool:
        """A field that nobody sees was filled in."""
        return bool(self.data.get("website"))

    @property
    def nonce(self) -> str:
        return nonce_of(str(self.data.get("stamp", "")))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.nonce:
            self.add_error(None, _("The form was open too long. What you wrote is kept: send it once more."))
            self._show_again("stamp", new_stamp())
        elif is_too_fast(str(self.data["stamp"])):
            self.add_error(None, _("That was very fast. Read the form and send it once more."))
        if self.survey.asks_contact:
            self._clean_contact(data)
        if not self.errors and not self.values:
            self.add_error(None, _("Answer at least one question."))
        return data

    def _clean_contact(self, data: dict[str, Any]) -> None:
        says, agrees = (
            bool(data.get("contact_phone") or data.get("contact_email")),
            bool(data.get(Purpose.CONTACT)),
        )
        if (says or data.get("contact_name")) and not agrees:
            self.add_error(
                Purpose.CONTACT.value,
                _("Without this consent we may not keep it: agree, or empty the fields."),
            )
        if agrees and not says and not {"contact_phone", "contact_email"} & set(self.errors):
            self.add_error("contact_phone", _("Leave a telephone or an e-mail."))
        if data.get(Purpose.ASK_BACK) and not agrees:
            self.add_error(
                Purpose.CONTACT.value, _("To be asked about your answer, agree to be contacted too.")
            )
        if agrees and self.data.get("shown") != VERSION:
            self.add_error(
                None, _("The texts of consent have changed. Read them once more, then send the form.")
            )
            self._show_again("shown", VERSION)

    def _show_again(self, name: str, value: str) -> None:
        again = self.data.copy()  # type: ignore[attr-defined]
        again[name] = value
        self.data = again

    @property
    def values(self) -> dict[int, Any]:
        """What was answered, by the id of the question; what was left empty is not there."""
        found = {question.pk: self.cleaned_data.get(f"q{question.pk}") for question in self.questions}
        return {pk: value for pk, value in found.items() if value not in (None, "", [])}

    def sent(self, *, is_doubtful: bool) -> Sent:
        data = self.cleaned_data
        contact = None
        if data.get(Purpose.CONTACT):
            contact = Given(
                purposes=[purpose for purpose in OF_SURVEYS if data.get(purpose)],
                shown_in=self.shown_in,
                name=data["contact_name"],
                phone=data["contact_phone"],
                email=data["contact_email"],
            )
        return Sent(self.values, self.nonce, is_doubtful, contact, bool(data.get(Purpose.ASK_BACK)))
