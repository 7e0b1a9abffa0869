"""The minutes: what the record does not say, comments, letters."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from amendments.file_fields import ReceiptField
from amendments.states import Channel
from common.fields_text import LinesField
from correspondence.states import LanguageMode
from hearings.states import LetterTo
from projects.form_fields import LineField

LONG = 20_000
PROOF_HINT = _(
    "PDF, PNG or JPEG, up to 10 MB. It is kept with the minutes: let it show no addresses and no phone numbers of participants."
)


class MinutesForm(forms.Form):
    decisions_kk = LinesField(label=_("in Kazakh"), rows=6, language="kk", required=False, max_length=LONG)
    decisions_ru = LinesField(label=_("in Russian"), rows=6, language="ru", required=False, max_length=LONG)
    annexes_kk = LinesField(label=_("in Kazakh"), rows=3, language="kk", required=False, max_length=LONG)
    annexes_ru = LinesField(label=_("in Russian"), rows=3, language="ru", required=False, max_length=LONG)
    recording_url = forms.URLField(
        label=_("Address of the video or audio recording"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Only if everybody who is seen or heard has agreed to be recorded."),
    )
    publish_on = forms.DateField(label=_("Publish by"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class RemarkForm(forms.Form):
    answer_kk = LinesField(label=_("in Kazakh"), rows=6, language="kk", required=False, max_length=LONG)
    answer_ru = LinesField(label=_("in Russian"), rows=6, language="ru", required=False, max_length=LONG)
    is_settled = forms.BooleanField(label=_("The remark is settled by this answer"), required=False)


class RoundForm(forms.Form):
    """`people`: those of the organisation who may be asked."""

    people = forms.MultipleChoiceField(
        label=_("Who reads the draft"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The moderator and the secretary read it in any case."),
    )
    until = forms.DateField(label=_("Comments until"))

    def __init__(self, *args: Any, people: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self._people = {str(person.pk): person for person in people}
        self.fields["people"].choices = [(pk, str(person)) for pk, person in self._people.items()]  # type: ignore[attr-defined]

    def chosen(self) -> list[User]:
        return [self._people[pk] for pk in self.cleaned_data["people"]]


class CommentForm(forms.Form):
    text = LinesField(label=_("Remark"), rows=3, required=False, max_length=4_000)


class ModeForm(forms.Form):
    mode = forms.ChoiceField(label=_("Language"), choices=LanguageMode.choices, initial=LanguageMode.BOTH)


class LetterForm(ModeForm):
    to = forms.ChoiceField(label=_("To whom"), choices=LetterTo.choices, initial=LetterTo.BODY)
    addressee_kk = LineField(label=_("Addressee in Kazakh"), required=False, max_length=300)
    addressee_ru = LineField(label=_("Addressee in Russian"), required=False, max_length=300)


class DispatchForm(forms.Form):
    sent_on = forms.DateField(label=_("Sent on"))
    channel = forms.ChoiceField(label=_("How it was sent"), choices=Channel.choices, initial=Channel.LETTER)
    incoming_number = LineField(label=_("Incoming number"), required=False, max_length=60)
    registered_on = forms.DateField(label=_("Registered on"), required=False)
    reply_on = forms.DateField(
        label=_("Reply wanted by"),
        required=False,
        help_text=_("Where the law's term is not known; else the term is counted."),
    )
    proof = ReceiptField(label=_("Proof of sending"), required=False, help_text=PROOF_HINT)


class RegisteredForm(forms.Form):
    """What the addressee gave the letter, and a proof that came later."""

    incoming_number = LineField(label=_("Incoming number"), required=False, max_length=60)
    registered_on = forms.DateField(
        label=_("Registered on"), required=False, help_text=_("The reply's day is counted anew from it.")
    )
    proof = ReceiptField(label=_("Proof of sending"), required=False, help_text=PROOF_HINT)


class ReplyForm(forms.Form):
    replied_on = forms.DateField(label=_("Replied on"))
    reply = LinesField(label=_("What the reply says"), rows=4, required=False, max_length=LONG)
