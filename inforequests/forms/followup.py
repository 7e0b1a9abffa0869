from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from correspondence.documents import Text
from correspondence.states import LanguageMode
from inforequests.fields import TextField
from inforequests.followup_documents import Complaint
from inforequests.models import RequestItem
from inforequests.states import RefusalGround, Wrong
from projects.form_fields import LineField

ARGUMENT_LENGTH = 6_000


class ReminderForm(forms.Form):
    mode = forms.ChoiceField(label=_("Language of the letter"), choices=LanguageMode.choices)


class ComplaintForm(ReminderForm):
    """A complaint; only what there is to complain of is offered. `complaint`: what the action wants."""

    wrongs = forms.MultipleChoiceField(
        label=_("What do you complain of?"), widget=forms.CheckboxSelectMultiple, choices=[]
    )
    grounds = forms.MultipleChoiceField(
        label=_("Grounds of the refusal that you do not accept"),
        choices=RefusalGround.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The seven grounds of article 11, paragraph 16 of the Law."),
    )
    missing = forms.TypedMultipleChoiceField(
        label=_("What was not answered?"),
        widget=forms.CheckboxSelectMultiple,
        coerce=int,
        choices=[],
        required=False,
    )
    reviewer_kk = LineField(label=_("Body that decides, in Kazakh"), max_length=300, required=False)
    reviewer_ru = LineField(label=_("Body that decides, in Russian"), max_length=300, required=False)
    argument_kk = TextField(
        label=_("Your reasons in Kazakh"), rows=5, max_length=ARGUMENT_LENGTH, required=False
    )
    argument_ru = TextField(
        label=_("Your reasons in Russian"), rows=5, max_length=ARGUMENT_LENGTH, required=False
    )

    def __init__(self, *args: Any, wrongs: list[str], items: list[RequestItem], **options: Any) -> None:
        """`wrongs`: what there is to complain of, of Wrong."""
        super().__init__(*args, **options)
        offered: Any = self.fields
        offered["wrongs"].choices = [(wrong, Wrong(wrong).label) for wrong in wrongs]
        offered["missing"].choices = [(item.number, f"{item.number}. {_short(item)}") for item in items]
        if Wrong.REFUSAL not in wrongs:
            del self.fields["grounds"]
        if Wrong.PARTIAL not in wrongs:
            del self.fields["missing"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if Wrong.REFUSAL in data.get("wrongs", []) and not data.get("grounds") and "grounds" in self.fields:
            self.add_error("grounds", _("Name the ground of the refusal, or that it names none."))
        return data

    @property
    def complaint(self) -> Complaint:
        data = self.cleaned_data
        return Complaint(
            wrongs=tuple(data["wrongs"]),
            reviewer=Text(data["reviewer_kk"], data["reviewer_ru"]),
            argument=Text(data["argument_kk"], data["argument_ru"]),
            grounds=tuple(data.get("grounds", ())),
            missing=tuple(data.get("missing", ())),
        )


def _short(item: RequestItem) -> str:
    text = item.text_kk or item.text_ru
    return text if len(text) <= 120 else f"{text[:120]}…"
