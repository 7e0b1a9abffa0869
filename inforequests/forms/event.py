from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from amendments.file_fields import LetterField
from common.choices import RowField
from inforequests.actions.events import Happening
from inforequests.fields import TextField
from inforequests.models import Holder
from inforequests.states import Channel, Completeness, Decision, EventKind, RefusalGround
from projects.form_fields import LineField

FIRST_YEAR = 2015  # the law on access to information
FIELDS: dict[str, tuple[str, ...]] = {
    EventKind.SENT: ("on", "channel", "number", "note", "file"),
    EventKind.REGISTERED: ("on", "noted_on", "number", "note", "file"),
    EventKind.EXTENDED: ("on", "noted_on", "until_on", "number", "note", "file"),
    EventKind.REDIRECTED: ("on", "noted_on", "holder", "number", "note", "file"),
    EventKind.POINTED: ("on", "noted_on", "number", "note", "file"),
    EventKind.REFUSED: ("on", "noted_on", "reasons", "number", "note", "file"),
    EventKind.ANSWERED: ("on", "noted_on", "completeness", "number", "note", "file"),
    EventKind.REMINDED: ("on", "channel", "number", "note", "file"),
    EventKind.COMPLAINED: ("on", "channel", "noted_on", "number", "note", "file"),
    EventKind.DECIDED: ("on", "noted_on", "decision", "number", "note", "file"),
    EventKind.CLAIMED: ("on", "number", "note", "file"),
    EventKind.CLOSED: ("on", "note"),
}
DAYS: dict[str, Any] = {
    EventKind.SENT: _("Day of sending"),
    EventKind.REGISTERED: _("Day on which the addressee received it"),
    EventKind.EXTENDED: _("Day on which the term was extended"),
    EventKind.REDIRECTED: _("Day on which it was passed on"),
    EventKind.POINTED: _("Day of their letter"),
    EventKind.REFUSED: _("Day of the refusal"),
    EventKind.ANSWERED: _("Day of the answer"),
    EventKind.REMINDED: _("Day of sending"),
    EventKind.COMPLAINED: _("Day on which the complaint was filed"),
    EventKind.DECIDED: _("Day of the decision"),
    EventKind.CLAIMED: _("Day on which the claim was filed"),
    EventKind.CLOSED: _("Day"),
}
KNOWN_DAYS: dict[str, Any] = {
    EventKind.REGISTERED: _("Day of registration, if another"),
    EventKind.COMPLAINED: _("Day on which the body that decides received it, if known"),
}
FILES: dict[str, Any] = {
    EventKind.SENT: _("Receipt: a screenshot, a stamped copy, a postal slip"),
    EventKind.REGISTERED: _("Proof of receipt"),
    EventKind.REMINDED: _("Receipt"),
    EventKind.COMPLAINED: _("Receipt"),
    EventKind.CLAIMED: _("Receipt"),
}


KINDS = _("PDF, PNG, JPEG, DOCX, XLSX, ODT or ODS, up to 10 MB. Further files can be added afterwards.")


class FileForm(forms.Form):
    """One more file of an event."""

    file = LetterField(
        label=_("One more file"), help_text=_("PDF, PNG, JPEG, DOCX, XLSX, ODT or ODS, up to 10 MB.")
    )


class EventForm(forms.Form):
    """What happened with a request; only the fields of its kind are asked. `happening`: what the action wants."""

    on = forms.DateField()
    channel = forms.ChoiceField(label=_("How was it sent?"), choices=Channel.choices)
    noted_on = forms.DateField(
        label=_("Day on which you were told, if another"),
        required=False,
        help_text=_("Terms for a complaint are counted from it."),
    )
    until_on = forms.DateField(
        label=_("Until which day, if the letter names it"),
        required=False,
        help_text=_("Left empty, it is the longest extension that the law lets."),
    )
    holder: "RowField[Holder]" = RowField(
        label=_("To whom it was passed on"),
        queryset=Holder.objects.none(),
        empty_label=_("choose"),
        help_text=_("Not in the list? Add it to the directory of bodies first."),
    )
    reasons = forms.MultipleChoiceField(
        label=_("Which grounds does the refusal name?"),
        choices=RefusalGround.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The seven grounds of article 11, paragraph 16 of the Law."),
    )
    completeness = forms.ChoiceField(label=_("What did they give?"), choices=Completeness.choices)
    decision = forms.ChoiceField(label=_("What was decided?"), choices=Decision.choices)
    number = LineField(label=_("Number given by them"), max_length=60, required=False)
    note = TextField(label=_("Note"), rows=2, max_length=2_000, required=False)
    file = LetterField(label=_("Their letter"), required=False, help_text=KINDS)

    def __init__(self, *args: Any, kind: str, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = EventKind(kind)
        shown = FIELDS[self.kind]
        self.fields = {name: self.fields[name] for name in shown}
        self.fields["on"].label = DAYS[self.kind]
        if "noted_on" in shown and self.kind in KNOWN_DAYS:
            self.fields["noted_on"].label = KNOWN_DAYS[self.kind]
            self.fields["noted_on"].help_text = ""
        if "file" in shown and self.kind in FILES:
            self.fields["file"].label = FILES[self.kind]
        if "holder" in shown:
            directory = Holder.objects.of(organisation).active().order_by("name_ru", "name_kk", "pk")
            self.fields["holder"].queryset = directory  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("on", "noted_on", "until_on"):
            day: date | None = data.get(name)
            if day is not None and not FIRST_YEAR <= day.year <= 2_100:
                self.add_error(name, _("Write a day of our time."))
        return data

    @property
    def happening(self) -> Happening:
        data = self.cleaned_data
        return Happening(
            kind=self.kind,
            on=data["on"],
            noted_on=data.get("noted_on"),
            until_on=data.get("until_on"),
            channel=data.get("channel", ""),
            number=data.get("number", ""),
            holder=data.get("holder"),
            reasons=tuple(data.get("reasons", ())),
            outcome=data.get("completeness") or data.get("decision") or "",
            note=data.get("note", ""),
        )
