"""Two moderators at once, by HTTP through the whole product: no entry lost, none twice, no gap in the numbers."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import ActivityEntry, Organisation, User
from hearings.models import Hearing, Proposal, RecordEntry, Turn, Vote
from tests.factories.hearings import OpenHearingFactory
from tests.hearings.conftest import NOW

ROUNDS = 10
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def hearing(ashyq_orta: Organisation, aigerim: User) -> Hearing:
    return OpenHearingFactory(organisation=ashyq_orta, moderator=aigerim, starts_at=NOW)


def test_two_moderators_at_once_lose_nothing_and_double_nothing(
    hearing: Hearing, aigerim: User, serik: User
) -> None:
    """Each writes proposals and gives the floor; each entry is sent twice, as by a browser whose answer was lost."""
    address = reverse("hearings:entry-write", args=[hearing.pk])
    gate = Barrier(2)

    def moderate(person: User) -> list[int]:
        client, statuses = Client(), []
        client.force_login(person)
        try:
            gate.wait(timeout=30)
            for number in range(ROUNDS):
                turn = str(uuid4())
                for entry in (
                    {"kind": "turn_add", "entry_key": turn, "name": f"{person.pk}-{number}"},
                    {"kind": "turn_start", "entry_key": str(uuid4()), "turn": turn},
                    {
                        **{"kind": "proposal_add", "entry_key": str(uuid4()), "language": "kk"},
                        **{"name": f"{person.pk}-{number}", "text": f"Ұсыныс {number}"},
                    },
                ):
                    for _sent in range(2):
                        answer = client.post(address, entry, headers={"X-Requested-With": "fetch"})
                        statuses.append(answer.status_code)
            return statuses
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        statuses = [status for one in pool.map(moderate, (aigerim, serik)) for status in one]
    written = 2 * ROUNDS
    print(f"two moderators: {len(statuses)} posts, {RecordEntry.objects.count()} entries (bar {3 * written})")
    assert set(statuses) == {200}
    numbers = list(Proposal.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, written + 1))
    assert len(set(Proposal.objects.values_list("name", "text"))) == written
    assert RecordEntry.objects.count() == 3 * written
    assert list(Turn.objects.order_by("order").values_list("order", flat=True)) == list(range(1, written + 1))
    assert Turn.objects.filter(started_at__isnull=False, ended_at__isnull=True).count() == 1
    assert ActivityEntry.objects.filter(verb="record.proposal_added").count() == written


def test_vote_closed_by_two_at_once_has_one_count(hearing: Hearing, aigerim: User, serik: User) -> None:
    vote = Vote.objects.create(
        hearing=hearing, organisation=hearing.organisation, number=1, question_kk="?", declared_at=NOW
    )
    address, gate = reverse("hearings:entry-write", args=[hearing.pk]), Barrier(2)

    def close(person: User) -> int:
        client = Client()
        client.force_login(person)
        counts = {"present": 9, "votes_for": person.pk % 5, "votes_against": 1, "votes_abstained": 0}
        try:
            gate.wait(timeout=30)
            entry = {"kind": "vote_close", "entry_key": str(uuid4()), "vote": str(vote.entry_key), **counts}
            return client.post(address, entry, headers={"X-Requested-With": "fetch"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(close, (aigerim, serik)))
    assert statuses == [200, 422]
    assert ActivityEntry.objects.filter(verb="record.vote_closed").count() == 1
