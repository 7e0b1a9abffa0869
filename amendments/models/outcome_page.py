from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation
from amendments.models.table import AmendmentRow, AmendmentTable
from amendments.states import Language, OutcomeSource, TextOrigin
from projects.models import Snapshot

KEY_LENGTH = 40
PAGES = (OutcomeSource.DRAFT_PAGE, OutcomeSource.REPORT_PAGE)


class OutcomePage(models.Model):
    """A page that a person saved from the portal, with the comments on the draft or with the report on them.

    `snapshot` holds its bytes, `sha256` is theirs. `portal_id` is the draft's number as the page gives it, empty where it
    gives none. `report_available`: the page says that the report is out. `flags` are those of the reader (cut_short,
    not_all_shown, doubled, not_all_read) and number_unknown: nothing but a person tells that the page is of this draft.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    table = models.ForeignKey(AmendmentTable, on_delete=models.CASCADE, related_name="pages")
    source = models.CharField(max_length=12, choices=OutcomeSource)
    language = models.CharField(max_length=2, choices=Language)
    channel = models.PositiveSmallIntegerField(null=True)
    portal_id = models.BigIntegerField(null=True)
    title = models.TextField(blank=True)
    report_available = models.BooleanField(default=False)
    flags = models.JSONField(default=list, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.SET_NULL, null=True, related_name="+")
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    brought_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "sha256"], name="outcome_page_once"),
            models.CheckConstraint(condition=Q(source__in=PAGES), name="outcome_page_source"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="outcome_page_language"),
        ]

    def __str__(self) -> str:
        return self.file_name or self.sha256[:12]

    @property
    def is_report(self) -> bool:
        return self.source == OutcomeSource.REPORT_PAGE


class PageComment(models.Model):
    """One comment of a page, or one row of a report, without anybody's name (Law 94-V): only whether it is ours.

    `key` is the portal's number of the comment; of a report, which gives none, 'report:' and a fingerprint of the words.
    `verdict` is the portal's mark, '' without one. `replies`: a list of {text, is_official, at}. `is_ours`: None where the
    page does not say who wrote it.
    """

    page = models.ForeignKey(OutcomePage, on_delete=models.CASCADE, related_name="comments")
    order = models.PositiveIntegerField()
    key = models.CharField(max_length=KEY_LENGTH)
    part = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    written_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=14, blank=True)
    replies = models.JSONField(default=list, blank=True)
    is_ours = models.BooleanField(null=True)
    flags = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "key"], name="page_comment_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=["", "accepted", "not_accepted"]), name="page_comment_verdict"
            ),
        ]
        indexes = [models.Index(fields=["page", "order"], name="page_comment_in_order")]

    def __str__(self) -> str:
        return self.key

    @property
    def official_words(self) -> list[str]:
        """What the body wrote under it."""
        return [reply["text"] for reply in self.replies if reply["is_official"] and reply["text"]]


class OutcomeCandidate(models.Model):
    """A comment that may be about a row, with the reasons (`answers.matching.Reasons`). A person may reject it."""

    row = models.ForeignKey(AmendmentRow, on_delete=models.CASCADE, related_name="candidates")
    comment = models.ForeignKey(PageComment, on_delete=models.CASCADE, related_name="candidates")
    similarity = models.FloatField()
    score = models.FloatField()
    reasons = models.JSONField(default=dict)
    is_proposed = models.BooleanField(default=False)
    is_ambiguous = models.BooleanField(default=False)
    rejected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    rejected_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["row", "comment"], name="outcome_candidate_once")]

    def __str__(self) -> str:
        return f"{self.row_id} {self.comment_id} {self.similarity:.2f}"


class AdoptedSource(models.Model):
    """The text of the act as it was adopted, in one language; one brought in later is the next number.

    `elements`: a list of [label, text] in the text's order.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    table = models.ForeignKey(AmendmentTable, on_delete=models.CASCADE, related_name="adopted")
    language = models.CharField(max_length=2, choices=Language)
    number = models.PositiveSmallIntegerField(default=1)
    origin = models.CharField(max_length=8, choices=TextOrigin)
    file_name = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64)
    elements = models.JSONField(default=list)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    brought_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "language", "number"], name="adopted_source_number_once"
            ),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="adopted_source_language"),
            models.CheckConstraint(condition=Q(origin__in=TextOrigin.values), name="adopted_source_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.table_id} {self.language}/{self.number}"
