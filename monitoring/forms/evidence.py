"""Calls of the hotline and cases."""

import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import MemberField
from accounts.models import User
from common.choices import RowField
from common.fields_text import LinesField
from deadlines.actions import Words
from monitoring.actions.contacts import Given
from monitoring.actions.hotline import FACTS as CALL_FACTS
from monitoring.actions.hotline import FollowUp
from monitoring.evidence_states import OF_CASES, CaseSource, Channel, Purpose, Way
from monitoring.forms.surveys import VersionedForm
from monitoring.models import Call, CallCategory, Case
from monitoring.regions import region_choices
from projects.form_fields import LineField

LONG = 10_000


class ContactPart(forms.Form):
    """How to reach the person, and by which way they agreed. `consents`: what may be agreed to here."""

    contact_name = LineField(label=_("Name"), max_length=150, required=False)
    contact_phone = LineField(label=_("Telephone"), max_length=40, required=False)
    contact_email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    way = forms.ChoiceField(
        label=_("How did the person agree?"), choices=[choice for choice in Way.choices if choice[0] != Way.FORM],
        required=False, initial=Way.SPOKEN,
    )  # fmt: skip

    consents: ClassVar[tuple[Purpose, ...]] = ()

    def ask_consents(self, texts: dict[Purpose, str]) -> None:
        for purpose in self.consents:
            self.fields[purpose.value] = forms.BooleanField(
                label=purpose.label, required=False, help_text=texts[purpose]
            )

    @property
    def consent_fields(self) -> list[BoundField]:
        return [self[purpose.value] for purpose in self.consents if purpose.value in self.fields]

    @property
    def contact_fields(self) -> list[BoundField]:
        return [self[name] for name in ("contact_name", "contact_phone", "contact_email")]

    @property
    def says_contact(self) -> bool:
        return any(field.value() or field.errors for field in (*self.contact_fields, *self.consent_fields))

    @property
    def says_who_now(self) -> bool:
        return any(field.value() or field.errors for field in self.contact_fields)

    @property
    def says_who(self) -> bool:
        data = self.cleaned_data
        return bool(data.get("contact_name") or data.get("contact_phone") or data.get("contact_email"))

    def require_consent_to_contact(self) -> None:
        if self.says_who and not self.cleaned_data.get(Purpose.CONTACT):
            message = _("Without this consent we may not keep it: agree, or empty the fields.")
            self.add_error(Purpose.CONTACT.value, message)

    def given(self, language: str) -> Given:
        data = self.cleaned_data
        return Given(
            purposes=[purpose for purpose in self.consents if data.get(purpose)],
            shown_in="kk" if language == "kk" else "ru",
            way=Way(data.get("way") or Way.SPOKEN),
            name=data["contact_name"],
            phone=data["contact_phone"],
            email=data["contact_email"],
        )


class CallForm(VersionedForm, ContactPart):
    """A call in as few touches as possible; contact data only when it is new."""

    field_order = ("asked", "answered", "channel", "category", "region", "called_at", "due_on", "responsible")
    consents = (Purpose.CONTACT,)

    asked = LinesField(label=_("What was asked"), max_length=LONG, rows=4)
    answered = LinesField(label=_("What was answered"), max_length=LONG, rows=3, required=False)
    channel = forms.ChoiceField(
        label=_("How they reached us"), choices=Channel.choices, initial=Channel.PHONE
    )
    category: "RowField[CallCategory]" = RowField(
        label=_("Category"), queryset=CallCategory.objects.none(), required=False, empty_label="—"
    )
    region = forms.ChoiceField(label=_("Region"), required=False)
    called_at = forms.DateTimeField(label=_("When"))
    due_on = forms.DateField(
        label=_("Come back to it until"),
        required=False,
        help_text=_("It stands on the list of deadlines, and its owner is reminded."),
    )
    responsible = MemberField(label=_("Responsible person"))
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(
        self,
        *args: Any,
        people: Iterable[User],
        categories: "QuerySet[CallCategory]",
        texts: dict[Purpose, str] | None,
        initial: dict[str, Any],
        **options: Any,
    ) -> None:
        """`texts`: of the consents; None where the call is known already and its contact stays as it is."""
        super().__init__(*args, **{**options, "initial": {"key": secrets.token_urlsafe(12), **initial}})
        for name in ("region", "responsible", "category"):
            field = self.fields[name]
            if isinstance(field, MemberField):
                field.offer(people)
            elif isinstance(field, RowField):
                field.queryset = categories
            elif isinstance(field, forms.ChoiceField):
                field.choices = region_choices()
        if texts is not None:
            self.ask_consents(texts)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.consent_fields:
            self.require_consent_to_contact()
        called_at = data.get("called_at")
        if called_at and called_at > timezone.now() + timedelta(minutes=5):
            self.add_error("called_at", _("This moment has not come yet."))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CALL_FACTS}

    @property
    def follow_up(self) -> FollowUp | None:
        data = self.cleaned_data
        return FollowUp(data["due_on"], data["responsible"]) if data["due_on"] else None

    @property
    def contact(self) -> Given | None:
        return self.given(self.language) if self.consent_fields and self.says_who else None

    language = "kk"


