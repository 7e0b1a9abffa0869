"""What the moderator's screen sends: one form for each kind of entry. A refusal of the record itself is the action's."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.fields_text import LinesField
from hearings.actions.attendance import Line
from hearings.actions.entries import Entry
from hearings.actions.record import OLDEST
from hearings.models.record import SECONDS
from hearings.states import Choice, EntryKind, Language, ProposalState, VoteBase, VoteRule, VoteWay
from projects.form_fields import LineField

MOST_PEOPLE, LONG = 100_000, 10_000
LANGUAGES = [(language.value, language.label) for language in Language]
# What the browser asks for itself; a name alone is taken from the record as well.
NAMED = {"list": "people", "autocomplete": "off", "required": True}
LIMITS = (60, 120, SECONDS, 300, 420, 600, 900, 1200)


class KeyForm(forms.Form):
    """Names the row that the entry is about, by the key of the entry that made it."""

    check_in = forms.UUIDField(required=False)
    turn = forms.UUIDField(required=False)
    proposal = forms.UUIDField(required=False)
    vote = forms.UUIDField(required=False)
    back = forms.BooleanField(required=False)
    keep_end = forms.BooleanField(required=False)
    to = forms.ChoiceField(choices=[("up", "up"), ("down", "down")], required=False)


class ItemForm(forms.Form):
    item = forms.IntegerField(min_value=1, max_value=2**62)


class PersonForm(forms.Form):
    name = LineField(label=_("Name and surname"), max_length=150, required=False)
    represents = LineField(label=_("Organisation"), max_length=200, required=False)
    is_official = forms.BooleanField(label=_("came ex officio"), required=False)


class CheckInForm(PersonForm):
    registration = forms.IntegerField(min_value=1, max_value=2**62, required=False, widget=forms.HiddenInput)
    has_signed = forms.BooleanField(label=_("signed the list"), required=False)
    may_be_named = forms.BooleanField(label=_("agrees to be named in the public copy"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "check_in_%s", **options})
        self.fields["name"].widget.attrs["required"] = True


class TurnForm(PersonForm):
    check_in = forms.UUIDField(required=False, widget=forms.HiddenInput)
    limit_seconds = forms.TypedChoiceField(
        label=_("Time"), coerce=int, empty_value=None, required=False, initial=SECONDS
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "turn_%s", **options})
        self.fields["limit_seconds"].choices = [  # type: ignore[attr-defined]
            (seconds, _("%(count)s min") % {"count": seconds // 60}) for seconds in LIMITS
        ]
        self.fields["name"].widget.attrs |= NAMED


class ThesisForm(forms.Form):
    turn = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, max_value=2**31, widget=forms.HiddenInput)
    thesis = LinesField(label=_("What was said, in short"), max_length=LONG, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("not said")), *LANGUAGES], required=False
    )


class ProposalForm(PersonForm):
    check_in = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = LinesField(label=_("What is proposed"), max_length=LONG, required=False)
    norm = LineField(label=_("Norm of the draft"), max_length=300, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial=Language.KAZAKH)
    field_order = ("text", "norm", "name", "represents", "language")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "proposal_%s", **options})
        self.fields["name"].label = _("Author")
        self.fields["name"].widget.attrs |= NAMED
        self.fields["text"].widget.attrs["required"] = True


class MendedForm(forms.Form):
    proposal = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, max_value=2**31, widget=forms.HiddenInput)
    text = LinesField(label=_("What is proposed"), max_length=LONG)
    norm = LineField(label=_("Norm of the draft"), max_length=300, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class ProposalStateForm(forms.Form):
    proposal = forms.UUIDField()
    state = forms.ChoiceField(choices=ProposalState.choices)


class DeclareForm(forms.Form):
    proposal = forms.UUIDField(required=False, widget=forms.HiddenInput)
    question_kk = LinesField(
        label=_("Question in Kazakh"), max_length=LONG, required=False, rows=2, language="kk"
    )
    question_ru = LinesField(
        label=_("Question in Russian"), max_length=LONG, required=False, rows=2, language="ru"
    )
    way = forms.ChoiceField(label=_("How"), choices=VoteWay.choices, initial=VoteWay.HANDS)
    rule = forms.ChoiceField(label=_("What adopts it"), choices=VoteRule.choices, initial=VoteRule.MAJORITY)
    base = forms.ChoiceField(label=_("Of whom"), choices=VoteBase.choices, initial=VoteBase.VOTING)
    quorum = forms.IntegerField(
        label=_("Quorum: how many must be present"),
        help_text=_("0 where the rules of order ask for none."),
        min_value=0,
        max_value=MOST_PEOPLE,
        initial=0,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "vote_%s", **options})


class CastForm(forms.Form):
    vote = forms.UUIDField()
    check_in = forms.UUIDField()
    choice = forms.ChoiceField(choices=Choice.choices)


def _count(label: Any, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_PEOPLE, required=required)


class CountForm(forms.Form):
    vote = forms.UUIDField(widget=forms.HiddenInput)
    present = _count(_("Present"), required=True)
    votes_for = _count(pgettext_lazy("vote", "For"))
    votes_against = _count(pgettext_lazy("vote", "Against"))
    votes_abstained = _count(pgettext_lazy("vote", "Abstained"))
    votes_spoilt = _count(_("Spoilt ballots"))
    again = forms.BooleanField(required=False, widget=forms.HiddenInput)


FORMS: dict[EntryKind, type[forms.Form]] = {
    EntryKind.ITEM_START: ItemForm,
    EntryKind.ITEM_END: ItemForm,
    EntryKind.CHECK_IN: CheckInForm,
    EntryKind.TURN_ADD: TurnForm,
    EntryKind.TURN_WRITE: ThesisForm,
    EntryKind.PROPOSAL_ADD: ProposalForm,
    EntryKind.PROPOSAL_WRITE: MendedForm,
    EntryKind.PROPOSAL_STATE: ProposalStateForm,
    EntryKind.VOTE_DECLARE: DeclareForm,
    EntryKind.VOTE_CAST: CastForm,
    EntryKind.VOTE_CLOSE: CountForm,
}


class EntryForm(forms.Form):
    """What every entry has. `age`: milliseconds since it was made, by the clock of the browser that sends it."""

    kind = forms.ChoiceField(choices=EntryKind.choices)
    entry_key = forms.UUIDField()
    age = forms.IntegerField(min_value=0, required=False)


def read_entry(posted: Mapping[str, Any], at: datetime) -> tuple[Entry | None, forms.Form]:
    """The entry that was sent, and the form that it came by; None where the form holds errors."""
    head = EntryForm(posted)
    if not head.is_valid():
        return None, head
    kind = EntryKind(head.cleaned_data["kind"])
    form = FORMS.get(kind, KeyForm)(posted)
    if not form.is_valid():
        return None, form
    age = min(timedelta(milliseconds=min(head.cleaned_data["age"] or 0, 10**12)), OLDEST)
    return Entry(kind, head.cleaned_data["entry_key"], form.cleaned_data, at - age), form


def sentences_of(form: forms.Form) -> list[str]:
    """What is wrong with a form, each line with the name of its field."""
    said = []
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else None
        said += [f"{label}: {error}" if label else str(error) for error in errors]
    return said


# --- The list on paper ------------------------------------------------------------------------------------------------

BY_HAND = 15
TICKS = ("is_official", "has_signed", "may_be_named")


class PaperForm:
    """The list on paper as one form: a line for each registration, and lines by hand.

    `lines`: by their place in the form, those that say that somebody came. ValidationError from it: a line is ticked and
    has no name.
    """

    def __init__(self, registrations: list[int], posted: Mapping[str, Any] | None = None) -> None:
        self.registrations, self.posted = registrations, posted or {}
        self.form_key = self._key()

    def _key(self) -> UUID:
        try:
            return UUID(str(self.posted.get("form_key", "")))
        except ValueError:
            return uuid4()

    def _text(self, name: str, most: int) -> str:
        return str(LineField(required=False).to_python(self.posted.get(name, "")))[:most]

    def _ticks(self, prefix: str) -> dict[str, bool]:
        return {name: bool(self.posted.get(f"{prefix}-{name}")) for name in TICKS}

    @property
    def by_hand(self) -> list[dict[str, Any]]:
        return [
            {
                "number": number,
                "name": self._text(f"new{number}-name", 150),
                "represents": self._text(f"new{number}-represents", 200),
                **self._ticks(f"new{number}"),
            }
            for number in range(1, BY_HAND + 1)
        ]

    def lines(self) -> dict[str, Line]:
        came = {
            f"reg{pk}": Line(pk, **self._ticks(f"reg{pk}"))  # type: ignore[arg-type]
            for pk in self.registrations
            if self.posted.get(f"reg{pk}-came")
        }
        for row in self.by_hand:
            if not row["name"] and (row["represents"] or any(row[name] for name in TICKS)):
                raise ValidationError(
                    _("Line %(number)s of those written by hand has no name."),
                    params={"number": row["number"]},
                )
            if row["name"]:
                facts = {name: value for name, value in row.items() if name != "number"}
                came[f"new{row['number']}"] = Line(**facts)
        return came
