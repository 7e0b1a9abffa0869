from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.db.models.functions import Collate
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import queries as account_queries
from accounts.choices import MemberField
from accounts.models import Organisation
from common import dates
from common.choices import RowField, RowsField
from common.fetching import FetchFailure, host_of
from common.upload_fields import UploadField
from projects.actions.bring import PAGE_CAP
from projects.actions.topics import TWIN, check_words
from projects.models import ActType, Category, Source, StateBody, WatchTopic
from projects.plain_text import clean_line
from projects.portal import NotADraftAddress, portal_id_from_address
from projects.queries import DraftFilter
from projects.states import BodyKind, PortalState, Priority, SourceKind

FILES_AT_ONCE = 20
OLDEST = date(2014, 1, 1)
YEARS_AHEAD = 3


def by_name(queryset: Any) -> Any:
    """Ordered as the Kazakh alphabet orders names, in the language of the page."""
    field = "name_ru" if (get_language() or "").startswith("ru") else "name_kk"
    return queryset.order_by(Collate(field, "kk"), "pk")


def one_of(model: type[Model], label: Any, nothing: Any) -> "RowField[Any]":
    """A choice that may be left open; what there is to choose is set when the form is made."""
    empty = model._default_manager.none()
    return RowField(label=label, required=False, queryset=empty, empty_label=nothing)


def offer(form: "forms.BaseForm", name: str, rows: "QuerySet[Any]") -> None:
    form.fields[name].queryset = rows  # type: ignore[attr-defined]


class DraftFilterForm(forms.Form):
    """The filters of the list; what is not understood is left out, so that an old link still opens."""

    q = forms.CharField(label=_("Words of the title"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("any")), *PortalState.choices]
    )
    type = one_of(ActType, _("Type of act"), _("any"))
    body = one_of(StateBody, _("State body"), _("any"))
    category = one_of(Category, _("Category"), _("any"))
    since = forms.DateField(label=_("Posted from"), required=False)
    till = forms.DateField(label=_("Posted until"), required=False)
    within = forms.TypedChoiceField(
        label=_("Discussion ends"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", _("any time")),
            ("1", _("within one working day")),
            ("3", _("within 3 working days")),
            ("5", _("within 5 working days")),
            ("10", _("within 10 working days")),
        ],
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("newest first")), ("ending", _("ending soonest first"))],
    )
    ours = forms.BooleanField(label=_("only those we brought in"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "type", by_name(ActType.objects.all()))
        offer(self, "category", by_name(Category.objects.all()))
        central = StateBody.objects.filter(is_active=True).exclude(kind=BodyKind.LOCAL)
        offer(self, "body", by_name(central))

    def wanted(self) -> DraftFilter:
        self.is_valid()
        data = self.cleaned_data
        return DraftFilter(
            text=data.get("q") or "",
            portal_state=data.get("state") or "",
            act_type=data.get("type"),
            body=data.get("body"),
            category=data.get("category"),
            created_from=data.get("since"),
            created_to=data.get("till"),
            ends_within=data.get("within"),
            ending_first=data.get("sort") == "ending",
            ours_only=bool(data.get("ours")),
        )

    def in_words(self) -> list[tuple[str, str]]:
        """The filters that are on, by field: 'Type of act: order'."""
        said = []
        for name, value in self.cleaned_data.items():
            if not value or name == "sort":
                continue
            field = self.fields[name]
            text = str(field.label) if value is True else f"{field.label}: {self._shown(field, value)}"
            said.append((name, text))
        return said

    def _shown(self, field: forms.Field, value: Any) -> str:
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            return str(dict(field.choices).get(str(value), value))  # type: ignore[arg-type]
        if isinstance(value, date):
            return dates.day(value, (get_language() or "kk")[:2], today=timezone.localdate())
        return str(value)

    @property
    def is_narrow(self) -> bool:
        """Whether any filter beside the words and the order is set."""
        return any(self.cleaned_data.get(name) for name in self.fields if name not in {"q", "sort"})


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PagesField(UploadField):
    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, (list, tuple)) else [data]
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > FILES_AT_ONCE:
            raise ValidationError(_("Choose at most 20 files at once."))
        return [super(PagesField, self).clean(file, initial) for file in files]


