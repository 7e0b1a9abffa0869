"""The minutes of a hearing: what cannot be taken from the record, who read them, who approved them, where they went."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation
from amendments.models import AmendmentRow
from amendments.states import Channel
from correspondence.models import DocumentOrder, IssuedDocument
from correspondence.states import LanguageMode
from deadlines.models import Deadline
from hearings.models.hearing import Hearing, in_reader_language
from hearings.models.record import Proposal
from hearings.states import LetterTo, MinutesState


class Minutes(models.Model):
    """The texts of the minutes that people write, and how far the minutes are; everything else is the record's.

    `annexes_…`: one on each line, besides the materials of the pack and the list of those who came. `comments_until`:
    the last day on which the named readers comment. `order`: the full copy asked for at the approval. `recording_url`:
    where video or audio stands. `version` grows with every saving.
    """

    hearing = models.OneToOneField(Hearing, on_delete=models.CASCADE, related_name="written_minutes")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=MinutesState, default=MinutesState.DRAFT)
    decisions_kk = models.TextField(blank=True)
    decisions_ru = models.TextField(blank=True)
    annexes_kk = models.TextField(blank=True)
    annexes_ru = models.TextField(blank=True)
    recording_url = models.URLField(max_length=500, blank=True)
    comments_until = models.DateField(null=True)
    publish_deadline = models.ForeignKey(Deadline, on_delete=models.SET_NULL, null=True, related_name="+")
    order = models.ForeignKey(DocumentOrder, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MinutesState.values), name="minutes_state"),
            models.CheckConstraint(
                condition=~Q(state__in=[MinutesState.APPROVED, MinutesState.PUBLISHED])
                | Q(approved_at__isnull=False),
                name="minutes_approved_at",
            ),
            models.CheckConstraint(
                condition=~Q(state=MinutesState.PUBLISHED) | Q(published_at__isnull=False),
                name="minutes_published_at",
            ),
        ]

    def __str__(self) -> str:
        return str(self.hearing_id)

    @property
    def issued(self) -> IssuedDocument | None:
        """The full copy with its number; None until the worker has made it."""
        return getattr(self.order, "issued", None) if self.order is not None else None


class MinutesReader(models.Model):
    """A colleague who was asked to read the draft. `answered_at`: commented, or said that there is nothing to say."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="readers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "person"], name="minutes_reader_once")]

    def __str__(self) -> str:
        return f"{self.minutes_id}/{self.person_id}"


class MinutesComment(models.Model):
    """A remark of a reader on the draft, until it is settled."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField()
    made_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["minutes", "id"], name="minutes_comments")]

    def __str__(self) -> str:
        return f"{self.minutes_id}/{self.pk}"


class RemarkAnswer(models.Model):
    """What the initiator of an environmental hearing answers to one remark, and whether the remark is settled by it."""

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="answer")
    answer_kk = models.TextField(blank=True)
    answer_ru = models.TextField(blank=True)
    is_settled = models.BooleanField(default=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answered_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.proposal_id)


class PublicFile(models.Model):
    """A file of the public copy. `description_hash`: of what it says; one that says something else is not given out,
    and is made anew. Empty `body`: it could not be made. `checked_at`: when it was last seen to say what the record says.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="files")
    mode = models.CharField(max_length=5, choices=LanguageMode)
    kind = models.CharField(max_length=4)
    description_hash = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField()
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "mode", "kind"], name="public_file_once")]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.mode}.{self.kind}"


class ProposalRow(models.Model):
    """The row of the amendment table that a proposal became; a second click finds it."""

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="amendment")
    row = models.ForeignKey(AmendmentRow, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.row_id}"


class MinutesLetter(models.Model):
    """The letter with which the minutes went to a body. `order` asks for the numbered letter.

    The reply's clock runs from the day of sending until the day of registration is known.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="letters")
    to = models.CharField(max_length=16, choices=LetterTo)
    addressee_kk = models.CharField(max_length=300)
    addressee_ru = models.CharField(max_length=300)
    order = models.ForeignKey(DocumentOrder, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True)
    channel = models.CharField(max_length=16, choices=Channel, blank=True)
    incoming_number = models.CharField(max_length=60, blank=True)
    registered_on = models.DateField(null=True)
    reply_deadline = models.ForeignKey(Deadline, on_delete=models.SET_NULL, null=True, related_name="+")
    replied_on = models.DateField(null=True)
    reply = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to__in=LetterTo.values), name="minutes_letter_to"),
            models.CheckConstraint(
                condition=Q(replied_on__isnull=True) | Q(sent_on__isnull=False),
                name="minutes_letter_answered_was_sent",
            ),
        ]
        indexes = [models.Index(fields=["minutes", "id"], name="minutes_letters")]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.to}"

    @property
    def addressee(self) -> str:
        return in_reader_language(self.addressee_kk, self.addressee_ru)

    @property
    def issued(self) -> IssuedDocument | None:
        return getattr(self.order, "issued", None)


class LetterProof(models.Model):
    """A PDF or a picture that proves the sending of a letter; `sha256` is that of the bytes."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    letter = models.ForeignKey(MinutesLetter, on_delete=models.CASCADE, related_name="proofs")
    file = models.FileField(upload_to="receipts/%Y/%m/")
    file_name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "sha256"], name="letter_proof_once")]

    def __str__(self) -> str:
        return self.file_name
