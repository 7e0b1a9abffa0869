"""What is written down while a hearing goes on.

Each entry of the moderator's screen carries `entry_key`, made in the browser: the one that arrives twice is one
(RecordEntry), and rows that it made are named by it, so that a browser without a connection can go on writing about them.
Moments are those at which things happened in the room, not those at which they reached us.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from hearings.models.hearing import AgendaItem, Hearing
from hearings.models.registration import Registration
from hearings.states import EntryKind, Language, Origin, ProposalState

SECONDS = 180


class RecordEntry(models.Model):
    """One entry as it arrived: who wrote it and when; what it says stands in the row that it changed."""

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="entries")
    entry_key = models.UUIDField()
    kind = models.CharField(max_length=16, choices=EntryKind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    arrived_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="record_entry_kind"),
            models.UniqueConstraint(fields=["hearing", "entry_key"], name="record_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.hearing_id} {self.kind}"


class InRecord(models.Model):
    """A row of the record of one hearing that names a person.

    The name and what the person represents are written out, because the record has to last; of a person who is erased
    they are emptied (actions.own_data, actions.attendance), but for those who came ex officio.
    """

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="%(class)ss")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    entry_key = models.UUIDField(default=uuid.uuid4)
    registration = models.ForeignKey(Registration, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=150, blank=True)
    represents = models.CharField(max_length=200, blank=True)
    is_official = models.BooleanField(default=False)

    class Meta:
        abstract = True


class CheckIn(InRecord):
    """Somebody who came. `registration` is empty for those who had not registered.

    `is_official`: came ex officio, so the minutes name them without consent. `has_signed`: the list on paper bears the
    signature by which they agree to be written down; `may_be_named`: they agreed there to be named in the public copy.
    For the registered the consents of the registration count besides. `left_at`: not counted among those present.
    """

    has_signed = models.BooleanField(default=False)
    may_be_named = models.BooleanField(default=False)
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hearing", "entry_key"], name="check_in_key_once"),
            models.UniqueConstraint(
                fields=["hearing", "registration"],
                condition=Q(registration__isnull=False),
                name="check_in_registration_once",
            ),
        ]
        indexes = [models.Index(fields=["hearing", "came_at", "id"], name="check_in_list")]

    def __str__(self) -> str:
        return f"{self.hearing_id}/{self.pk}"


class Turn(InRecord):
    """A speaker in the queue, then a speech. `item`: the item of the agenda to which they speak.

    `limit_seconds`: the time given. `thesis`: what they said in short. `dropped_at`: taken out of the queue without
    having spoken. One at most is speaking. `version` grows with every change of the text.
    """

    check_in = models.ForeignKey(CheckIn, on_delete=models.SET_NULL, null=True, related_name="turns")
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, related_name="turns")
    order = models.PositiveIntegerField()
    limit_seconds = models.PositiveIntegerField(default=SECONDS)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    thesis = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=Language, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hearing", "entry_key"], name="turn_key_once"),
            models.UniqueConstraint(
                fields=["hearing"],
                condition=Q(started_at__isnull=False, ended_at__isnull=True),
                name="turn_one_speaking",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(started_at__isnull=False),
                name="turn_ended_was_started",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | Q(started_at__isnull=True),
                name="turn_dropped_or_spoken",
            ),
        ]
        indexes = [models.Index(fields=["hearing", "order", "id"], name="turn_queue")]

    def __str__(self) -> str:
        return f"{self.hearing_id}/{self.order}"


class Proposal(InRecord):
    """A proposal with its number in the order of arrival: numbers have no gaps, so a row is struck, never deleted.

    `origin`: said in the hall or sent in writing beforehand; both are numbered in one row. `norm`: which norm of the
    draft it is about. `turn`: the speech in which it was made. `said_at`: when it was said or sent.
    """

    check_in = models.ForeignKey(CheckIn, on_delete=models.SET_NULL, null=True, related_name="proposals")
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, related_name="+")
    turn = models.ForeignKey(Turn, on_delete=models.SET_NULL, null=True, related_name="proposals")
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.HALL)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.STANDING)
    norm = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    language = models.CharField(max_length=2, choices=Language)
    said_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hearing", "entry_key"], name="proposal_key_once"),
            models.UniqueConstraint(fields=["hearing", "number"], name="proposal_number_once"),
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="proposal_state"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="proposal_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.hearing_id} № {self.number}"
