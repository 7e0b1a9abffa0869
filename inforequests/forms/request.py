from collections.abc import Iterable
from itertools import zip_longest
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from correspondence.states import LanguageMode
from inforequests.actions.requests import WRITTEN
from inforequests.fields import ItemsField, TextField
from inforequests.models import Holder, InfoRequest, RequestBatch
from inforequests.states import AnswerForm, AnswerWay, BatchLanguage
from projects.form_fields import LineField
from projects.models import StateBody
from projects.states import BodyKind

FIRST_YEAR, LAST_YEAR = 1991, 2100
PREFACE_LENGTH = 4_000


class AddresseeField(forms.ChoiceField):
    """'holder:7' or 'body:12'; a body that has come into the directory meanwhile is that entry (`known`)."""

    known: dict[str, str] = {}

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value))
        return self.known.get(text, text)


class LetterForm(forms.Form):
    """What a letter of request says, to whomever. `values` and `items` are what the actions want."""

    subject_kk = LineField(label=_("Subject in Kazakh"), max_length=300, required=False)
    subject_ru = LineField(label=_("Subject in Russian"), max_length=300, required=False)
    preface_kk = TextField(
        label=_("Introduction in Kazakh"), rows=4, max_length=PREFACE_LENGTH, required=False
    )
    preface_ru = TextField(
        label=_("Introduction in Russian"), rows=4, max_length=PREFACE_LENGTH, required=False
    )
    items_kk = ItemsField(
        label=_("What you ask for, in Kazakh"),
        required=False,
        help_text=_("Each item on its own line; they are numbered in the letter."),
    )
    items_ru = ItemsField(
        label=_("What you ask for, in Russian"),
        required=False,
        help_text=_("The same items in the same order."),
    )
    period_from = forms.DateField(label=_("Period: from"), required=False)
    period_to = forms.DateField(label=_("Period: until"), required=False)
    answer_form = forms.ChoiceField(label=_("Form of the answer"), choices=AnswerForm.choices)
    answer_way = forms.ChoiceField(label=_("Where the answer is to come"), choices=AnswerWay.choices)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("period_from"), data.get("period_to")
        for name in ("period_from", "period_to"):
            day = data.get(name)
            if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
                self.add_error(name, _("Write a day of our time."))
        if (first is None) != (last is None) and not self.errors.keys() & {"period_from", "period_to"}:
            missing = "period_from" if first is None else "period_to"
            self.add_error(missing, _("Write both days of the period, or neither."))
        if first and last and last < first:
            self.add_error("period_to", _("The period ends before it begins."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in WRITTEN}

    @property
    def items(self) -> list[tuple[str, str]]:
        pairs = zip_longest(self.cleaned_data["items_kk"], self.cleaned_data["items_ru"], fillvalue="")
        return list(pairs)


class RequestForm(LetterForm):
    """A request as it is written; `chosen` is the addressee."""

    addressee = AddresseeField(
        label=_("To whom"), help_text=_("Your directory first, then the bodies of the portal.")
    )
    mode = forms.ChoiceField(label=_("Language of the letter"), choices=LanguageMode.choices)

    def __init__(
        self,
        *args: Any,
        organisation: Organisation,
        body: StateBody | None = None,
        holder: Holder | None = None,
        **options: Any,
    ) -> None:
        """`body` and `holder`: the one that is chosen now, offered whatever it is."""
        super().__init__(*args, **options)
        field: Any = self.fields["addressee"]
        holders = list(_entries(organisation, holder))
        field.choices = _addressees(holders, body)
        field.known = {f"body:{entry.body_id}": f"holder:{entry.pk}" for entry in holders if entry.body_id}

    def chosen(self, organisation: Organisation) -> "Holder | StateBody":
        """The addressee: an entry of the directory, or a body of the portal that is not in it yet."""
        kind, _colon, pk = self.cleaned_data["addressee"].partition(":")
        if kind == "holder":
            return Holder.objects.get(organisation=organisation, pk=int(pk))
        return StateBody.objects.get(pk=int(pk))


class BatchForm(LetterForm):
    """One text to many; `key` names the form, so that it is saved once."""

    mode = forms.ChoiceField(label=_("Language of the letters"), choices=BatchLanguage.choices)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)


def _entries(organisation: Organisation, holder: Holder | None) -> Iterable[Holder]:
    """The directory as it is offered, and the entry that is chosen now."""
    return Holder.objects.of(organisation).filter(Q(is_active=True) | Q(pk=holder.pk if holder else None))


def _addressees(holders: list[Holder], body: StateBody | None) -> list[tuple[str, Any]]:
    known = {entry.body_id for entry in holders}
    central = ~Q(kind=BodyKind.LOCAL) & Q(is_active=True) | Q(pk=body.pk if body else None)
    bodies = [row for row in StateBody.objects.filter(central) if row.pk not in known]
    groups: list[tuple[Any, Any]] = [
        (_("Your directory"), _named("holder", holders)),
        (_("Bodies of the portal"), _named("body", bodies)),
    ]
    return [("", _("choose")), *(group for group in groups if group[1])]


def _named(kind: str, rows: "Iterable[Holder | StateBody]") -> list[tuple[str, str]]:
    language = "name_kk" if (get_language() or "kk")[:2] == "kk" else "name_ru"
    named = [(f"{kind}:{row.pk}", getattr(row, language) or str(row)) for row in rows]
    return sorted(named, key=lambda choice: choice[1].casefold())


def written(info_request: InfoRequest) -> dict[str, Any]:
    """The form's values for a request that lies there already."""
    items = list(info_request.items.all())
    return {
        **{name: getattr(info_request, name) for name in WRITTEN},
        "addressee": f"holder:{info_request.holder_id}",
        "items_kk": "\n".join(item.text_kk for item in items),
        "items_ru": "\n".join(item.text_ru for item in items),
        "seen": info_request.version,
    }


def written_batch(batch: RequestBatch) -> dict[str, Any]:
    """The form's values for a batch that lies there already."""
    return {
        **{name: getattr(batch, name) for name in WRITTEN},
        "items_kk": "\n".join(kk for kk, _ru in batch.items),
        "items_ru": "\n".join(ru for _kk, ru in batch.items),
        "seen": batch.version,
    }
