"""Forms of the letters on rows that were not accepted or not answered, and of what becomes of them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amendments.actions.escalation import TEXT_LENGTH, TITLE_LENGTH, Letter
from amendments.actions.escalation_reply import Reply
from amendments.actions.escalation_sending import Dispatch
from amendments.file_fields import ReceiptField
from amendments.forms.submission import ADDRESSEE_LENGTH, FIRST_YEAR, NUMBER_LENGTH
from amendments.models import Escalation, Outcome
from amendments.queries.escalation import UNMET
from amendments.states import Channel, EscalationTo, ReplyResult
from amendments.wording.escalation import addressee_of
from correspondence.documents import Mode, Text
from correspondence.states import LanguageMode
from projects.form_fields import LineField
from projects.models import DraftAct
from projects.plain_text import clean_line

REPLY_LENGTH = 20_000
CHANNELS = [(one.value, one.label) for one in (Channel.LETTER, Channel.EMAIL, Channel.E_OTINISH)]
MODES = [
    (Mode.KAZAKH.value, LanguageMode.KAZAKH.label),
    (Mode.RUSSIAN.value, LanguageMode.RUSSIAN.label),
    (Mode.BOTH.value, LanguageMode.BOTH.label),
]


class BeginForm(forms.Form):
    """To whom, about which rows, in which language. Proposed: every row that was not accepted or not answered."""

    to = forms.ChoiceField(label=_("To whom"), choices=EscalationTo.choices, widget=forms.RadioSelect)
    addressee_kk = LineField(
        label=_("Name of the body in Kazakh"), max_length=ADDRESSEE_LENGTH, required=False
    )
    addressee_ru = LineField(
        label=_("Name of the body in Russian"), max_length=ADDRESSEE_LENGTH, required=False
    )
    rows = forms.TypedMultipleChoiceField(
        label=_("Proposals"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one proposal.")},
    )
    mode = forms.ChoiceField(label=_("Language of the letter"), choices=MODES, initial=Mode.BOTH.value)

    def __init__(self, *args: Any, draft: DraftAct, outcomes: Iterable[Outcome], **options: Any) -> None:
        super().__init__(*args, **options)
        self.draft = draft
        offered = list(outcomes)
        self.fields["rows"].choices = [(one.row_id, _choice(one)) for one in offered]  # type: ignore[attr-defined]
        self.fields["rows"].initial = [one.row_id for one in offered if one.state in UNMET]
        council = EscalationTo.PUBLIC_COUNCIL if addressee_of(draft, EscalationTo.PUBLIC_COUNCIL) else ""
        self.fields["to"].initial = council or EscalationTo.AUTHORISED_BODY

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("to") == EscalationTo.OTHER:
            wanted = Mode(cleaned["mode"]).languages if "mode" in cleaned else ()
            for name in (f"addressee_{language}" for language in wanted):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Write the name of the body in this language."))
        return cleaned

    @property
    def addressee(self) -> Text:
        """The body that was named, else the one that is proposed for this kind of addressee."""
        data = self.cleaned_data
        proposed = addressee_of(self.draft, data["to"])
        if data["to"] != EscalationTo.OTHER:
            return Text(proposed.kk[:ADDRESSEE_LENGTH], proposed.ru[:ADDRESSEE_LENGTH])
        return Text(data["addressee_kk"], data["addressee_ru"])


def _choice(outcome: Outcome) -> str:
    """'пункт 3 – not accepted'."""
    return f"{clean_line(outcome.row.label, 120) or '№'} – {outcome.get_state_display()}"


class TextField(forms.CharField):
    """Text of several paragraphs, with line ends as the table keeps them."""

    def __init__(self, *, language: str, **options: Any) -> None:
        area = forms.Textarea(attrs={"rows": 18, "lang": language})
        super().__init__(max_length=TEXT_LENGTH, required=False, widget=area, **options)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n").strip()


class LetterForm(forms.Form):
    """The letter itself; `letter` is what the actions want."""

    mode = forms.ChoiceField(label=_("Language of the letter"), choices=MODES)
    addressee_kk = LineField(label=_("Addressee in Kazakh"), max_length=ADDRESSEE_LENGTH, required=False)
    title_kk = LineField(label=_("Title in Kazakh"), max_length=TITLE_LENGTH, required=False)
    text_kk = TextField(label=_("Text in Kazakh"), language="kk")
    addressee_ru = LineField(label=_("Addressee in Russian"), max_length=ADDRESSEE_LENGTH, required=False)
    title_ru = LineField(label=_("Title in Russian"), max_length=TITLE_LENGTH, required=False)
    text_ru = TextField(label=_("Text in Russian"), language="ru")

    @classmethod
    def of(cls, escalation: Escalation) -> "LetterForm":
        return cls(initial={name: getattr(escalation, name) for name in cls.base_fields})

    @property
    def letter(self) -> Letter:
        """What was written; of a form nobody has sent, what it was opened with."""
        values = self.cleaned_data if self.is_bound else self.initial
        return Letter(**{name: values[name] for name in self.base_fields})


class DayField(forms.DateField):
    """A day of these years."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(), **options)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and not FIRST_YEAR <= day.year <= FIRST_YEAR + 100:
            raise forms.ValidationError(_("This day is too far away."))
        return day


