"""Reading the portal's archive, page by page, over days if need be: whoever stops goes on where it stopped."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from projects.actions import topics
from projects.actions.ingest import ingest_cards
from projects.actions.poll import Fetch, read_page, total_pages
from projects.models import Backfill, DraftAct, Source
from projects.states import BackfillState

ARCHIVE = "status=IN_ARCHIVE"
MATCHED = timedelta(days=365)


@dataclass(frozen=True)
class Progress:
    """Where the reading stands after a page; `seconds_left` is None until the speed is known."""

    page: int
    total_pages: int | None
    drafts: int
    seconds_left: float | None


def archive_of(source: Source) -> Source:
    """The source as its archive: the same row, read at another address (not to be saved)."""
    joint = "&" if "?" in source.address else "?"
    return Source(
        pk=source.pk, kind=source.kind, address=f"{source.address}{joint}{ARCHIVE}", contact=source.contact
    )


def backfill(
    source: Source, fetch: Fetch, *, now: Callable[[], datetime], on: date, pages: int | None = None
) -> Iterator[Progress]:
    """Read on from where the last run stopped, at most `pages` pages; one Progress a page.

    Nobody is told of what the archive holds; drafts of the last twelve months are matched with the topics. A page and
    the note that it is done are stored together, so that a stop at any point repeats or skips nothing. Raises
    projects.actions.poll.SourceFailure; what was read before it stays.
    """
    archive = archive_of(source)
    state, _created = Backfill.objects.get_or_create(
        source=source, defaults={"started_at": now(), "updated_at": now()}
    )
    if state.state == BackfillState.DONE:
        return
    began, first = now(), state.next_page
    while pages is None or state.next_page - first < pages:
        page = state.next_page
        cards, read = read_page(archive, fetch, page, on)
        total = total_pages(read)
        done = not cards or (total is not None and page >= total)
        with transaction.atomic():
            ingested = ingest_cards(source, cards, at=now(), on=on)
            topics.match_drafts(_recent(ingested.new, on), at=now(), on=on, quiet=True)
            Backfill.objects.filter(pk=state.pk).update(
                next_page=page + 1,
                total_pages=total,
                drafts=F("drafts") + len(ingested.new),
                updated_at=now(),
                state=BackfillState.DONE if done else BackfillState.RUNNING,
            )
        state.refresh_from_db()
        yield Progress(page, total, state.drafts, _seconds_left(now() - began, page - first + 1, page, total))
        if done:
            return


def _recent(draft_ids: list[int], on: date) -> list[int]:
    recent = DraftAct.objects.filter(pk__in=draft_ids, listed_on__gte=on - MATCHED)
    return list(recent.values_list("pk", flat=True))


def _seconds_left(spent: timedelta, pages_read: int, page: int, total: int | None) -> float | None:
    return None if total is None else spent.total_seconds() / pages_read * (total - page)


def start_again(source: Source) -> None:
    """Read the archive from its first page once more; what is stored stays."""
    Backfill.objects.filter(source=source).delete()
