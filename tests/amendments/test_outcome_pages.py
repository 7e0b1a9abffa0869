"""Bringing in a saved page of the portal: what is shown and kept of it, and what is refused and why."""

import io
import random
import zipfile
from collections import Counter
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from amendments.actions import outcome_pages
from amendments.models import AmendmentRow, AmendmentTable, OutcomeCandidate, OutcomePage, PageComment
from amendments.page_matching import MOST_CANDIDATES, candidates_of, kept_comments
from amendments.page_reading import PAGE_CAP, read_page
from projects.models import DraftAct, Snapshot
from projects.portal import parse_report_page
from projects.states import SnapshotKind
from tests.amendments.conftest import NOW, TODAY
from tests.amendments.outcome_pages import OTHER, answered, bring, bring_comments, own_comment
from tests.benchmarks.bench_outcomes import some_comments_and_rows
from tests.conftest import ClientOf
from tests.factories import OutcomePageFactory, SubmissionFactory
from tests.projects.comment_pages import FIXTURES, PORTAL_ID, Comment, comments_page, report_page

SAMPLE = Path(__file__).parents[3] / "shared" / "portal-samples" / "view_ru.html"
SAMPLE_ID = 15906353


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def her(aigerim: User, client_of: ClientOf) -> Client:
    return client_of(aigerim)


def address(table: AmendmentTable, name: str = "outcome-page-bring", *more: int) -> str:
    return reverse(f"amendments:{name}", args=[table.dossier_id, *more])


def upload(browser: Client, table: AmendmentTable, body: bytes, name: str = "view.html") -> Any:
    return browser.post(address(table), {"page": SimpleUploadedFile(name, body)})


# --- What is shown and kept -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_page_shows_its_comments_marks_and_replies_with_ours_marked(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow], language: str
) -> None:
    ours = answered(rows[0], "accepted", "Учтено в пункте 3.", language=language)
    body = comments_page(ours, OTHER, language=language)
    answer = upload(her, sent_table, body)
    page = OutcomePage.objects.get()
    assert answer["Location"] == address(sent_table, "outcome-page", page.pk)
    text = her.get(answer["Location"]).content.decode()
    assert OTHER.text in text
    assert "Учтено в пункте 3." in text
    assert text.count("portal's mark: accepted") == 1
    assert text.count('class="is-ours"') == 1
    assert "ЧУЖОЙ" not in text
    only_ours = her.get(answer["Location"], {"ours": "1"}).content.decode()
    assert OTHER.text not in only_ours


@pytest.mark.skipif(not SAMPLE.exists(), reason="the portal's own page is not kept with the sources")
def test_portals_own_page_shows_its_three_comments_verdicts_and_replies(
    her: Client, sent_table: AmendmentTable
) -> None:
    DraftAct.objects.filter(pk=sent_table.dossier.draft_id).update(portal_id=SAMPLE_ID)
    answer = upload(her, sent_table, SAMPLE.read_bytes(), "view_ru.html")
    text = her.get(answer["Location"]).content.decode()
    said = list(PageComment.objects.values_list("verdict", flat=True))
    assert said == ["not_accepted"] * 3
    assert text.count("portal's mark: not accepted") == 3
    assert text.count("Reply of the body") == 3
    assert text.count("Согласно последним техническим доработкам Портала") == 3
    assert "АВТОР" not in text


def test_page_is_kept_as_evidence_of_the_organisation_alone(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow], dana: User, client_of: ClientOf
) -> None:
    body = comments_page(own_comment(rows[0]))
    upload(her, sent_table, body, "Ашық НҚА.html")
    page, snapshot = OutcomePage.objects.get(), Snapshot.objects.get(kind=SnapshotKind.PAGE)
    assert (page.snapshot, page.sha256, page.file_name) == (snapshot, snapshot.sha256, "Ашық НҚА.html")
    assert (page.brought_at, snapshot.organisation) == (NOW, sent_table.organisation)
    download = reverse("projects:draft-snapshot", args=[snapshot.draft_id, snapshot.pk])
    assert her.get(download).content == body
    assert client_of(dana).get(download).status_code == 404


