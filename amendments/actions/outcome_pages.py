"""Bringing in a saved page of the portal: its comments are kept, and proposed for the rows that were sent."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from amendments.actions.outcome_clock import meet_report_clock
from amendments.actions.table import hold, log
from amendments.models import AmendmentRow, AmendmentTable, OutcomeCandidate, OutcomePage, PageComment
from amendments.page_matching import candidates_of, kept_comments, our_row
from amendments.page_reading import BroughtPage
from amendments.queries import outcomes as queries
from amendments.states import TableState
from projects.actions.ingest import snapshot
from projects.models import Snapshot
from projects.plain_text import clean_line
from projects.portal import ReportPage
from projects.states import SnapshotKind

MOST_PAGES = 50
NOTHING_SENT = _("Nothing of this table has been sent yet, so nothing can have been answered.")
_BATCH = 200


def bring_outcome_page(
    table: AmendmentTable, brought: BroughtPage, *, actor: User, at: datetime
) -> tuple[OutcomePage, bool]:
    """Keep the page as evidence, with its comments and their candidates; whether it is new. The same bytes again are the
    page that is there. What people confirmed stays as it is; what they rejected stays rejected.

    ValidationError: nothing was sent, or there are MOST_PAGES already.
    """
    known = OutcomePage.objects.filter(table=table, sha256=brought.sha256).first()
    if known is not None:
        return known, False
    sent = queries.sent(table)
    if not sent.rows:
        raise ValidationError(NOTHING_SENT, code="nothing_sent")
    comments = kept_comments(brought.page, queries.our_names(table), queries.our_numbers(table))
    rows = [our_row(row.pk, row.texts, str(row.texts.get("path", ""))) for row in sent.rows]
    candidates = candidates_of(brought.page, comments, rows)
    return _keep(table, brought, comments, candidates, actor=actor, at=at)


@transaction.atomic
def _keep(
    table: AmendmentTable,
    brought: BroughtPage,
    comments: list[PageComment],
    candidates: list[OutcomeCandidate],
    *,
    actor: User,
    at: datetime,
) -> tuple[OutcomePage, bool]:
    hold(table, frozenset(TableState))  # whoever brings the same page at the same moment waits here
    known = OutcomePage.objects.filter(table=table)
    if same := known.filter(sha256=brought.sha256).first():
        return same, False
    if known.count() >= MOST_PAGES:
        message = _("There are %(most)s pages already; a table keeps no more.")
        raise ValidationError(message, code="too_many", params={"most": MOST_PAGES})
    page = _page(table, brought, actor=actor, at=at)
    for comment in comments:
        comment.page = page
    PageComment.objects.bulk_create(comments, batch_size=_BATCH)
    _carry_rejections(table, candidates)
    ours = set(
        AmendmentRow.objects.filter(table=table, pk__in={one.row_id for one in candidates}).values_list(
            "pk", flat=True
        )
    )
    for candidate in candidates:
        candidate.comment_id = candidate.comment.pk
    OutcomeCandidate.objects.bulk_create([one for one in candidates if one.row_id in ours], batch_size=_BATCH)
    log(table, "outcome.page_brought", actor=actor, at=at, name=page.file_name, comments=len(comments))
    if page.is_report:
        meet_report_clock(table, actor=actor, at=at)
    return page, True


def _page(table: AmendmentTable, brought: BroughtPage, *, actor: User, at: datetime) -> OutcomePage:
    page = brought.page
    is_report = isinstance(page, ReportPage)
    return OutcomePage.objects.create(
        organisation=table.organisation,
        table=table,
        source=brought.source,
        language=page.language,
        channel=None if isinstance(page, ReportPage) else page.channel,
        portal_id=brought.portal_id,
        title=brought.title,
        report_available=is_report or (not isinstance(page, ReportPage) and page.draft.report_available),
        flags=brought.flags,
        file_name=clean_line(brought.name.replace("\\", "/"), 1_000).rpartition("/")[2][-255:],
        sha256=brought.sha256,
        snapshot=_evidence(table, brought, at=at),
        brought_by=actor,
        brought_at=at,
    )


def _evidence(table: AmendmentTable, brought: BroughtPage, *, at: datetime) -> Snapshot:
    """The bytes, kept where the draft's other pages are; for the organisation alone."""
    draft = table.dossier.draft
    kind = SnapshotKind.REPORT if brought.is_report else SnapshotKind.PAGE
    taken = snapshot(
        draft,
        brought.body,
        kind=kind,
        language=brought.page.language,
        at=at,
        organisation=table.organisation,
    )
    same = Snapshot.objects.filter(draft=draft, organisation=table.organisation, sha256=taken.sha256)
    if (known := same.order_by("-id").first()) is not None:
        return known
    taken.save()
    return taken


def _carry_rejections(table: AmendmentTable, candidates: list[OutcomeCandidate]) -> None:
    """A comment that a person rejected for a row is not proposed for it again."""
    rejected = OutcomeCandidate.objects.filter(row__table=table, rejected_at__isnull=False)
    known = {
        (row, key): (by, at)
        for row, key, by, at in rejected.values_list(
            "row_id", "comment__key", "rejected_by_id", "rejected_at"
        )
    }
    for candidate in candidates:
        by, at = known.get((candidate.row_id, candidate.comment.key), (None, None))
        if at is not None:
            candidate.rejected_by_id, candidate.rejected_at = by, at
