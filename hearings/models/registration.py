from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import Organisation
from hearings.models.hearing import Hearing
from hearings.states import Attendance, Language, NeedKind, NeedState, Purpose, RegistrationState

LIVE = (RegistrationState.SEATED, RegistrationState.WAITING)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def live(self) -> "RegistrationQuerySet":
        """Those who have a seat or wait for one."""
        return self.filter(state__in=LIVE)


class Registration(models.Model):
    """Somebody who wants to take part, without an account.

    `number`: the order of arrival at this hearing, which the waiting list keeps. `form_key`: a hash of the form that was
    sent, so that a form sent twice is one registration. `confirmed_at`: when the letter's link was answered; a place that
    nobody confirms is given to the next. `minimised_at`: when the term of keeping ran out and all was erased that no other
    consent stands for. Of an erased one only its number, state and dates are left.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="registrations")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RegistrationState)
    attendance = models.CharField(max_length=8, choices=Attendance)
    name = models.CharField(max_length=150, blank=True)
    represents = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=Language)
    form_key = models.CharField(max_length=64, unique=True)
    registered_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    minimised_at = models.DateTimeField(null=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RegistrationState.values), name="registration_state"
            ),
            models.CheckConstraint(
                condition=Q(attendance__in=Attendance.values), name="registration_attendance"
            ),
            models.UniqueConstraint(fields=["hearing", "number"], name="registration_number_once"),
            models.UniqueConstraint(
                "hearing",
                Lower("email"),
                condition=Q(state__in=LIVE) & ~Q(email=""),
                name="registration_email_once",
            ),
        ]
        indexes = [
            models.Index(fields=["hearing", "attendance", "state", "number"], name="registration_queue"),
            models.Index(
                fields=["registered_at"],
                name="registration_unconfirmed",
                condition=Q(state__in=LIVE, confirmed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hearing_id}/{self.number}"


class OwnLink(models.Model):
    """A secret address that opens one registration; each letter carries one of its own, kept as a hash."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.registration_id)


class Consent(models.Model):
    """One consent as it was given: to which purpose, by which words in which language, when; and when withdrawn.

    The words are kept whole: whoever changes the text later does not change what this person agreed to.
    """

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=2, choices=Language)
    text = models.TextField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="consent_purpose"),
            models.UniqueConstraint(
                fields=["registration", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_current_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.purpose} {self.version}"


class AccessNeed(models.Model):
    """What a person needs to take part: somebody owns it, and the person is told what became of it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(max_length=14, choices=NeedKind)
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=NeedState, default=NeedState.ASKED)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=NeedKind.values), name="need_kind"),
            models.CheckConstraint(condition=Q(state__in=NeedState.values), name="need_state"),
            models.UniqueConstraint(fields=["registration", "kind"], name="need_once"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.kind}"