def test_nobodys_name_is_kept_with_the_comments(
    sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    bring_comments(sent_table, aigerim, own_comment(rows[0], affiliation="ТОО «Ромашка»"), OTHER)
    kept = str(list(PageComment.objects.values())) + str(list(OutcomeCandidate.objects.values()))
    assert "ЧУЖОЙ" not in kept
    assert "АШЫҚ ОРТА" not in kept
    assert "Ромашка" not in kept


def test_comment_is_ours_by_the_number_that_was_given(
    sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    SubmissionFactory(table=sent_table, numbers=["16000777"], submitted_at=NOW)
    stranger = own_comment(rows[0], id=16000777, author="НЕИЗВЕСТНЫЙ ПОМОЩНИК")
    bring_comments(sent_table, aigerim, stranger, OTHER)
    assert dict(PageComment.objects.values_list("key", "is_ours")) == {"16000777": True, str(OTHER.id): False}


def test_report_is_read_too(sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User) -> None:
    ours = own_comment(rows[0])
    page = bring(sent_table, report_page((ours.part, ours.text, "Учтено.", "1", "0")), aigerim, "report.html")
    comment = page.comments.get()
    assert (page.is_report, page.report_available) == (True, True)
    assert comment.key.startswith("report:")
    assert (comment.is_ours, comment.official_words) == (None, ["Учтено."])
    assert OutcomeCandidate.objects.get(is_proposed=True).row == rows[0]
    assert Snapshot.objects.filter(kind=SnapshotKind.REPORT).count() == 1


def test_comment_of_a_report_is_known_again_in_another_row(
    sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    ours, other = (own_comment(rows[0]).text, "Учтено."), (OTHER.text, "Спасибо.")
    pages = [
        bring(sent_table, report_page(*(("п. 3", *said, "0", "0") for said in order)), aigerim)
        for order in ((ours, other, ours), (other, ours, ours))
    ]
    first, second = (dict(page.comments.values_list("text", "key")) for page in pages)
    assert first[ours[0]] == second[ours[0]]
    assert [page.comments.count() for page in pages] == [3, 3]


def test_same_page_twice_is_one(her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow]) -> None:
    body = comments_page(own_comment(rows[0]))
    first, second = (upload(her, sent_table, body, name)["Location"] for name in ("a.html", "b.html"))
    assert first == second
    assert (OutcomePage.objects.count(), PageComment.objects.count(), Snapshot.objects.count()) == (1, 1, 1)
    assert "is here already" in her.get(second).content.decode()


def test_one_page_in_two_browsers_at_once_is_one(
    sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other request gets in after this one has looked and before it writes."""
    body = comments_page(own_comment(rows[0]))
    slow = outcome_pages.kept_comments

    def and_meanwhile(*args: Any) -> Any:
        monkeypatch.setattr(outcome_pages, "kept_comments", slow)
        bring(sent_table, body, aigerim)
        return slow(*args)

    monkeypatch.setattr(outcome_pages, "kept_comments", and_meanwhile)
    bring(sent_table, body, aigerim)
    assert OutcomePage.objects.count() == 1


# --- What is refused ------------------------------------------------------------------------------------------


def _zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("view.html", b"0" * 10_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "The file is empty."),
        (b" \n" * 50, "The file is empty."),
        (_zipped(), "not a saved web page"),
        (b"%PDF-1.7 %%EOF", "not a saved web page"),
        (b"\x00\x01\x02" * 5_000, "not a saved web page"),
        (b"<html><body>hello</body></html>", "neither the page of a draft"),
        (b"<" * 100_000, "not a saved web page"),
        (b"<html>" + b"<div>" * 200_000, "neither the page of a draft"),
        (b"From: <Saved by Blink>\r\n", "This is a web archive."),
        ((FIXTURES / "list_ru.html").read_bytes(), "This is a list of drafts."),
        ((FIXTURES / "list_kk.html").read_bytes(), "This is a list of drafts."),
        ((FIXTURES / "login.html").read_bytes(), "log-in page"),
        ((FIXTURES / "error_502.html").read_bytes(), "error page"),
        (b"<html>" + b"a" * PAGE_CAP, "larger than 5 MB"),
        (
            comments_page(Comment()).replace(str(PORTAL_ID).encode(), b"16000999"),
            "This is the page of another draft, No. 16000999",
        ),
        (
            report_page(("п. 1", "Текст", "Ответ", "0", "0")).replace(str(PORTAL_ID).encode(), b"16000999"),
            "This is the page of another draft, No. 16000999",
        ),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_wrong_page_is_refused_with_the_reason(
    her: Client, sent_table: AmendmentTable, body: bytes, told: str
) -> None:
    answer = upload(her, sent_table, body)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not OutcomePage.objects.exists()
    assert not Snapshot.objects.exists()


def test_page_without_a_number_is_taken_with_a_warning(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow]
) -> None:
    nameless = report_page(("п. 3", own_comment(rows[0]).text, "Учтено.", "0", "0"))
    answer = upload(her, sent_table, nameless.replace(b"/npa/view?id=16000105", b"/npa/"))
    assert "Nothing on the page tells which draft it is" in her.get(answer["Location"]).content.decode()
    assert 'type="checkbox"' not in her.get(address(sent_table, "outcomes-confirm")).content.decode()


def test_title_of_the_draft_is_as_good_as_its_number(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow]
) -> None:
    title = "Об утверждении  Правил оказания социальной помощи"
    DraftAct.objects.filter(pk=sent_table.dossier.draft_id).update(portal_id=None, title_ru=title)
    upload(her, sent_table, report_page(("п. 3", own_comment(rows[0]).text, "Учтено.", "0", "0")))
    assert OutcomePage.objects.get().flags == []


def test_nothing_is_read_of_a_table_that_was_not_sent(
    her: Client, table: AmendmentTable, rows: list[AmendmentRow]
) -> None:
    DraftAct.objects.filter(pk=table.dossier.draft_id).update(portal_id=PORTAL_ID)
    answer = upload(her, table, comments_page(own_comment(rows[0])))
    assert answer.status_code == 422
    assert "Nothing of this table has been sent yet" in answer.content.decode()


def test_table_keeps_a_bounded_number_of_pages(
    sent_table: AmendmentTable, aigerim: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcome_pages, "MOST_PAGES", 2)
    for _number in range(2):
        OutcomePageFactory(table=sent_table)
    with pytest.raises(ValidationError, match="keeps no more"):
        bring_comments(sent_table, aigerim, OTHER)


def test_long_page_is_matched_within_the_bar() -> None:
    """500 comments beside 200 bilingual rows, the best of three as in the benchmarks; of each row a few are kept."""
    said, our_rows = some_comments_and_rows(random.Random(2026))
    page = parse_report_page(report_page(*((one.part, one.text, "", "0", "0") for one in said)))
    comments = kept_comments(page, [], [])
    taken, candidates = [], []
    for _run in range(3):
        began = process_time()
        candidates = candidates_of(page, comments, our_rows)
        taken.append(process_time() - began)
    assert min(taken) <= 2
    assert len(comments) == len(said)
    assert 0 < max(Counter(one.row_id for one in candidates).values()) <= MOST_CANDIDATES


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\x\\view.html", "a\0b\r\nX: y.html", "n" * 300])
def test_file_is_called_by_a_plain_name(sent_table: AmendmentTable, aigerim: User, name: str) -> None:
    brought = read_page(name, comments_page(OTHER), draft=sent_table.dossier.draft, on=TODAY)
    page, _is_new = outcome_pages.bring_outcome_page(sent_table, brought, actor=aigerim, at=NOW)
    assert len(page.file_name) <= 255
    assert not {"/", "\\", "\0", "\r", "\n"} & set(page.file_name)


def test_page_with_script_is_shown_as_text(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow]
) -> None:
    script = "<svg onload=alert(1)>"
    answer = upload(her, sent_table, comments_page(Comment(text=script, part=script)), f"{script}.html")
    assert script not in her.get(answer["Location"]).content.decode()


def test_volunteer_brings_pages_in_and_observer_reads_them(
    sent_table: AmendmentTable,
    rows: list[AmendmentRow],
    saule: User,
    bolat: User,
    dana: User,
    client_of: ClientOf,
) -> None:
    body = comments_page(own_comment(rows[0]))
    assert upload(client_of(bolat), sent_table, body).status_code == 403
    assert upload(client_of(dana), sent_table, body).status_code == 404
    place = upload(client_of(saule), sent_table, body)["Location"]
    assert client_of(bolat).get(place).status_code == 200
    assert client_of(dana).get(place).status_code == 404
