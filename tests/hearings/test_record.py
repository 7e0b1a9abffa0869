"""The record of a hearing that goes on: entries once, numbers without gaps, times as they were, votes that can be."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import ActivityEntry, Organisation, User
from accounts.states import Role
from hearings.actions import attendance, own_data, record
from hearings.actions.entries import Entry
from hearings.board import Board, board_of
from hearings.models import (
    AgendaItem,
    CheckIn,
    Hearing,
    NamedVote,
    Proposal,
    RecordEntry,
    Turn,
    Vote,
)
from hearings.states import EntryKind, VoteResult
from tests.conftest import ClientOf
from tests.factories import AgendaItemFactory, HearingFactory, MembershipFactory, RegistrationFactory
from tests.factories.hearings import CheckInFactory, OpenHearingFactory
from tests.hearings.conftest import NOW
from tests.moments import almaty
from tests.monitoring.test_pages import text_of

BEGIN = almaty("08.10.2026 15:00")
VOTE = {
    "question_kk": "Қолдайсыз ба?",
    "question_ru": "",
    "way": "hands",
    "rule": "majority",
    "base": "voting",
    "quorum": 0,
}


@pytest.fixture
def hearing(ashyq_orta: Organisation, aigerim: User) -> Hearing:
    return OpenHearingFactory(organisation=ashyq_orta, moderator=aigerim, starts_at=BEGIN)


class Pen:
    """Writes entries at so many minutes after the beginning."""

    def __init__(self, hearing: Hearing, actor: User) -> None:
        self.hearing, self.actor = hearing, actor

    def __call__(self, kind: str, minute: float = 0, *, key: UUID | None = None, **facts: Any) -> UUID:
        key = key or uuid4()
        at = BEGIN + timedelta(minutes=minute)
        record.write(self.hearing, Entry(EntryKind(kind), key, facts, at), actor=self.actor, at=at)
        return key


@pytest.fixture
def pen(hearing: Hearing, aigerim: User) -> Pen:
    return Pen(hearing, aigerim)


def at(minute: float) -> datetime:
    return BEGIN + timedelta(minutes=minute)


def board(hearing: Hearing, minute: float) -> Board:
    return board_of(Hearing.objects.get(pk=hearing.pk), at(minute))


# --- Once, and in order -------------------------------------------------------------------------------------------


def test_entry_that_arrives_twice_is_one(pen: Pen, hearing: Hearing) -> None:
    key = uuid4()
    for _arrival in range(3):
        pen(
            "proposal_add",
            1,
            key=key,
            name="Ерлан",
            text="Тарифті жылына бір рет бекіту",
            norm="",
            language="kk",
        )
    assert (Proposal.objects.count(), RecordEntry.objects.count()) == (1, 1)
    assert ActivityEntry.objects.filter(verb="record.proposal_added").count() == 1


def test_proposals_are_numbered_as_they_come_and_struck_ones_keep_their_number(pen: Pen) -> None:
    first, second = (
        pen("proposal_add", n, name="Ерлан", text=f"{n}", norm="3-тармақ", language="kk") for n in (1, 2)
    )
    pen("proposal_state", 3, proposal=first, state="struck")
    pen("proposal_add", 4, name="Асель", text="3", norm="", language="ru")
    assert list(Proposal.objects.order_by("number").values_list("number", "state")) == [
        (1, "struck"),
        (2, "standing"),
        (3, "standing"),
    ]
    for _click in range(2):
        pen("proposal_state", 5, proposal=first, state="standing")
    pen("proposal_state", 5, proposal=second, state="withdrawn")
    assert Proposal.objects.get(number=1).state == "standing"


def test_refused_entry_leaves_no_trace_and_may_come_again(pen: Pen) -> None:
    key = uuid4()
    with pytest.raises(ValidationError, match="Write the name"):
        pen("turn_add", 1, key=key, name="  ")
    assert not RecordEntry.objects.exists()
    pen("turn_add", 1, key=key, name="Ерлан")
    assert Turn.objects.get().entry_key == key


def test_two_who_write_one_text_lose_neither(pen: Pen) -> None:
    turn = pen("turn_add", 1, name="Ерлан")
    pen("turn_write", 2, turn=turn, thesis="Тариф қымбат", language="kk", seen=1)
    with pytest.raises(ValidationError, match="Тариф қымбат"):
        pen("turn_write", 3, turn=turn, thesis="Тарифы высокие", language="ru", seen=1)
    pen("turn_write", 4, turn=turn, thesis="Тариф қымбат. Тарифы высокие", language="ru", seen=2)
    assert Turn.objects.get().version == 3


# --- The agenda and speakers ------------------------------------------------------------------------------------------


def test_agenda_runs_late_and_catches_up(pen: Pen, hearing: Hearing) -> None:
    first, second = (AgendaItemFactory(hearing=hearing, minutes=minutes) for minutes in (20, 30))
    assert board(hearing, 0).late_minutes == 0
    assert board(hearing, 5).late_minutes == 5  # open, but nothing has begun
    pen("item_start", 5, item=first.pk)
    assert board(hearing, 20).late_minutes == 5
    assert board(hearing, 33).late_minutes == 13
    pen("item_start", 33, item=second.pk)
    assert AgendaItem.objects.get(pk=first.pk).ended_at == at(33)
    pen("item_end", 48, item=second.pk)
    assert board(hearing, 90).late_minutes == -2
    assert [row.planned_at for row in board(hearing, 90).items] == [at(0), at(20)]


def test_one_speaks_at_a_time_and_the_queue_keeps_its_order(pen: Pen, hearing: Hearing) -> None:
    item = AgendaItemFactory(hearing=hearing)
    pen("item_start", 0, item=item.pk)
    keys = [pen("turn_add", n, name=name) for n, name in enumerate(("Ерлан", "Асель", "Виктор", "Ерлан"))]
    pen("turn_move", 4, turn=keys[2], to="up")
    pen("turn_drop", 4, turn=keys[1])
    pen("turn_start", 5, turn=keys[0])
    pen("turn_start", 7, turn=keys[2])
    seen = board(hearing, 8)
    assert seen.speaking is not None
    assert seen.speaking.turn.name == "Виктор"
    assert [(row.turn.name, row.spoke_before) for row in seen.waiting] == [("Ерлан", 1)]
    assert [(row.turn.name, row.length) for row in seen.spoken] == [("Ерлан", "2:00")]
    assert Turn.objects.get(name="Виктор").item == item
    with pytest.raises(ValidationError, match="has the floor"):
        pen("turn_drop", 9, turn=keys[2])


def test_speech_of_a_browser_without_connection_ends_where_the_next_began(pen: Pen) -> None:
    """One moderator was offline: what she began at 10 and ended at 12 arrives when another speaks since 15."""
    offline, other = pen("turn_add", 1, name="Ерлан"), pen("turn_add", 2, name="Асель")
    pen("turn_start", 15, turn=other)
    pen("turn_start", 10, turn=offline)
    late = Turn.objects.get(entry_key=offline)
    assert (late.started_at, late.ended_at) == (at(10), at(15))
    pen("turn_end", 12, turn=offline)
    assert Turn.objects.get(entry_key=offline).ended_at == at(12)
    assert Turn.objects.get(entry_key=other).ended_at is None


def test_what_was_written_before_the_end_is_taken_after_it(pen: Pen, hearing: Hearing) -> None:
    turn = pen("turn_add", 1, name="Ерлан")
    pen("close", 60)
    pen("turn_start", 50, turn=turn)
    pen("proposal_add", 55, name="Ерлан", text="Кеш келген ұсыныс", norm="", language="kk")
    assert Turn.objects.get().ended_at == at(60)
    assert Proposal.objects.get().turn == Turn.objects.get()
    with pytest.raises(ValidationError, match="open the record again"):
        pen("proposal_add", 61, name="Ерлан", text="Жабылғаннан кейін", norm="", language="kk")
    pen("reopen", 62)
    pen("proposal_add", 63, name="Ерлан", text="Жабылғаннан кейін", norm="", language="kk")
    pen("close", 70, keep_end=True)
    hearing.refresh_from_db()
    assert (hearing.state, hearing.closed_at) == ("held", at(60))


def test_hearing_opens_on_its_day_and_twice_is_once(ashyq_orta: Organisation, aigerim: User) -> None:
    hearing = HearingFactory(organisation=ashyq_orta, starts_at=BEGIN, state="announced", announced_at=NOW)
    pen = Pen(hearing, aigerim)
    with pytest.raises(ValidationError, match="not taken place"):
        pen("open", -24 * 60)
    with pytest.raises(ValidationError, match="not been opened"):
        pen("proposal_add", 0, name="Ерлан", text="Ерте", norm="", language="kk")
    pen("check_in", -10, name="Ерлан")
    for minute in (1, 2):
        pen("open", minute)
    pen("close", 90)
    pen("close", 91)
    hearing.refresh_from_db()
    assert (hearing.opened_at, hearing.closed_at) == (at(1), at(90))
    assert ActivityEntry.objects.filter(verb="hearing.opened").count() == 1


# --- Votes --------------------------------------------------------------------------------------------------------


def test_vote_is_declared_counted_and_its_result_computed(pen: Pen, hearing: Hearing) -> None:
    vote = pen("vote_declare", 1, **VOTE | {"quorum": 10})
    with pytest.raises(ValidationError, match="Another vote"):
        pen("vote_declare", 2, **VOTE)
    count = {"vote": vote, "present": 12, "votes_for": 7, "votes_against": 4, "votes_abstained": 1}
    with pytest.raises(ValidationError, match="13 votes, but 12 present"):
        pen("vote_close", 3, **count | {"votes_against": 5})
    with pytest.raises(ValidationError, match="Write how many"):
        pen("vote_close", 3, **count | {"votes_for": None})
    for minute in (4, 5):
        pen("vote_close", minute, **count)
    (row,) = board(hearing, 6).votes
    assert (row.result, row.needed, row.vote.closed_at) == (VoteResult.ADOPTED, 7, at(4))
    with pytest.raises(ValidationError, match="closed already"):
        pen("vote_close", 6, **count | {"votes_for": 6})
    pen("vote_close", 7, **count | {"votes_for": 5}, again=True)
    assert board(hearing, 8).votes[0].result == VoteResult.NOT_ADOPTED
    assert ActivityEntry.objects.filter(verb="record.vote_counted_again").count() == 1


def test_vote_by_name_counts_each_person_once(pen: Pen, hearing: Hearing) -> None:
    people = CheckInFactory.create_batch(3, hearing=hearing)
    vote = pen("vote_declare", 1, **VOTE | {"way": "named", "rule": "two_thirds", "base": "present"})
    for person, choice in zip((*people, people[2]), ("for", "for", "against", "abstained"), strict=True):
        pen("vote_cast", 2, vote=vote, check_in=person.entry_key, choice=choice)
    with pytest.raises(ValidationError, match="3 votes, but 2 present"):
        pen("vote_close", 3, vote=vote, present=2)
    pen("vote_close", 3, vote=vote, present=3)
    (row,) = board(hearing, 4).votes
    assert row.tally is not None
    assert (row.tally.in_favour, row.tally.against, row.tally.abstained) == (2, 0, 1)
    assert (row.result, row.vote.votes_for) == (VoteResult.ADOPTED, None)
    with pytest.raises(ValidationError, match="closed already"):
        pen("vote_cast", 5, vote=vote, check_in=people[0].entry_key, choice="against")
    with pytest.raises(ValidationError, match="a voter"):
        pen("check_in_undo", 6, check_in=people[0].entry_key)


def test_vote_on_a_proposal_called_off_makes_way_for_another(pen: Pen) -> None:
    proposal = pen("proposal_add", 1, name="Ерлан", text="Тариф", norm="", language="kk")
    first = pen("vote_declare", 2, **VOTE | {"question_kk": ""}, proposal=proposal)
    for _click in range(2):
        pen("vote_drop", 3, vote=first)
    pen("vote_declare", 4, **VOTE)
    assert list(Vote.objects.order_by("number").values_list("number", "proposal__number")) == [
        (1, 1),
        (2, None),
    ]


# --- Who came ---------------------------------------------------------------------------------------------------------


def test_person_ticked_by_two_at_the_door_came_once(pen: Pen, hearing: Hearing) -> None:
    registered = RegistrationFactory(hearing=hearing, name="Жібек Қыздарбек", represents="«Үміт»")
    pen("check_in", -5, registration=registered.pk)
    pen("check_in", -4, registration=registered.pk, has_signed=True)
    came = CheckIn.objects.get()
    assert (came.name, came.came_at, came.has_signed) == ("Жібек Қыздарбек", at(-5), True)
    pen("left", 30, check_in=came.entry_key)
    assert board(hearing, 31).present == 0
    pen("left", 32, check_in=came.entry_key, back=True)
    assert board(hearing, 33).present == 1
    pen("check_in_undo", 34, check_in=came.entry_key)
    assert not CheckIn.objects.exists()


def test_list_on_paper_entered_twice_is_entered_once(
    hearing: Hearing, aigerim: User, client_of: ClientOf
) -> None:
    expected = RegistrationFactory(hearing=hearing)
    her, address = client_of(aigerim), reverse("hearings:attendance-enter", args=[hearing.pk])
    lines = {
        "form_key": str(uuid4()),
        f"reg{expected.pk}-came": "yes",
        "new1-name": "Ерлан  Тасов",
        "new1-is_official": "yes",
        "new3-name": "Асель",
        "new3-may_be_named": "yes",
    }
    refused = her.post(address, lines | {"new2-represents": "«Үміт»"})
    assert (refused.status_code, CheckIn.objects.count()) == (422, 0)
    assert "Ерлан Тасов" in refused.content.decode()
    for _click in range(2):
        assert her.post(address, lines).status_code == 302
    assert her.post(address, lines | {"new2-name": "Кеш жазылған"}).status_code == 302
    rows = CheckIn.objects.order_by("pk").values_list("name", "is_official", "may_be_named")
    assert list(rows) == [
        (expected.name, False, False),
        ("Ерлан Тасов", True, False),
        ("Асель", False, True),
        ("Кеш жазылған", False, False),
    ]


def test_erased_person_leaves_the_record_but_what_was_said_stays(pen: Pen, hearing: Hearing) -> None:
    """Also where the moderator only typed the name of somebody registered; who came ex officio stays (ADR 0026)."""
    canary = RegistrationFactory(hearing=hearing, name="Канарей Сары", represents="«Құс»")
    official = RegistrationFactory(hearing=hearing, name="Әкім Орынбасар")
    pen("check_in", -5, registration=canary.pk)
    pen("check_in", -4, registration=official.pk, is_official=True)
    pen("turn_add", 1, name="канарей сары")
    pen("proposal_add", 2, name="Канарей Сары", text="Тариф төмендесін", norm="", language="kk")
    known = own_data.known_of(canary)["record"]
    assert (len(known["came_at"]), len(known["speeches"]), known["proposals"][0]["number"]) == (1, 1, 1)
    for person in (canary, official):
        own_data.erase(person, at=NOW)
    left = str(
        [
            list(model._default_manager.values())
            for model in (CheckIn, Turn, Proposal, NamedVote, RecordEntry, ActivityEntry)
        ]
    )
    for word in ("анарей", "«Құс»"):
        assert word not in left
    assert Proposal.objects.get().text == "Тариф төмендесін"
    assert set(CheckIn.objects.values_list("name", flat=True)) == {"", "Әкім Орынбасар"}


def test_name_of_somebody_unregistered_is_erased_by_hand(
    pen: Pen, hearing: Hearing, aigerim: User, client_of: ClientOf
) -> None:
    pen("check_in", -5, name="Канарей", represents="«Құс»")
    came = CheckIn.objects.get()
    pen("turn_add", 1, check_in=came.entry_key)
    her, address = client_of(aigerim), reverse("hearings:check-in-forget", args=[hearing.pk, came.pk])
    her.post(address)
    assert "Канарей" not in str([list(CheckIn.objects.values()), list(Turn.objects.values())])
    official = CheckInFactory(hearing=hearing, is_official=True)
    with pytest.raises(ValidationError, match="ex officio"):
        attendance.forget_check_in(official, actor=aigerim, at=NOW)


# --- By HTTP ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def her(aigerim: User, client_of: ClientOf) -> Client:
    return client_of(aigerim)


def send(client: Client, hearing: Hearing, kind: str, *, script: bool = True, **fields: Any) -> Any:
    headers = {"X-Requested-With": "fetch"} if script else {}
    posted = {"entry_key": str(uuid4()), "kind": kind} | fields
    return client.post(reverse("hearings:entry-write", args=[hearing.pk]), posted, headers=headers)


def test_entry_carries_its_age_and_impossible_ages_are_cut(
    aigerim: User, client_of: ClientOf, hearing: Hearing
) -> None:
    with time_machine.travel(at(30), tick=False):
        her = client_of(aigerim)
        assert send(her, hearing, "check_in", name="Ерлан", age="600000").json() == {"written": True}
        send(her, hearing, "check_in", name="Асель", age=str(10**30))
    came = dict(CheckIn.objects.values_list("name", "came_at"))
    assert came["Ерлан"] == at(20)
    assert came["Асель"] == at(30) - record.OLDEST


@pytest.mark.parametrize(
    "posted",
    [
        {"kind": "nonsense"},
        {"kind": "turn_start", "turn": "not-a-key"},
        {"kind": "turn_start"},
        {"kind": "item_start", "item": "9" * 40},
        {"kind": "vote_cast", "vote": str(uuid4()), "check_in": str(uuid4()), "choice": "for"},
        {"kind": "vote_close", "vote": str(uuid4()), "present": "-1"},
        {"kind": "proposal_add", "name": "Ерлан", "text": "х" * 10_001, "language": "kk"},
        {"kind": "check_in", "registration": "1"},
        {"kind": "turn_add", "name": "Ерлан", "limit_seconds": "7"},
    ],
)
def test_bad_entries_are_refused_with_a_sentence(
    her: Client, hearing: Hearing, posted: dict[str, str]
) -> None:
    RegistrationFactory(pk=1)  # of another hearing
    answer = send(her, hearing, **posted)
    assert answer.status_code == 422
    assert answer.json()["refused"]
    assert not RecordEntry.objects.exists()
    posted |= {"entry_key": "not-a-key"}
    assert send(her, hearing, script=False, **posted).status_code == 422


def test_forms_without_script_do_the_same_and_keep_what_was_typed(her: Client, hearing: Hearing) -> None:
    answer = send(her, hearing, "proposal_add", script=False, name="", text="Тариф төмендесін", language="kk")
    assert answer.status_code == 422
    assert "Тариф төмендесін" in answer.content.decode()
    assert (
        send(
            her, hearing, "proposal_add", script=False, name="Ерлан", text="Тариф", language="kk"
        ).status_code
        == 302
    )
    page = her.get(reverse("hearings:hold", args=[hearing.pk]), {"vote": "1"})
    assert "Тариф" in str(page.context["vote_form"].initial)


def test_only_those_who_run_the_hearing_write_its_record(
    hearing: Hearing, ashyq_orta: Organisation, bolat: User, client_of: ClientOf
) -> None:
    lawyer = MembershipFactory(organisation=ashyq_orta, role=Role.LAWYER).user
    for person in (bolat, lawyer):
        assert send(client_of(person), hearing, "check_in", name="Ерлан").status_code == 403
    Hearing.objects.filter(pk=hearing.pk).update(secretary=lawyer)
    assert send(client_of(lawyer), hearing, "check_in", name="Ерлан").status_code == 200
    other = OpenHearingFactory()
    assert send(client_of(lawyer), other, "check_in", name="Ерлан").status_code == 404


def filled(hearing: Hearing, pen: Pen, rows: int) -> None:
    for n in range(rows):
        AgendaItemFactory(hearing=hearing)
        RegistrationFactory(hearing=hearing)
        pen("check_in", n, name=f"Келген {n}")
        turn = pen("turn_add", n, name=f"Келген {n}")
        pen("turn_start", n + 0.5, turn=turn)
        proposal = pen("proposal_add", n, name=f"Келген {n}", text="Мәтін", norm="", language="kk")
        vote = pen("vote_declare", n, **VOTE, proposal=proposal)
        pen("vote_close", n, vote=vote, present=3, votes_for=1, votes_against=1, votes_abstained=1)
    vote = pen("vote_declare", 8, **VOTE)
    pen("vote_close", 8, vote=vote, present=3, votes_for=1, votes_against=1, votes_abstained=1)
    pen("vote_declare", 9, **VOTE | {"way": "named"})


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("hold", 11), ("hold-board", 11), ("screen", 9), ("attendance", 11), ("attendance-enter", 11)],
)
def test_pages_of_the_hearing_ask_the_same_number_of_questions(
    hearing: Hearing,
    pen: Pen,
    her: Client,
    name: str,
    queries: int,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    filled(hearing, pen, rows)
    with django_assert_num_queries(queries):
        assert her.get(reverse(f"hearings:{name}", args=[hearing.pk])).status_code == 200


def test_screen_of_the_room_shows_what_goes_on_and_nobodys_contacts(
    hearing: Hearing, pen: Pen, her: Client, client_of: ClientOf
) -> None:
    RegistrationFactory(hearing=hearing, name="Келмеген Адам", email="canary@example.kz")
    filled(hearing, pen, 2)
    her.post(reverse("hearings:screen-link", args=[hearing.pk]))
    hearing.refresh_from_db()
    address = reverse("hearings:screen-open", args=[hearing.screen_code])
    nobody = client_of(None)
    with time_machine.travel(at(10), tick=False):
        page = nobody.get(address)
        text = text_of(page)
        assert "Келген 1" in text
        assert "Қолдайсыз ба?" in text
        assert "canary" not in text
        assert "Келмеген" not in text
        assert nobody.get(address, {"seen": hearing.entries_made}).status_code == 204
    pen("vote_drop", 11, vote=Vote.objects.get(closed_at=None).entry_key)
    pen("close", 12)
    with time_machine.travel(at(12 + 13 * 60), tick=False):
        assert nobody.get(address).status_code == 404
    old = hearing.screen_code
    her.post(reverse("hearings:screen-link", args=[hearing.pk]))
    assert nobody.get(reverse("hearings:screen-open", args=[old])).status_code == 404
