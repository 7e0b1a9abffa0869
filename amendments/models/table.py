from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import Organisation
from amendments.states import AnchorState, Category, Decision, Readiness, TableState
from projects.models import Dossier

# The columns of the methodology that are written in two languages: each is a pair of cells, `name_kk` and `name_ru`.
COLUMNS = ("structural_element", "draft_wording", "proposed_wording", "justification", "expected_effect")
SUMMARY = "summary"
LANGUAGES = ("kk", "ru")
CELLS = tuple(f"{column}_{language}" for column in COLUMNS for language in LANGUAGES)
CATEGORY = "category"  # one cell without a language
SUMMARY_CELLS = tuple(f"{SUMMARY}_{language}" for language in LANGUAGES)


def in_reading(kazakh: str, russian: str) -> str:
    """The text in the language of the page, else in the other one."""
    return (russian or kazakh) if (get_language() or "kk").startswith("ru") else (kazakh or russian)


def weakest(states: Sequence[Readiness]) -> Readiness:
    """Of several cells: missing while all are, checked when all are, else a draft."""
    if all(state == Readiness.MISSING for state in states):
        return Readiness.MISSING
    return Readiness.CHECKED if all(state == Readiness.CHECKED for state in states) else Readiness.DRAFT


def _state(text: str, is_checked: bool) -> Readiness:
    if not text.strip():
        return Readiness.MISSING
    return Readiness.CHECKED if is_checked else Readiness.DRAFT


class AmendmentTable(models.Model):
    """What the NGO proposes to one draft: a position summary and rows. `round` grows when the head opens it again.

    `version` grows with every change of the summary; `changed_at` is when any text or row was last changed; `checked`
    names the summary cells that a person has checked.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    dossier = models.OneToOneField(Dossier, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=TableState, default=TableState.DRAFT)
    round = models.PositiveSmallIntegerField(default=1)
    summary_kk = models.TextField(blank=True)
    summary_ru = models.TextField(blank=True)
    checked = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TableState.values), name="amendment_table_state"),
            models.CheckConstraint(
                condition=~Q(state__in=[TableState.APPROVED, TableState.SUBMITTED])
                | Q(approved_at__isnull=False),
                name="amendment_table_approved",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "-id"], name="amendment_table_list")]

    def __str__(self) -> str:
        return str(self.dossier)

    @property
    def summary(self) -> str:
        """The position summary in the reader's language, else in the other."""
        return in_reading(self.summary_kk, self.summary_ru)

    def summary_state(self, language: str) -> Readiness:
        cell = f"{SUMMARY}_{language}"
        return _state(getattr(self, cell), cell in self.checked)


class AmendmentRowQuerySet(models.QuerySet["AmendmentRow"]):
    def live(self) -> "AmendmentRowQuerySet":
        """Without those that were removed; in their order."""
        return self.filter(removed_at__isnull=True).order_by("order", "id")

    def ready(self) -> "AmendmentRowQuerySet":
        """Checked in both languages."""
        return self.live().filter(readiness_kk=Readiness.CHECKED, readiness_ru=Readiness.CHECKED)


