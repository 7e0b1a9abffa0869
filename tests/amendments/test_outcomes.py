"""From a proposed match to a confirmed answer: who confirms it, how it is taken back, what a later page may do."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import ActivityEntry, User
from amendments.actions.outcomes import (
    Answer,
    SomebodyConfirmed,
    confirm_outcome,
    confirm_together,
    mark_of,
    proposed_answer,
    take_back,
)
from amendments.actions.submission import set_report_day
from amendments.models import AmendmentRow, AmendmentTable, Outcome, OutcomeCandidate, Submission
from amendments.queries import outcomes as queries
from amendments.queries.outcome_standing import RowStanding, standings
from amendments.states import OutcomeSource, Verdict
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from tests.amendments.conftest import NOW, TODAY
from tests.amendments.outcome_pages import OTHER, answered, bring, bring_comments, own_comment
from tests.conftest import ClientOf
from tests.factories import AmendmentRowFactory, AmendmentTableFactory, OutcomeFactory, SubmissionFactory
from tests.projects.comment_pages import comments_page, report_page

LATER = NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def her(aigerim: User, client_of: ClientOf) -> Client:
    return client_of(aigerim)


def address(table: AmendmentTable, name: str = "outcomes", *more: int) -> str:
    return reverse(f"amendments:{name}", args=[table.dossier_id, *more])


def standing(table: AmendmentTable, row: AmendmentRow, on: date = TODAY) -> RowStanding:
    sent, outcomes = queries.sent(table), queries.outcomes_of(table)
    sent_row = sent.row(row.pk)
    assert sent_row is not None
    return standings(sent, [sent_row], outcomes, queries.pages(table), on)[0]


def confirm_proposed(table: AmendmentTable, row: AmendmentRow, by: User, at: Any = NOW) -> Outcome:
    now = standing(table, row)
    answer = proposed_answer(now)
    assert answer is not None
    return confirm_outcome(table, now, answer, seen=now.seen, actor=by, at=at)


def ongoing(*comments: Any) -> bytes:
    """A page of a discussion whose report is not out yet."""
    return comments_page(*comments).replace(b"/report?id=", b"/npa/view?id=")


def posted(now: RowStanding, **more: Any) -> dict[str, Any]:
    best = now.best
    said = {"candidate": best.pk, "state": best.proposal.outcome, "words": best.words} if best else {}
    return {"seen": now.seen, "state": "not_answered", "words": "", **said, **more}


# --- Proposals ------------------------------------------------------------------------------------------------


def test_match_counts_nowhere_until_a_person_confirms_it(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    bring_comments(sent_table, aigerim, answered(rows[0], "accepted", "Учтено."), OTHER)
    text = her.get(address(sent_table, "outcomes-confirm")).content.decode()
    assert "matched by similarity 1.00, please check" in text
    assert "Words of our wording in it:" in text
    assert "It names the same place: «пункт 3»." in text
    assert "So the portal marks the comment." in text
    assert not Outcome.objects.filter(confirmed_at__isnull=False).exists()
    tally = queries.tally(queries.sent(sent_table).rows, queries.outcomes_of(sent_table))
    assert (tally.confirmed, tally.left) == (0, 2)


@pytest.mark.parametrize(
    ("mark", "replies", "proposed", "told"),
    [
        ("accepted", (), "accepted", "So the portal marks the comment."),
        ("not_accepted", ("Не поддерживается.",), "not_accepted", "So the portal marks the comment."),
        ("accepted", ("Принято частично.",), "partly", "reply says: «Принято частично»"),
        (None, ("Предложение учтено.",), "accepted", "reply says: «учтено»"),
        (None, ("Спасибо за мнение.",), None, "neither yes nor no"),
        ("accepted", ("Предложение не принято.",), "accepted", "mark and the reply disagree"),
        (None, (), "not_answered", "Neither mark nor reply, and the term is over."),
    ],
)
def test_verdict_is_proposed_with_its_basis(
    her: Client,
    sent_table: AmendmentTable,
    rows: list[AmendmentRow],
    aigerim: User,
    mark: str | None,
    replies: tuple[str, ...],
    proposed: str | None,
    told: str,
) -> None:
    bring_comments(sent_table, aigerim, answered(rows[0], mark, *replies))
    best = standing(sent_table, rows[0]).best
    assert best is not None
    assert best.proposal.outcome == proposed
    assert told in her.get(address(sent_table, "outcome-row", rows[0].pk)).content.decode()


def test_person_confirms_what_is_proposed_with_the_bodys_words(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    page = bring_comments(sent_table, aigerim, answered(rows[0], "accepted", "Учтено."))
    now = standing(sent_table, rows[0])
    answer = her.post(address(sent_table, "outcome-row", rows[0].pk), posted(now, next="confirm"))
    assert answer["Location"] == address(sent_table, "outcomes-confirm")
    made = Outcome.objects.get()
    assert (made.state, made.body_words, made.body_language) == ("accepted", "Учтено.", "ru")
    assert (made.source, made.source_sha256) == ("draft_page", page.sha256)
    assert (made.confirmed_by, made.confirmed_at) == (aigerim, NOW)
    assert made.similarity == pytest.approx(1.0)
    entry = ActivityEntry.objects.get(verb="outcome.confirmed")
    assert entry.details["verdict"] == "accepted"


def test_another_comment_and_another_verdict_are_the_persons_to_choose(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    twin = answered(rows[0], "not_accepted", "Не принято.", id=16000600)
    bring_comments(sent_table, aigerim, answered(rows[0], "accepted"), twin)
    now = standing(sent_table, rows[0])
    assert now.best is not None
    assert now.best.candidate.is_ambiguous
    other = next(one for one in now.candidates if one.comment.key == "16000600")
    her.post(
        address(sent_table, "outcome-row", rows[0].pk),
        posted(now, candidate=other.pk, state="partly", words="Не принято."),
    )
    made = Outcome.objects.get()
    assert (made.state, made.comment_id, made.body_words) == ("partly", "16000600", "Не принято.")


def test_comment_that_is_not_ours_is_not_proposed_again(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    bring_comments(sent_table, aigerim, answered(rows[0], "accepted"))
    candidate = OutcomeCandidate.objects.get(row=rows[0], is_proposed=True)
    place = address(sent_table, "outcome-reject", rows[0].pk)
    for _click in range(2):
        her.post(place, {"candidate": candidate.pk})
    assert standing(sent_table, rows[0]).best is None
    assert ActivityEntry.objects.filter(verb="outcome.candidate_rejected").count() == 1
    bring_comments(sent_table, aigerim, answered(rows[0], "accepted"), OTHER, at=LATER)
    assert standing(sent_table, rows[0]).best is None
    her.post(place, {"candidate": candidate.pk, "back": "yes"})
    assert standing(sent_table, rows[0]).best is not None


def test_answer_by_letter_is_entered_by_hand(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow]
) -> None:
    letter = {
        "seen": "",
        "state": "not_accepted",
        "source": "letter",
        "source_name": "№ 12-4/1 от 10.09.2026",
    }
    place = address(sent_table, "outcome-row", rows[0].pk)
    refused = her.post(place, {**letter, "words": "  "})
    assert refused.status_code == 422
    assert "Quote the words of the body." in refused.content.decode()
    her.post(place, {**letter, "words": "Ұсыныс негізсіз деп танылды."})
    made = Outcome.objects.get()
    assert (made.source, made.source_name, made.similarity) == ("letter", "№ 12-4/1 от 10.09.2026", None)
    assert made.body_language == "kk"


# --- Silence --------------------------------------------------------------------------------------------------


def test_silence_is_no_answer_before_the_term_is_over(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    bring(sent_table, ongoing(own_comment(rows[0])), aigerim)
    now = standing(sent_table, rows[0])
    assert now.best is not None
    assert (now.best.proposal.outcome, proposed_answer(now)) == (None, None)
    refused = her.post(
        address(sent_table, "outcome-row", rows[0].pk), posted(now, state="not_answered", words="")
    )
    assert refused.status_code == 422
    assert "Silence is no answer yet" in refused.content.decode()
    assert not Outcome.objects.exists()


def test_silence_is_an_answer_once_the_report_is_out_and_confirmed_too(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    bring(sent_table, report_page(("п. 1", OTHER.text, "Учтено.", "0", "0")), aigerim)
    now = standing(sent_table, rows[0])
    assert now.is_silent
    assert not now.is_confirmed
    her.post(address(sent_table, "outcome-row", rows[0].pk), posted(now))
    made = Outcome.objects.get()
    assert (made.state, made.source, made.body_words) == ("not_answered", OutcomeSource.BY_HAND, "")


def test_silence_is_an_answer_after_the_day_to_look_for_the_report(
    sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    submission = Submission.objects.get()
    set_report_day(submission, TODAY + timedelta(days=1), actor=aigerim, on=TODAY, at=NOW)
    days = [TODAY + timedelta(days=ahead) for ahead in (0, 1, 2)]
    assert [standing(sent_table, rows[0], day).is_silent for day in days] == [False, False, True]


# --- Several at once ------------------------------------------------------------------------------------------


def test_clear_matches_that_are_ticked_are_confirmed_together_and_taken_back_together(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    said = [answered(rows[0], "accepted", "Учтено."), answered(rows[1], "not_accepted", "Не принято.")]
    bring_comments(sent_table, aigerim, *said)
    marks = [mark_of(standing(sent_table, row)) for row in rows]
    page = her.get(address(sent_table, "outcomes-confirm")).content.decode()
    assert all(f'value="{mark}"' in page for mark in marks)
    assert "checked" not in page
    answer = her.post(address(sent_table, "outcomes-confirm"), {"row": marks}, follow=True)
    assert set(Outcome.objects.values_list("state", flat=True)) == {"accepted", "not_accepted"}
    assert ActivityEntry.objects.filter(verb="outcome.confirmed_together").count() == 1
    undo = f"{address(sent_table, 'outcome-undo')}?at="
    assert undo in answer.content.decode()
    her.post(f"{undo}{NOW.isoformat().replace('+', '%2B')}")
    assert not Outcome.objects.filter(confirmed_at__isnull=False).exists()


def test_nothing_is_confirmed_that_was_not_ticked_or_looks_otherwise_by_now(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    bring_comments(sent_table, aigerim, answered(rows[0], "accepted", "Учтено."))
    stale = mark_of(standing(sent_table, rows[0])).replace("accepted", "not_accepted")
    place = address(sent_table, "outcomes-confirm")
    for ticked in ([], [stale], ["abc"], ["-1:2:accepted"], [f"{rows[0].pk}:999:accepted"], ["\0"]):
        her.post(place, {"row": ticked})
    assert not Outcome.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"mark": "accepted", "replies": ("Предложение не принято.",)},
        {"mark": None, "replies": ("Спасибо за мнение.",)},
        {"mark": "accepted", "author": "ЧУЖОЙ АВТОР"},
    ],
)
def test_doubtful_match_cannot_be_ticked(
    sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User, said: dict[str, Any]
) -> None:
    more = {name: value for name, value in said.items() if name == "author"}
    bring_comments(sent_table, aigerim, answered(rows[0], said["mark"], *said.get("replies", ()), **more))
    now = standing(sent_table, rows[0])
    assert not now.is_safe
    assert confirm_together(sent_table, [(now, mark_of(now))], actor=aigerim, at=NOW) == (0, 1)


# --- Two people, two clicks -----------------------------------------------------------------------------------


def test_two_people_confirming_at_once_do_not_overwrite_each_other(
    client_of: ClientOf,
    her: Client,
    sent_table: AmendmentTable,
    rows: list[AmendmentRow],
    aigerim: User,
    marat: User,
) -> None:
    bring_comments(sent_table, aigerim, answered(rows[0], "accepted", "Учтено."))
    place, seen = address(sent_table, "outcome-row", rows[0].pk), standing(sent_table, rows[0])
    client_of(marat).post(place, posted(seen))
    late = her.post(place, posted(seen, state="partly"))
    assert late.status_code == 422
    text = late.content.decode()
    assert "Марат Әлиев confirmed another answer meanwhile: accepted. Nothing was overwritten." in text
    assert Outcome.objects.get().state == "accepted"
    fresh = standing(sent_table, rows[0])
    her.post(place, posted(fresh, state="partly"))
    assert (Outcome.objects.get().state, Outcome.objects.get().confirmed_by) == ("partly", aigerim)


def test_both_confirming_the_same_is_one_confirmation(
    sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User, marat: User
) -> None:
    bring_comments(sent_table, aigerim, answered(rows[0], "accepted", "Учтено."))
    seen = standing(sent_table, rows[0])
    answer = proposed_answer(seen)
    assert answer is not None
    for person, at in ((marat, NOW), (aigerim, LATER)):
        confirm_outcome(sent_table, seen, answer, seen=seen.seen, actor=person, at=at)
    assert Outcome.objects.get().confirmed_by == marat
    assert ActivityEntry.objects.filter(verb="outcome.confirmed").count() == 1


def test_answer_taken_back_meanwhile_is_told(
    sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User, marat: User
) -> None:
    bring_comments(sent_table, aigerim, answered(rows[0], "accepted", "Учтено."))
    confirm_proposed(sent_table, rows[0], aigerim)
    seen = standing(sent_table, rows[0])
    take_back(sent_table, NOW, actor=marat, at=LATER)
    with pytest.raises(SomebodyConfirmed, match="taken back meanwhile"):
        confirm_outcome(
            sent_table, seen, Answer(Verdict.PARTLY, seen.best), seen=seen.seen, actor=aigerim, at=LATER
        )


def test_taking_back_is_of_one_row_and_of_that_confirmation_only(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    for row in rows:
        OutcomeFactory(row=row, confirmed_at=NOW, confirmed_by=aigerim)
    place = address(sent_table, "outcome-undo")
    stale = {"at": LATER.isoformat(), "row": rows[0].pk}
    for body in (stale, {"at": "кеше"}, {"at": NOW.isoformat(), "row": "abc"}, {}):
        her.post(place, body)
    assert Outcome.objects.filter(confirmed_at__isnull=False).count() == 2
    for _click in range(2):
        her.post(place, {"at": NOW.isoformat(), "row": rows[0].pk})
    assert list(Outcome.objects.filter(confirmed_at=None).values_list("row", flat=True)) == [rows[0].pk]
    assert ActivityEntry.objects.filter(verb="outcome.taken_back").count() == 1


# --- Foreign ids ----------------------------------------------------------------------------------------------


def test_rows_and_comments_of_others_are_none_of_this_table(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User, dana: User
) -> None:
    theirs = AmendmentRowFactory(
        table=AmendmentTableFactory(organisation=dana.memberships.get().organisation)
    )
    bring_comments(sent_table, aigerim, answered(rows[0], "accepted", "Учтено."))
    unsent = AmendmentRowFactory(table=sent_table)
    candidate = OutcomeCandidate.objects.get(row=rows[0], is_proposed=True)
    for row in (theirs, unsent):
        assert her.get(address(sent_table, "outcome-row", row.pk)).status_code == 404
    for row in (theirs, rows[1]):
        body = {"candidate": candidate.pk}
        assert her.post(address(sent_table, "outcome-reject", row.pk), body).status_code == 404
    wrong = her.post(
        address(sent_table, "outcome-row", rows[1].pk),
        {"candidate": candidate.pk, "state": "accepted", "words": "Учтено."},
    )
    assert wrong.status_code == 422
    assert not Outcome.objects.exists()


def test_only_case_workers_confirm(
    client_of: ClientOf,
    sent_table: AmendmentTable,
    rows: list[AmendmentRow],
    aigerim: User,
    saule: User,
    bolat: User,
) -> None:
    bring_comments(sent_table, aigerim, answered(rows[0], "accepted", "Учтено."))
    now = standing(sent_table, rows[0])
    for person in (saule, bolat):
        browser = client_of(person)
        page = browser.get(address(sent_table, "outcomes-confirm")).content.decode()
        assert "A coordinator or a lawyer confirms the answers." in page
        assert "Confirm:" not in page
        assert browser.post(address(sent_table, "outcome-row", rows[0].pk), posted(now)).status_code == 403
        assert browser.post(address(sent_table, "outcomes-confirm"), {"row": mark_of(now)}).status_code == 403
    assert not Outcome.objects.exists()


# --- A later page ---------------------------------------------------------------------------------------------


def test_later_page_never_overwrites_and_says_what_differs(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    bring_comments(sent_table, aigerim, answered(rows[0], "accepted", "Учтено."))
    confirm_proposed(sent_table, rows[0], aigerim)
    bring_comments(sent_table, aigerim, answered(rows[0], "not_accepted", "Отклонено."), at=LATER)
    assert (Outcome.objects.get().state, Outcome.objects.get().body_words) == ("accepted", "Учтено.")
    text = her.get(address(sent_table)).content.decode()
    assert "says something else of 1 confirmed answer" in text
    assert "a later page differs" in text
    text = her.get(address(sent_table, "outcome-row", rows[0].pk)).content.decode()
    assert "Отклонено." in text


def test_same_answer_on_a_page_in_the_other_language_is_no_difference(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    said = answered(rows[0], "accepted", "Учтено.")
    bring_comments(sent_table, aigerim, said)
    confirm_proposed(sent_table, rows[0], aigerim)
    bring_comments(sent_table, aigerim, said, OTHER, language="kk", at=LATER)
    assert "a later page differs" not in her.get(address(sent_table)).content.decode()
    assert Outcome.objects.count() == 1


def test_page_saved_again_takes_the_place_of_the_earlier_one(
    sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    bring_comments(sent_table, aigerim, own_comment(rows[0]))
    bring_comments(sent_table, aigerim, answered(rows[0], "accepted"), at=LATER)
    now = standing(sent_table, rows[0])
    assert [one.proposal.outcome for one in now.candidates] == ["accepted"]


# --- The clock of the report ----------------------------------------------------------------------------------


@pytest.fixture
def clock(sent_table: AmendmentTable, aigerim: User) -> Deadline:
    submission = Submission.objects.get()
    return set_report_day(submission, TODAY + timedelta(days=3), actor=aigerim, on=TODAY, at=NOW)


def test_report_that_was_read_meets_its_clock(
    sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User, clock: Deadline
) -> None:
    bring_comments(sent_table, aigerim, answered(rows[0], "accepted"))
    clock.refresh_from_db()
    assert clock.state == DeadlineState.OPEN
    bring(sent_table, report_page(("п. 1", OTHER.text, "Учтено.", "0", "0")), aigerim)
    clock.refresh_from_db()
    assert clock.state == DeadlineState.DONE


def test_last_confirmed_answer_meets_the_clock_and_taking_it_back_lets_it_run_on(
    sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User, clock: Deadline
) -> None:
    bring_comments(sent_table, aigerim, answered(rows[0], "accepted"), answered(rows[1], "not_accepted"))
    states = []
    for row, at in zip(rows, (NOW, LATER), strict=True):
        confirm_proposed(sent_table, row, aigerim, at=at)
        clock.refresh_from_db()
        states.append(clock.state)
    assert states == [DeadlineState.OPEN, DeadlineState.DONE]
    take_back(sent_table, LATER, actor=aigerim, at=LATER)
    clock.refresh_from_db()
    assert clock.state == DeadlineState.OPEN


def test_overdue_report_is_seen_on_the_answers_and_on_the_dossier(
    her: Client, sent_table: AmendmentTable, clock: Deadline
) -> None:
    with time_machine.travel(NOW + timedelta(days=5), tick=False):
        assert "no report has been brought in yet" in her.get(address(sent_table)).content.decode()
        assert "the report is overdue" in her.get(f"/dossiers/{sent_table.dossier_id}/").content.decode()


# --- The table of outcomes and the thread -----------------------------------------------------------------------


def test_counts_have_denominators_and_filter_the_rows(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow]
) -> None:
    OutcomeFactory(row=rows[0], state="partly", body_words="Ескерілді.")
    OutcomeFactory(row=rows[1], state="accepted", confirmed_at=None)
    text = her.get(address(sent_table)).content.decode()
    for count in ("accepted: 0 of 2", "partly accepted: 1 of 2", "not confirmed yet: 1 of 2"):
        assert count in text
    for verdict, shown in (("partly", [0]), ("waiting", [1]), ("accepted", []), ("nonsense", [0, 1])):
        text = her.get(address(sent_table), {"verdict": verdict}).content.decode()
        assert [at for at in (0, 1) if f'id="row-{rows[at].pk}"' in text] == shown


def test_refused_rows_lead_to_the_letters(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow]
) -> None:
    OutcomeFactory(row=rows[0], state="accepted")
    assert (
        address(sent_table, "escalation")
        not in her.get(address(sent_table)).content.decode().split('id="next"')[1]
    )
    OutcomeFactory(row=rows[1], state="not_accepted")
    text = her.get(address(sent_table)).content.decode().split('id="next"')[1]
    assert "1 proposal was not accepted or not answered" in text
    assert address(sent_table, "escalation") in text


def test_thread_and_card_follow_the_answers(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow]
) -> None:
    place = f"/dossiers/{sent_table.dossier_id}/"
    text = her.get(place).content.decode()
    assert "No answer of the body has been brought in yet" in text
    OutcomeFactory(row=rows[0])
    text = her.get(place).content.decode()
    assert "1 of 2 answers" in text
    assert f'<a href="{address(sent_table)}">Answer</a>' in text
    OutcomeFactory(row=rows[1])
    done = her.get(place).content.decode()
    stage = done[: done.index(">Answer</a>")]
    assert stage[stage.rindex("<li class=") :].startswith('<li class="is-done"')


@pytest.mark.parametrize("number", [5, 200])
def test_pages_ask_the_same_of_5_rows_and_of_200(
    her: Client,
    sent_table: AmendmentTable,
    aigerim: User,
    django_assert_num_queries: Any,
    number: int,
) -> None:
    more = [AmendmentRowFactory(table=sent_table, is_checked=True) for _number in range(number - 2)]
    SubmissionFactory(table=sent_table, submitted_at=NOW)
    page = bring_comments(sent_table, aigerim, *(answered(row, "accepted", "Учтено.") for row in more[:40]))
    bring_comments(sent_table, aigerim, OTHER, channel=4, at=LATER)
    for row in more[::2]:
        OutcomeFactory(row=row, confirmed_by=aigerim, comment_id="1", source_sha256=page.sha256)
    her.get("/")
    # session, person, memberships, dossier, table, submission, pages, outcomes, comments of outcomes, adopted texts
    with django_assert_num_queries(10):
        assert her.get(address(sent_table)).status_code == 200
    # session, person, memberships, table, submission, outcomes, pages, candidates
    with django_assert_num_queries(8):
        assert her.get(address(sent_table, "outcomes-confirm")).status_code == 200
    # as before, and the comments of a confirmed outcome
    with django_assert_num_queries(9):
        assert her.get(address(sent_table, "outcome-row", more[0].pk)).status_code == 200
    # session, person, memberships, page, comments, candidates
    with django_assert_num_queries(6):
        assert her.get(address(sent_table, "outcome-page", page.pk)).status_code == 200
    # session, person, memberships, table, submission, outcomes, adopted texts
    with django_assert_num_queries(7):
        assert her.get(address(sent_table, "adopted")).status_code == 200


def test_silent_answer_needs_no_candidate_and_no_words(
    sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    now = standing(sent_table, rows[0])
    with pytest.raises(ValidationError, match="Silence is no answer yet"):
        confirm_outcome(sent_table, now, Answer(Verdict.NOT_ANSWERED), seen=now.seen, actor=aigerim, at=NOW)