class UploadForm(forms.Form):
    pages = PagesField(
        label=_("Saved pages of the portal"),
        allow_empty_file=True,
        help_text=_(
            "Lists of drafts or pages of single drafts, in Kazakh, in Russian, or both together. "
            "HTML, up to 5 MB each."
        ),
    )

    def clean_pages(self) -> list[tuple[str, bytes]]:
        files = self.cleaned_data["pages"]
        for file in files:
            if file.size > PAGE_CAP:
                raise ValidationError(
                    _("«%(name)s» is larger than 5 MB: save the page as «HTML only», without pictures."),
                    params={"name": file.name[:120]},
                )
        return [(file.name, file.read()) for file in files]


NOT_THE_PORTAL = _(
    "This is not an address of the portal: it begins with https://legalacts.egov.kz/npa/view?id="
)
ADDRESS_ERRORS = {
    "not_an_address": NOT_THE_PORTAL,
    "other_host": NOT_THE_PORTAL,
    "other_page": _(
        "This is another page of the portal. Open the draft and copy the address of its own page."
    ),
    "list_page": _("This is the address of a list. Open the draft and copy the address of its own page."),
    "earlier_version": _(
        "This is the address of an earlier version. Open the present version and copy its address."
    ),
    "impact_conclusion": _("This is a conclusion of a regulatory impact analysis, not a draft act."),
    "no_id": _("The address has no number of the draft: it ends in id=…"),
    "ambiguous_id": _("The address names two drafts. Open the one you mean and copy its address."),
}


