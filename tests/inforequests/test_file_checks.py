"""A file that came with an answer is looked through by the worker, once, and its page names the places."""

from datetime import timedelta
from unittest import mock

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from openpyxl import Workbook

from accounts.models import ActivityEntry, Organisation, User
from inforequests.actions import file_checks
from inforequests.hidden import Finding, Kind, Report, Unread
from inforequests.hidden.looking import LIMITS
from inforequests.models import EventFile, FileCheck
from tests.conftest import ClientOf
from tests.factories import EventFileFactory, RequestEventFactory
from tests.inforequests.test_hidden import IIN, XLSX, saved

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def file(ashyq_orta: Organisation) -> EventFile:
    book = Workbook()
    book.active.title = "Жауап"  # type: ignore[union-attr]
    book.active["C7"] = f"ЖСН {IIN}"  # type: ignore[index]
    book.create_sheet("<b>Тізім").sheet_state = "hidden"
    event = RequestEventFactory(organisation=ashyq_orta, info_request__organisation=ashyq_orta)
    row = EventFileFactory(event=event, organisation=ashyq_orta, content_type=XLSX, file_name="жауап.xlsx")
    row.file.save("answer.xlsx", ContentFile(saved(book)))
    return row


def page_of(file: EventFile) -> str:
    return f"/requests/{file.event.info_request_id}/files/{file.pk}/check/"


def test_person_asks_the_worker_looks_and_the_page_names_the_places(
    client_of: ClientOf, aigerim: User, file: EventFile
) -> None:
    browser = client_of(aigerim)
    assert "Look through the file" in browser.get(page_of(file)).content.decode()
    browser.post(f"{page_of(file)}ask/")
    browser.post(f"{page_of(file)}ask/")
    assert "being looked through" in browser.get(page_of(file)).content.decode()
    assert file_checks.check_due(NOW) == 1
    assert file_checks.check_due(NOW) == 0
    page = browser.get(page_of(file)).content.decode()
    assert "sheet «Жауап», C7" in page
    assert page.index("ndividual identification number") < page.index("idden sheet")
    assert "&lt;b&gt;Тізім" in page
    assert IIN not in page
    assert "There is more" not in page
    part = browser.get(page_of(file), headers={"HX-Request": "true"}).content.decode()
    assert "C7" in part
    assert "<html" not in part
    assert ActivityEntry.objects.filter(verb="info_request.file_check").count() == 1


def test_page_asks_few_questions(
    client_of: ClientOf, aigerim: User, file: EventFile, django_assert_num_queries: object
) -> None:
    browser = client_of(aigerim)
    browser.get(page_of(file))
    with django_assert_num_queries(5):  # type: ignore[operator]
        browser.get(page_of(file))


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (Report(), "No hidden sheets"),
        (Report(unread=Unread.ENCRYPTED), "locked with a password"),
        (Report(unread=Unread.PICTURE_ONLY), "only a person can see"),
        (Report((Finding(Kind.AUTHOR, "А. Б."),), more=True), "There is more of it"),
    ],
)
def test_each_answer_is_said_in_words(
    client_of: ClientOf, bolat: User, file: EventFile, aigerim: User, report: Report, said: str
) -> None:
    file_checks.ask_check(file, actor=aigerim, at=NOW)
    with mock.patch.object(file_checks, "look_through", return_value=report):
        file_checks.check_due(NOW)
    assert said in client_of(bolat).get(page_of(file)).content.decode()
    assert FileCheck.objects.get().is_clean == report.is_clean


def test_whole_sweep_is_shorter_than_a_lease() -> None:
    """Else another worker would begin with what this one has not come to yet."""
    assert timedelta(seconds=file_checks.A_SWEEP * LIMITS.wall_seconds) < file_checks.IN_HAND


def test_worker_that_died_is_followed_by_another_and_the_fourth_gives_up(file: EventFile, aigerim: User) -> None:
    row = file_checks.ask_check(file, actor=aigerim, at=NOW)
    FileCheck.objects.filter(pk=row.pk).update(taken_until=NOW + timedelta(minutes=3), tries=1)
    assert file_checks.check_due(NOW) == 0
    later = NOW + timedelta(minutes=4)
    FileCheck.objects.filter(pk=row.pk).update(tries=3)
    with mock.patch.object(file_checks, "look_through") as asked:
        assert file_checks.check_due(later) == 1
    asked.assert_not_called()
    row.refresh_from_db()
    assert row.unread == Unread.TIMEOUT