class DispatchForm(forms.Form):
    sent_on = DayField(label=_("Sent on"))
    channel = forms.ChoiceField(label=_("How was it sent?"), choices=CHANNELS)
    incoming_number = LineField(
        label=_("Number given by the addressee"), max_length=NUMBER_LENGTH, required=False
    )
    registered_on = DayField(
        label=_("Registered by the addressee on"),
        required=False,
        help_text=_("The law counts from this day. If it is not known yet, write it down later."),
    )
    reply_on = DayField(
        label=_("Reply wanted by"),
        required=False,
        help_text=_("The law names no term that we know for this addressee, so the day is yours."),
    )
    receipt = ReceiptField(
        label=_("Proof of sending"), required=False, help_text=_("PDF, PNG or JPEG, up to 10 MB.")
    )

    def __init__(self, *args: Any, has_rule: bool, **options: Any) -> None:
        """`has_rule`: the law counts the reply's day, so that nobody sets it."""
        super().__init__(*args, **options)
        if has_rule:
            del self.fields["reply_on"]
        else:
            self.fields["registered_on"].help_text = ""

    @property
    def dispatch(self) -> Dispatch:
        data = self.cleaned_data
        plain = ("sent_on", "channel", "incoming_number", "registered_on")
        return Dispatch(reply_on=data.get("reply_on"), **{name: data[name] for name in plain})


class RegisterForm(forms.Form):
    incoming_number = LineField(
        label=_("Number given by the addressee"), max_length=NUMBER_LENGTH, required=False
    )
    registered_on = DayField(
        label=_("Registered by the addressee on"),
        required=False,
        help_text=_("The reply's day is counted anew from it."),
    )
    receipt = ReceiptField(
        label=_("Proof of sending"), required=False, help_text=_("PDF, PNG or JPEG, up to 10 MB.")
    )

    def __init__(self, *args: Any, is_counted: bool = True, **options: Any) -> None:
        """`is_counted`: a rule counts the reply's day, so that it moves with the day of registration."""
        super().__init__(*args, **options)
        if not is_counted:
            self.fields["registered_on"].help_text = ""


class ReplyDayForm(forms.Form):
    due_on = DayField(label=_("Reply wanted by"))


class ReplyForm(forms.Form):
    replied_on = DayField(label=_("Replied on"))
    result = forms.ChoiceField(label=_("What came of it"), choices=[("", "–"), *ReplyResult.choices])
    words = forms.CharField(
        label=_("Words of the reply"),
        max_length=REPLY_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    paper = ReceiptField(
        label=_("The reply as a file"), required=False, help_text=_("PDF, PNG or JPEG, up to 10 MB.")
    )

    @property
    def reply(self) -> Reply:
        data = self.cleaned_data
        return Reply(data["replied_on"], data["result"], data["words"])