class TypedDraftForm(forms.Form):
    """A draft entered by hand; at least one title."""

    address = forms.CharField(
        label=_("Address of the draft on the portal"),
        required=False,
        max_length=500,
        help_text=_(
            "Paste it from the browser. We do not open it ourselves: the portal forbids machines these pages."
        ),
    )
    title_kk = forms.CharField(
        label=_("Title in Kazakh"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    title_ru = forms.CharField(
        label=_("Title in Russian"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    body = one_of(StateBody, _("State body"), _("not known"))
    act_type = one_of(ActType, _("Type of act"), _("not known"))
    category = one_of(Category, _("Category"), _("not known"))
    created_on = forms.DateField(label=_("Posted on"), required=False)
    ends_on = forms.DateField(
        label=_("Discussion until"),
        required=False,
        help_text=_(
            "Leave it empty if it is not stated: the shortest term of the law is then counted "
            "from the day of posting."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "body", by_name(StateBody.objects.filter(is_active=True)))
        offer(self, "act_type", by_name(ActType.objects.all()))
        offer(self, "category", by_name(Category.objects.all()))

    def clean_title_kk(self) -> str:
        return clean_line(self.cleaned_data["title_kk"])

    def clean_title_ru(self) -> str:
        return clean_line(self.cleaned_data["title_ru"])

    def clean_address(self) -> int | None:
        address = self.cleaned_data["address"].strip()
        if not address:
            return None
        try:
            return portal_id_from_address(address)
        except NotADraftAddress as wrong:
            raise ValidationError(ADDRESS_ERRORS.get(wrong.reason_code, NOT_THE_PORTAL)) from wrong

    def _reasonable(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and not OLDEST <= day <= timezone.localdate().replace(month=1, day=1).replace(
            year=timezone.localdate().year + YEARS_AHEAD
        ):
            raise ValidationError(_("This date cannot be right: check the year."))
        return day

    def clean_created_on(self) -> date | None:
        return self._reasonable("created_on")

    def clean_ends_on(self) -> date | None:
        return self._reasonable("ends_on")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            not data.get("title_kk")
            and not data.get("title_ru")
            and not {"title_kk", "title_ru"} & set(self.errors)
        ):
            self.add_error("title_kk", _("Write the title in at least one language."))
        created_on, ends_on = data.get("created_on"), data.get("ends_on")
        if created_on and ends_on and ends_on < created_on:
            self.add_error("ends_on", _("The discussion cannot end before the draft was posted."))
        return data


class JoinForm(forms.Form):
    """Whose dossier it becomes; whoever takes part, if nobody is named."""

    owner = MemberField(label=_("Responsible person"), nobody=_("I myself"))
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=Priority.choices,
        coerce=lambda value: Priority(int(value)),
        required=False,
        empty_value=Priority.NORMAL,  # type: ignore[arg-type]
    )

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].offer(account_queries.people(organisation))  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why not?"),
        max_length=300,
        help_text=_("A few words for your colleagues. You can undo this."),
    )


class TopicForm(forms.ModelForm[WatchTopic]):
    class Meta:
        model = WatchTopic
        fields = ["name", "words", "excluded", "bodies", "categories", "act_types", "is_active"]
        field_classes = {"bodies": RowsField, "categories": RowsField, "act_types": RowsField}
        widgets = {
            "words": forms.Textarea({"rows": 5}),
            "excluded": forms.Textarea({"rows": 2}),
            "bodies": forms.SelectMultiple({"size": 6}),
            "categories": forms.SelectMultiple({"size": 6}),
            "act_types": forms.SelectMultiple({"size": 6}),
        }
        help_texts = {
            "words": _(
                "One word or phrase a line, in Kazakh or Russian; synonyms on the same line, "
                "separated by commas. "
                "Endings do not matter: «еңбек» also finds «еңбегі», «труд» also finds «труда»."
            ),
            "excluded": _("A draft with any of these words is left out."),
            "bodies": _("Only drafts of these bodies; none chosen means all."),
            "categories": _(
                "Lists of the portal do not name the category: drafts without one are shown too."
            ),
            "act_types": _("Only these types; none chosen means all."),
            "is_active": _("Switched off, a topic finds nothing new and keeps what it found."),
        }

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.instance.organisation = organisation
        central = StateBody.objects.filter(is_active=True).exclude(kind=BodyKind.LOCAL)
        chosen = self.instance.bodies.all() if self.instance.pk else StateBody.objects.none()
        bodies = (central | StateBody.objects.filter(pk__in=chosen)).distinct()
        offer(self, "bodies", by_name(bodies))
        offer(self, "categories", by_name(Category.objects.all()))
        offer(self, "act_types", by_name(ActType.objects.all()))

    def clean_words(self) -> str:
        return check_words(self.cleaned_data["words"])

    def clean_excluded(self) -> str:
        return check_words(self.cleaned_data["excluded"])

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        twins = WatchTopic.objects.filter(organisation=self.instance.organisation, name=name)
        if twins.exclude(pk=self.instance.pk).exists():
            raise ValidationError(TWIN)
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(
            data.get(name) for name in ("words", "bodies", "categories", "act_types")
        ):
            self.add_error("words", _("Give words to look for, or choose bodies, categories or types."))
        return data


class SourceAdminForm(forms.ModelForm[Source]):
    """A source as the operator sets it up; only https addresses are read."""

    address = forms.URLField(label=_("address"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = Source
        fields = [
            *(
                "kind",
                "name_kk",
                "name_ru",
                "address",
                "interval_minutes",
                "quiet_days",
                "is_enabled",
                "contact",
            ),
        ]

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].strip()
        kind = self.cleaned_data.get("kind") or self.instance.kind
        if kind == SourceKind.MANUAL:
            return self.instance.address
        if not address:
            raise ValidationError(_("A source that is polled needs an address."))
        if not address.startswith("https://") and not settings.FETCH_ALLOW_PRIVATE:
            raise ValidationError(_("The address begins with https://"))
        try:
            host_of(address)
        except FetchFailure as wrong:
            raise ValidationError(_("This is not an address that can be read.")) from wrong
        return address
