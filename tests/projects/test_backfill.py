"""Reading the archive: politely, quietly, and on from where it stopped."""

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from accounts.models import Organisation, User
from correspondence.models import Notice
from projects.actions import poll
from projects.actions.backfill import backfill
from projects.models import Backfill, DraftAct, Source, TopicMatch, TriageItem
from tests.factories import WatchTopicFactory
from tests.projects.conftest import NOW, TODAY
from tests.projects.pages import Act, Portal, list_page

OLD = [Act(14_000_000 - n, created=date(2026, 8, 1) - timedelta(days=30 * n), ends=None) for n in range(33)]


def read(source: Source, portal: Any, pages: int | None = None) -> list[int]:
    return [step.page for step in backfill(source, portal, now=lambda: NOW, on=TODAY, pages=pages)]


def test_archive_is_read_to_its_end_once(portal_source: Source) -> None:
    assert read(portal_source, Portal(OLD)) == [1, 2, 3, 4, 5, 6, 7]
    assert (DraftAct.objects.count(), Backfill.objects.get().state) == (33, "done")
    assert read(portal_source, Portal(OLD)) == []


def test_archive_is_read_at_its_own_address(portal_source: Source) -> None:
    asked = []

    class Noting(Portal):
        def fetch(self, url: str, **options: Any) -> Any:
            asked.append(url)
            return super().fetch(url, **options)

    read(portal_source, Noting(OLD), pages=1)
    assert set(asked) == {"https://legalacts.egov.kz/list?status=IN_ARCHIVE&page=1"}


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, poll.SourceFailure])
@pytest.mark.parametrize("page", [1, 3, 7])
def test_stop_at_any_page_repeats_and_skips_nothing(
    portal_source: Source, trouble: type[BaseException], page: int
) -> None:
    def stops(asked: int, language: str) -> None:
        if asked == page and language == "ru":
            raise trouble("stop")

    with pytest.raises(trouble):
        read(portal_source, Portal(OLD, before=stops))
    assert DraftAct.objects.count() == 5 * (page - 1)
    assert read(portal_source, Portal(OLD)) == list(range(page, 8))
    assert (DraftAct.objects.count(), Backfill.objects.get().drafts) == (33, 33)


def test_cap_of_pages_stops_between_them(portal_source: Source) -> None:
    assert read(portal_source, Portal(OLD), pages=2) == [1, 2]
    assert read(portal_source, Portal(OLD), pages=2) == [3, 4]


def test_archive_is_quiet_and_matches_twelve_months(
    portal_source: Source, ashyq_orta: Organisation, aigerim: User
) -> None:
    WatchTopicFactory(organisation=ashyq_orta, words="правила")
    read(portal_source, Portal(OLD))
    recent = DraftAct.objects.filter(listed_on__gte=TODAY - timedelta(days=365)).count()
    assert TopicMatch.objects.count() == recent == 11
    assert not TriageItem.objects.exclude(draft__listed_on__gte=TODAY - timedelta(days=30)).exists()
    assert not Notice.objects.exists()


# --- The command ------------------------------------------------------------------------------------------


@pytest.fixture
def archive(portal_source: Source, httpserver: HTTPServer, settings: Settings) -> Callable[[], str]:
    """The command against a server on the loopback; gives what it prints."""
    settings.FETCH_ALLOW_PRIVATE = [f"127.0.0.1:{httpserver.port}"]
    Source.objects.update(address=f"http://127.0.0.1:{httpserver.port}/list")
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)

    def answer(request: Request) -> Response:
        page = int(request.args["page"])
        assert request.args["status"] == "IN_ARCHIVE"
        if page == 5:
            return Response("<html>Bad Gateway</html>", status=502)
        language = request.cookies[poll.LANGUAGE_COOKIE]
        return Response(list_page(OLD[(page - 1) * 5 : page * 5], language, page=page, pages=7))

    httpserver.expect_request("/list").respond_with_handler(answer)

    def command(*options: str) -> str:
        out = StringIO()
        call_command("backfill", *options, stdout=out)
        return out.getvalue()

    return command


def test_command_shows_progress_on_one_line(archive: Callable[..., str]) -> None:
    said = archive("--pages=2")
    lines = said.rstrip("\n").split("\r")
    assert lines[1].startswith("page 1 of 7, 5 drafts")
    assert lines[-1].startswith("page 2 of 7, 10 drafts")
    assert said.count("\n") == 1


def test_command_says_what_to_do_after_a_failure(archive: Callable[..., str]) -> None:
    with pytest.raises(CommandError, match="run the command again later"):
        archive()
    assert DraftAct.objects.count() == 20


def test_command_can_begin_again(archive: Callable[..., str]) -> None:
    archive("--pages=1")
    assert archive("--pages=1", "--from-start").split("\r")[1].startswith("page 1 of 7")
    assert DraftAct.objects.count() == 5
