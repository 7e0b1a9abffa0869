"""Polling: politely, only as far as there is something new, and a failure is never an empty list."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, User
from correspondence.models import Notice
from projects.actions import poll
from projects.models import DraftAct, PollRun, Snapshot, Source, TopicMatch, TriageItem
from tests.factories import DraftActFactory, WatchTopicFactory
from tests.projects.conftest import NOW, TODAY
from tests.projects.pages import Act, Portal, answer, list_page

LATER = timedelta(hours=1)


def acts(count: int, first: int = 1) -> list[Act]:
    """The newest first, as the portal lists them."""
    return [Act(15_000_000 + number) for number in range(first + count - 1, first - 1, -1)]


def run(source: Source, portal: Any, **moment: Any) -> PollRun | None:
    at = moment.get("at", NOW)
    source.refresh_from_db()
    return poll.poll_source(source, fetch=portal, at=at, on=moment.get("on", TODAY))


def test_poll_stops_at_the_first_page_with_nothing_new(portal_source: Source) -> None:
    for act in acts(15):
        DraftActFactory(source=portal_source, portal_id=act.number)
    poll.poll_source(
        portal_source, fetch=Portal(acts(15)), at=NOW, on=TODAY
    )  # what the cards say is known now
    portal = Portal([*acts(7, 16), *acts(15)])
    result = run(portal_source, portal, at=NOW + LATER)
    assert result is not None
    assert (result.new, result.pages) == (7, 3)
    assert portal.asked == [(page, language) for page in (1, 2, 3) for language in ("kk", "ru")]


def test_unchanged_poll_costs_three_queries_and_writes_no_data(
    portal_source: Source, django_assert_num_queries: Any
) -> None:
    run(portal_source, Portal(acts(12)))
    portal = Portal(acts(12))
    portal_source.refresh_from_db()
    with django_assert_num_queries(3) as asked:
        found = poll.poll_source(portal_source, fetch=portal, at=NOW + LATER, on=TODAY)
    writes = {query["sql"].split('"')[1] for query in asked if not query["sql"].startswith("SELECT")}
    print(
        f"unchanged poll: 3 queries (bar <= 3), tables written: {sorted(writes)} (bar the source's own notes)"
    )
    assert found is None
    assert writes == {"projects_source"}
    assert (len(portal.asked), PollRun.objects.count()) == (2, 1)


def test_hundred_polls_of_one_list_leave_one_of_each(
    portal_source: Source, ashyq_orta: Organisation, aigerim: User
) -> None:
    """F1 for the portal: it offers no validators, so the whole page comes each time."""
    WatchTopicFactory(organisation=ashyq_orta, words="правила")
    portal = Portal(acts(5))
    for number in range(100):
        run(portal_source, portal, at=NOW + number * timedelta(minutes=30))
    rows = (
        DraftAct.objects.count(),
        Snapshot.objects.count(),
        TriageItem.objects.count(),
        Notice.objects.count(),
    )
    print(f"F1 after 100 polls: drafts, snapshots, questions, notices {rows} (bar (5, 10, 5, 5))")
    assert rows == (5, 10, 5, 5)


class Killed(BaseException):
    """As kill -9 does it: nothing of ours runs any more."""


@pytest.mark.parametrize("page", [1, 2, 3])
def test_poll_killed_between_pages_goes_on_and_tells_once(
    portal_source: Source, ashyq_orta: Organisation, aigerim: User, page: int
) -> None:
    WatchTopicFactory(organisation=ashyq_orta, words="правила")

    def dies(asked: int, language: str) -> None:
        if asked == page and language == "ru":
            raise Killed

    with pytest.raises(Killed):
        run(portal_source, Portal(acts(12), before=dies))
    stored = 5 * (page - 1)
    assert (DraftAct.objects.count(), TriageItem.objects.count()) == (stored, stored)
    assert run(portal_source, Portal(acts(12)), at=NOW + timedelta(minutes=1)) is None, (
        "the lease still stands"
    )
    run(portal_source, Portal(acts(12)), at=NOW + timedelta(minutes=11))
    counts = [model.objects.count() for model in (DraftAct, TopicMatch, TriageItem, Notice)]
    print(f"killed at page {page}: drafts, matches, questions, notices {counts} (bar [12, 12, 12, 12])")
    assert counts == [12, 12, 12, 12]


def test_poll_that_dies_again_and_again_becomes_visible(portal_source: Source) -> None:
    def dies(_page: int, _language: str) -> None:
        raise Killed

    for number in range(4):
        with pytest.raises(Killed):
            run(portal_source, Portal(acts(5), before=dies), at=NOW + number * timedelta(minutes=11))
    portal_source.refresh_from_db()
    assert (portal_source.failures_in_row, portal_source.last_failure) == (3, "interrupted")


def test_error_of_ours_is_noted_reported_and_not_repeated_every_minute(portal_source: Source) -> None:
    def breaks(_page: int, _language: str) -> None:
        raise ZeroDivisionError("a bug")

    with pytest.raises(ZeroDivisionError):
        run(portal_source, Portal(acts(5), before=breaks))
    portal_source.refresh_from_db()
    assert (portal_source.last_failure, portal_source.lease_until) == ("crashed", None)
    assert portal_source.next_poll_at >= NOW + timedelta(minutes=1)


def test_page_stored_before_a_failure_stays(portal_source: Source) -> None:
    def fails(page: int, _language: str) -> None:
        if page == 3:
            raise poll.FetchFailure(poll_reason(), "it took too long")

    result = run(portal_source, Portal(acts(15), before=fails))
    assert result is not None
    assert (result.outcome, result.failure, result.new, DraftAct.objects.count()) == (
        "failed",
        "timeout",
        10,
        10,
    )


def poll_reason() -> Any:
    from common.fetching import Reason

    return Reason.TIMEOUT


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        (b"", "page_empty_body"),
        (b"<html><body><h1>502 Bad Gateway</h1></body></html>", "page_error_page"),
        (list_page([], "ru", pages=667), "page_cards_missing"),
    ],
)
def test_page_that_is_no_list_is_a_failure_and_never_no_drafts(
    portal_source: Source, body: bytes, failure: str
) -> None:
    run(portal_source, Portal(acts(5)))

    class Wrong(Portal):
        def fetch(self, url: str, **_options: Any) -> Any:
            return answer(url, body)

    result = run(portal_source, Wrong(), at=NOW + LATER)
    assert result is not None
    assert (result.outcome, result.failure) == ("failed", failure)
    portal_source.refresh_from_db()
    assert (portal_source.failures_in_row, portal_source.last_success_at) == (1, NOW)
    assert DraftAct.objects.filter(gone_since__isnull=True).count() == 5


def test_first_page_without_any_draft_is_a_failure(portal_source: Source) -> None:
    result = run(portal_source, Portal([]))
    assert result is not None
    assert result.failure == "page_no_drafts"


def test_page_in_the_other_language_counts_as_what_it_is(portal_source: Source) -> None:
    class Deaf(Portal):
        """Ignores the cookie and always answers in Russian."""

        def fetch(self, url: str, **options: Any) -> Any:
            return super().fetch(url, **{**options, "cookies": {poll.LANGUAGE_COOKIE: "ru"}})

    run(portal_source, Deaf(acts(1)))
    (draft,) = DraftAct.objects.all()
    assert (draft.title_kk, draft.title_ru) == (None, "Об утверждении правил")


def test_first_import_tells_nobody(portal_source: Source, ashyq_orta: Organisation, aigerim: User) -> None:
    WatchTopicFactory(organisation=ashyq_orta, words="правила")
    Source.objects.update(last_success_at=None)
    run(portal_source, Portal(acts(60)))
    counts = (DraftAct.objects.count(), TriageItem.objects.count(), Notice.objects.count())
    print(f"first import: drafts, questions, notices {counts} (bar (60, 60, 0))")
    assert counts == (60, 60, 0)


def test_burst_of_more_drafts_than_a_poll_reads_is_found_whole(
    portal_source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poll, "FRONT_PAGES", 3)
    run(portal_source, Portal(acts(5)))
    run(portal_source, Portal(acts(43)), at=NOW + LATER)
    assert DraftAct.objects.count() == 43


# --- Gone from the portal (F12) ---------------------------------------------------------------------------


def test_draft_missing_three_days_running_is_gone_and_comes_back(portal_source: Source) -> None:
    Source.objects.update(deep_polled_at=None)
    run(portal_source, Portal(acts(6)), at=NOW - timedelta(hours=25))
    missing = acts(6)[3].number
    rest = Portal([act for act in acts(6) if act.number != missing])
    gone = []
    for day in range(4):
        run(portal_source, rest, at=NOW + day * timedelta(hours=25), on=TODAY + timedelta(days=day))
        gone.append(DraftAct.objects.get(portal_id=missing).gone_since)
    print(f"F12 gone after polls: {[day.isoformat() if day else '-' for day in gone]} (bar the third)")
    assert gone == [None, None, TODAY + timedelta(days=2), TODAY + timedelta(days=2)]
    assert DraftAct.objects.count() == 6
    run(portal_source, Portal(acts(6)), at=NOW + timedelta(days=6), on=TODAY + timedelta(days=6))
    assert DraftAct.objects.get(portal_id=missing).gone_since is None


def test_draft_whose_discussion_is_over_may_leave_the_list(portal_source: Source) -> None:
    over = Act(14_000_000, created=date(2026, 8, 1), ends=date(2026, 8, 15))
    Source.objects.update(deep_polled_at=None)
    run(portal_source, Portal([*acts(4), over]), at=NOW - timedelta(hours=25))
    for day in range(4):
        run(portal_source, Portal(acts(4)), at=NOW + day * timedelta(hours=25))
    assert DraftAct.objects.get(portal_id=over.number).gone_since is None


def test_long_round_goes_on_in_the_next_poll(portal_source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poll, "DEEP_PAGES_A_POLL", 2)
    run(portal_source, Portal(acts(25)))
    Source.objects.update(deep_polled_at=NOW - timedelta(days=2))
    pages = []
    for number in (1, 2, 3):
        portal = Portal(acts(25))
        run(portal_source, portal, at=NOW + number * LATER)
        pages.append(sorted({page for page, _language in portal.asked[2:]}))
        portal_source.refresh_from_db()
    assert pages == [[1, 2], [3, 4], [5]]
    assert (portal_source.deep_page, portal_source.deep_polled_at) == (None, NOW + 3 * LATER)
    assert set(DraftAct.objects.values_list("missed_rounds", flat=True)) == {0}


# --- The lease --------------------------------------------------------------------------------------------


def test_two_polls_at_once_read_the_list_once(portal_source: Source) -> None:
    other = Portal(acts(3))
    inner: list[PollRun | None] = []

    def meanwhile(_page: int, language: str) -> None:
        if language == "kk" and not inner:
            inner.append(run(Source.objects.get(pk=portal_source.pk), other))

    run(portal_source, Portal(acts(3), before=meanwhile))
    assert (inner, other.asked, DraftAct.objects.count()) == ([None], [], 3)


def test_only_due_enabled_sources_are_polled(portal_source: Source) -> None:
    assert poll.due_sources(NOW) == [portal_source]
    Source.objects.update(lease_until=NOW + LATER)
    assert poll.due_sources(NOW) == []
    Source.objects.update(lease_until=None, is_enabled=False)
    assert poll.due_sources(NOW) == []


def test_asking_for_a_check_makes_the_source_due_at_once(portal_source: Source) -> None:
    Source.objects.update(next_poll_at=NOW + timedelta(hours=6))
    poll.ask_now(portal_source, at=NOW)
    assert poll.due_sources(NOW) == [portal_source]


def queries_of(step: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        step()
    return len(asked)


def test_poll_with_news_costs_the_same_for_one_topic_and_for_thirty(
    portal_source: Source, ashyq_orta: Organisation
) -> None:
    WatchTopicFactory(organisation=ashyq_orta, words="ештеңе")
    run(portal_source, Portal(acts(5)))
    few = queries_of(lambda: run(portal_source, Portal(acts(5, 51)), at=NOW + LATER))
    for _number in range(29):
        WatchTopicFactory(organisation=ashyq_orta, words="ештеңе")
    many = queries_of(lambda: run(portal_source, Portal(acts(5, 101)), at=NOW + 2 * LATER))
    assert few == many