class AmendmentRow(models.Model):
    """One proposal. `version` grows with every change of a cell, so that two writers of one cell are told.

    `checked` names the cells that a person has checked; `readiness_kk` and `readiness_ru` follow from the cells and are
    written together with them, so that rows can be counted. `path` and `quote_*` tie the row to the draft's text: the
    number of the element and its words as they were when the row was made. A removed row stays, for undo and evidence.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    table = models.ForeignKey(AmendmentTable, on_delete=models.CASCADE, related_name="rows")
    order = models.PositiveIntegerField()
    structural_element_kk = models.CharField(max_length=300, blank=True)
    structural_element_ru = models.CharField(max_length=300, blank=True)
    draft_wording_kk = models.TextField(blank=True)
    draft_wording_ru = models.TextField(blank=True)
    proposed_wording_kk = models.TextField(blank=True)
    proposed_wording_ru = models.TextField(blank=True)
    justification_kk = models.TextField(blank=True)
    justification_ru = models.TextField(blank=True)
    expected_effect_kk = models.TextField(blank=True)
    expected_effect_ru = models.TextField(blank=True)
    category = models.CharField(max_length=14, choices=Category, default=Category.SUBSTANTIVE)
    checked = models.JSONField(default=list, blank=True)
    readiness_kk = models.CharField(max_length=8, choices=Readiness, default=Readiness.MISSING)
    readiness_ru = models.CharField(max_length=8, choices=Readiness, default=Readiness.MISSING)
    version = models.PositiveIntegerField(default=0)
    path = models.CharField(max_length=500, blank=True)
    quote_kk = models.TextField(blank=True)
    quote_ru = models.TextField(blank=True)
    anchor_kk = models.CharField(max_length=8, choices=AnchorState, default=AnchorState.NONE)
    anchor_ru = models.CharField(max_length=8, choices=AnchorState, default=AnchorState.NONE)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)

    objects = AmendmentRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(category__in=Category.values), name="amendment_row_category"),
            models.CheckConstraint(
                condition=Q(readiness_kk__in=Readiness.values) & Q(readiness_ru__in=Readiness.values),
                name="amendment_row_readiness",
            ),
            models.CheckConstraint(
                condition=Q(anchor_kk__in=AnchorState.values) & Q(anchor_ru__in=AnchorState.values),
                name="amendment_row_anchor",
            ),
        ]
        indexes = [
            models.Index(
                fields=["table", "order", "id"],
                name="amendment_row_in_order",
                condition=Q(removed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.label or f"№ {self.order}"

    @property
    def label(self) -> str:
        """The structural element in the reader's language, else in the other."""
        return in_reading(self.structural_element_kk, self.structural_element_ru)

    def state_of(self, cell: str) -> Readiness:
        return _state(getattr(self, cell), cell in self.checked)

    def readiness_of(self, language: str) -> Readiness:
        """What `readiness_kk` or `readiness_ru` has to say of the cells as they are now.

        The norm of the draft may be empty in both languages (a new norm is proposed), but not in one of them.
        """
        other = "ru" if language == "kk" else "kk"
        wanted = [f"{column}_{language}" for column in COLUMNS]
        if not getattr(self, f"draft_wording_{other}"):
            wanted = [cell for cell in wanted if cell != f"draft_wording_{language}" or getattr(self, cell)]
        return weakest([self.state_of(cell) for cell in wanted])


class CellEdit(models.Model):
    """What a person wrote into one cell: of a row, or (`row` empty) of the summary. `version` is the row's, or the
    table's, that came of it. One person's writing without a longer pause is one edit, whose text is the last. `page` is
    a random word of the open page it came from: one's own earlier saving is nobody else's, even if its answer was lost.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    table = models.ForeignKey(AmendmentTable, on_delete=models.CASCADE, related_name="edits")
    row = models.ForeignKey(AmendmentRow, on_delete=models.CASCADE, null=True, related_name="edits")
    cell = models.CharField(max_length=24)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    page = models.CharField(max_length=32, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(row__isnull=False, cell__in=[*CELLS, CATEGORY])
                | Q(row__isnull=True, cell__in=SUMMARY_CELLS),
                name="cell_edit_cell",
            ),
        ]
        indexes = [
            models.Index(fields=["row", "cell", "-version"], name="cell_edit_of_row"),
            models.Index(
                fields=["table", "cell", "-version"],
                name="cell_edit_of_summary",
                condition=Q(row__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id or self.table_id} {self.cell} {self.version}"


class RowComment(models.Model):
    """What colleagues say about a row; stays inside the organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    row = models.ForeignKey(AmendmentRow, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["row", "id"], name="row_comment_by_row")]

    def __str__(self) -> str:
        return self.text[:60]


class ReviewStep(models.Model):
    """A step of the way from the author to the head; `round` is the table's at that moment."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    table = models.ForeignKey(AmendmentTable, on_delete=models.CASCADE, related_name="steps")
    round = models.PositiveSmallIntegerField(default=1)
    decision = models.CharField(max_length=10, choices=Decision)
    before = models.CharField(max_length=10, choices=TableState)
    after = models.CharField(max_length=10, choices=TableState)
    remarks = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="review_step_decision"),
            models.CheckConstraint(
                condition=Q(before__in=TableState.values) & Q(after__in=TableState.values),
                name="review_step_states",
            ),
        ]
        indexes = [models.Index(fields=["table", "-id"], name="review_step_by_table")]

    def __str__(self) -> str:
        return f"{self.table_id} {self.before} > {self.after}"