def call_values(call: Call) -> dict[str, Any]:
    values = {name: getattr(call, name) for name in (*CALL_FACTS, "version")}
    deadline = call.follow_up if call.follow_up is not None and call.follow_up.state == "open" else None
    return values | {
        "due_on": deadline.due_on if deadline else None,
        "responsible": deadline.responsible_id if deadline else None,
    }


class CategoryForm(forms.Form):
    name_kk = LineField(label="Қазақша", max_length=120, widget=forms.TextInput(attrs={"lang": "kk"}))
    name_ru = LineField(label="Русский", max_length=120, widget=forms.TextInput(attrs={"lang": "ru"}))
    is_used = forms.BooleanField(label=_("Offered for new calls"), required=False, initial=True)

    @property
    def names(self) -> Words:
        return Words(self.cleaned_data["name_kk"], self.cleaned_data["name_ru"])

    @property
    def pair(self) -> tuple[BoundField, BoundField]:
        return self["name_kk"], self["name_ru"]


class CaseForm(VersionedForm, ContactPart):
    """What was told. `texts`: of the consents, None of a case that is known already."""

    consents = OF_CASES

    source = forms.ChoiceField(label=_("How we know of it"), choices=CaseSource.choices)
    month = forms.CharField(
        label=_("Month in which it happened"), required=False, max_length=7,
        widget=forms.TextInput(attrs={"type": "month"}),
    )  # fmt: skip
    region = forms.ChoiceField(label=_("Region"), required=False)
    target_group = LineField(
        label=_("Whom it concerns"), required=False, max_length=200,
        help_text=_("A group, not a person: parents of children with disabilities, farmers."),
    )  # fmt: skip
    norm = LineField(
        label=_("Which norm"),
        required=False,
        max_length=300,
        help_text=_("The act and its article, as far as known."),
    )
    story = LinesField(label=_("What happened"), max_length=LONG, rows=6)
    body_did = LinesField(label=_("What the state body did"), max_length=LONG, rows=3, required=False)
    consequence = LinesField(label=_("What came of it for people"), max_length=LONG, rows=3, required=False)
    papers = LinesField(
        label=_("What papers there are"), max_length=LONG, rows=2, required=False,
        help_text=_("Which ones and where they are. No copies of identity documents: the law forbids keeping them."),
    )  # fmt: skip

    def __init__(self, *args: Any, texts: dict[Purpose, str] | None, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = region_choices()
        if texts is not None:
            self.ask_consents(texts)

    def clean_month(self) -> date | None:
        said = self.cleaned_data["month"]
        if not said:
            return None
        try:
            return date.fromisoformat(f"{said}-01")
        except ValueError as error:
            raise forms.ValidationError(_("Write the month as 2026-11.")) from error

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.consent_fields:
            if not data.get(Purpose.KEEP):
                self.add_error(Purpose.KEEP.value, _("Without this consent we may not keep the story."))
            self.require_consent_to_contact()
        return data

    @property
    def facts(self) -> dict[str, Any]:
        names = ("source", "region", "target_group", "norm", "story", "body_did", "consequence", "papers")
        return {name: self.cleaned_data[name] for name in names} | {"happened_on": self.cleaned_data["month"]}


def case_values(case: Case) -> dict[str, Any]:
    names = (
        "source",
        "region",
        "target_group",
        "norm",
        "story",
        "body_did",
        "consequence",
        "papers",
        "version",
    )
    values = {name: getattr(case, name) for name in names}
    return values | {"month": f"{case.happened_on:%Y-%m}" if case.happened_on else ""}


class CopyForm(VersionedForm):
    """The copy without the person, in both languages."""

    copy_title_kk = LineField(
        label="Қазақша", required=False, max_length=200, widget=forms.TextInput(attrs={"lang": "kk"})
    )
    copy_title_ru = LineField(
        label="Русский", required=False, max_length=200, widget=forms.TextInput(attrs={"lang": "ru"})
    )
    copy_kk = LinesField(label="Қазақша", required=False, max_length=LONG, rows=10, language="kk")
    copy_ru = LinesField(label="Русский", required=False, max_length=LONG, rows=10, language="ru")

    @property
    def texts(self) -> dict[str, str]:
        names = ("copy_title_kk", "copy_title_ru", "copy_kk", "copy_ru")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def pairs(self) -> list[tuple[Any, Any, tuple[BoundField, BoundField]]]:
        hint = _("What happened, without names, addresses, days and places by which the person is known.")
        return [
            (_("Title"), "", (self["copy_title_kk"], self["copy_title_ru"])),
            (_("Text"), hint, (self["copy_kk"], self["copy_ru"])),
        ]


def copy_values(case: Case) -> dict[str, Any]:
    names = ("copy_title_kk", "copy_title_ru", "copy_kk", "copy_ru", "version")
    return {name: getattr(case, name) for name in names}


class ConsentForm(forms.Form):
    """Another consent of the person of a case."""

    purpose = forms.ChoiceField(label=_("Agrees"), choices=[(one.value, one.label) for one in OF_CASES[1:]])
    way = forms.ChoiceField(
        label=_("How did the person agree?"),
        choices=[choice for choice in Way.choices if choice[0] != Way.FORM],
    )
