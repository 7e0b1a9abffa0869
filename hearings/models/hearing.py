import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import Organisation
from deadlines.models import Deadline
from hearings.states import (
    BEGUN,
    PUBLIC,
    WITH_ONLINE,
    WITH_ROOM,
    Format,
    HearingState,
    PackKind,
    Risk,
    RuleSet,
)
from projects.models import Dossier

# Without letters and figures that look alike: the address is read off posters.
CODE_LETTERS, CODE_LENGTH = "abcdefghjkmnpqrstuvwxyz23456789", 8
# What is said in Kazakh and in Russian.
TEXTS = ("title", "aim", "norms", "decisions", "place", "rules", "access")


def in_reader_language(kk: str, ru: str) -> str:
    """The text in the page's language, else in the other one; English readers get Russian first."""
    return (kk or ru) if (get_language() or "kk")[:2] == "kk" else (ru or kk)


def new_code() -> str:
    """A short name for the public address that says nothing of how many hearings there are."""
    return "".join(secrets.choice(CODE_LETTERS) for _place in range(CODE_LENGTH))


class HearingQuerySet(models.QuerySet["Hearing"]):
    def of(self, organisation: Organisation) -> "HearingQuerySet":
        return self.filter(organisation=organisation)

    def public(self) -> "HearingQuerySet":
        """What strangers may see: announced, or announced and then cancelled."""
        return self.filter(announced_at__isnull=False, organisation__is_active=True)

    def standing(self) -> "HearingQuerySet":
        return self.exclude(state=HearingState.CANCELLED)


class Hearing(models.Model):
    """A public hearing of a dossier's draft, or one that stands alone.

    `minutes`: the length planned. `documents_on` and `announced_on`: the days on which the documents were posted and
    the hearing was announced, as far as that has happened; of an environmental hearing they are the acts that the
    Ecological Code asks for. `code` stands in the public address. `notice` counts what the public was told: 1 is the
    announcement, each move and the cancellation one more. `seats_room`, `seats_online`: None is as many as come.
    `registrations_made` numbers them, and holds the hearing for whoever takes or gives up a place. `version` grows with
    every change of the plan, so that nobody's change is lost. `opened_at`, `closed_at`: when it really began and ended; one
    that was opened again to put its record right is open and has a `closed_at`.
    `entries_made` grows with every entry of the record (models.record), and holds the record for whoever writes into it.
    `minutes_approved_at` begins the terms for which participants' data are kept; `cancelled_at` does where there will be no
    minutes. `screen_code` opens the screen of the room without a log-in; None until it is asked for.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=HearingState, default=HearingState.PLANNED)
    rule_set = models.CharField(max_length=12, choices=RuleSet, default=RuleSet.ORDINARY)
    format = models.CharField(max_length=10, choices=Format, default=Format.IN_PERSON)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=120)
    title_kk = models.CharField(max_length=300, blank=True)
    title_ru = models.CharField(max_length=300, blank=True)
    aim_kk = models.TextField(blank=True)
    aim_ru = models.TextField(blank=True)
    norms_kk = models.TextField(blank=True)
    norms_ru = models.TextField(blank=True)
    decisions_kk = models.TextField(blank=True)
    decisions_ru = models.TextField(blank=True)
    place_kk = models.CharField(max_length=300, blank=True)
    place_ru = models.CharField(max_length=300, blank=True)
    rules_kk = models.TextField(blank=True)
    rules_ru = models.TextField(blank=True)
    access_kk = models.TextField(blank=True)
    access_ru = models.TextField(blank=True)
    online_url = models.URLField(max_length=500, blank=True)
    seats_room = models.PositiveIntegerField(null=True, blank=True)
    seats_online = models.PositiveIntegerField(null=True, blank=True)
    registrations_made = models.PositiveIntegerField(default=0)
    broadcast_url = models.URLField(max_length=500, blank=True)
    draft_url = models.URLField(max_length=500, blank=True)
    cancel_reason_kk = models.CharField(max_length=300, blank=True)
    cancel_reason_ru = models.CharField(max_length=300, blank=True)
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    announced_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    entries_made = models.PositiveIntegerField(default=0)
    screen_code = models.CharField(max_length=12, unique=True, null=True)
    minutes_approved_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    notice = models.PositiveIntegerField(default=0)
    documents_on = models.DateField(null=True, blank=True)
    announced_on = models.DateField(null=True, blank=True)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = HearingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=HearingState.values), name="hearing_state"),
            models.CheckConstraint(condition=Q(rule_set__in=RuleSet.values), name="hearing_rule_set"),
            models.CheckConstraint(condition=Q(format__in=Format.values), name="hearing_format"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="hearing_minutes"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(PUBLIC)) | Q(announced_at__isnull=False),
                name="hearing_announced_at",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(BEGUN)) | Q(opened_at__isnull=False), name="hearing_opened_at"
            ),
            models.CheckConstraint(
                condition=~Q(state=HearingState.HELD) | Q(closed_at__isnull=False), name="hearing_closed_at"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "starts_at"], name="hearing_list"),
            models.Index(fields=["dossier", "starts_at"], name="hearing_by_dossier"),
            models.Index(
                fields=["starts_at"], name="hearing_public", condition=Q(announced_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def said(self, name: str) -> str:
        """The text `name` (one of TEXTS) for the reader of the page."""
        return in_reader_language(getattr(self, f"{name}_kk"), getattr(self, f"{name}_ru"))

    @property
    def title(self) -> str:
        return self.said("title")

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def starts_on(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def ends_on(self) -> date:
        return timezone.localdate(self.ends_at)

    @property
    def has_room(self) -> bool:
        return self.format in WITH_ROOM

    @property
    def has_online(self) -> bool:
        return self.format in WITH_ONLINE

    @property
    def path(self) -> str:
        """The page of ours on which the organisation finds it."""
        return f"/hearings/{self.pk}/"

    @property
    def public_path(self) -> str:
        """The page that strangers see once it is announced."""
        return f"/h/{self.code}/"

    @property
    def share_key(self) -> str:
        """By which the share picture of the public page is found."""
        return f"hearing:{self.code}"

    @property
    def cancel_reason(self) -> str:
        return in_reader_language(self.cancel_reason_kk, self.cancel_reason_ru)


class HearingDate(models.Model):
    """A date that follows from the hearing's by the rule `code`, on the organisation's list of deadlines."""

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="dates")
    code = models.CharField(max_length=80)
    deadline = models.OneToOneField(Deadline, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hearing", "code"], name="hearing_date_once")]

    def __str__(self) -> str:
        return f"{self.hearing_id} {self.code}"


class AgendaItem(models.Model):
    """A part of the agenda with its share of the time, in minutes. `speaker`: who reports, as the agenda names them.

    `started_at`, `ended_at`: when it really began and ended at the hearing; one item at most is going on.
    """

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="agenda")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    order = models.PositiveIntegerField()
    title_kk = models.CharField(max_length=300, blank=True)
    title_ru = models.CharField(max_length=300, blank=True)
    speaker = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(default=10)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="agenda_minutes"),
            models.UniqueConstraint(
                fields=["hearing"],
                condition=Q(started_at__isnull=False, ended_at__isnull=True),
                name="agenda_one_going_on",
            ),
        ]
        indexes = [models.Index(fields=["hearing", "order", "id"], name="agenda_order")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_reader_language(self.title_kk, self.title_ru)


class RiskCheck(models.Model):
    """One ticked point of the legal-risk checklist; a point that is not ticked has no row."""

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="risk_checks")
    risk = models.CharField(max_length=12, choices=Risk)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hearing", "risk"], name="risk_check_once"),
            models.CheckConstraint(condition=Q(risk__in=Risk.values), name="risk_check_risk"),
        ]

    def __str__(self) -> str:
        return f"{self.hearing_id} {self.risk}"


class PackItem(models.Model):
    """One of the six materials of stage 3, where it can be read in Kazakh and in Russian."""

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="pack")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=PackKind)
    address_kk = models.URLField(max_length=500, blank=True)
    address_ru = models.URLField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hearing", "kind"], name="pack_item_once"),
            models.CheckConstraint(condition=Q(kind__in=PackKind.values), name="pack_item_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.hearing_id} {self.kind}"

    @property
    def address(self) -> str:
        return in_reader_language(self.address_kk, self.address_ru)
