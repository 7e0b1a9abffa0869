"""Proposals in writing: taken until their hour, numbered once, and the author's to withdraw and to erase."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from config.logs import without_secrets
from correspondence.models import OutgoingEmail
from deadlines.models import Deadline
from hearings import throttle
from hearings.actions import writing
from hearings.models import Hearing, Proposal, WrittenConsent, WrittenLink, WrittenProposal
from hearings.naming import naming_of
from hearings.states import WRITTEN_MOVES, WrittenState
from hearings.writing_time import closes_at
from tests.conftest import ClientOf
from tests.factories import HearingFactory
from tests.factories.hearings import ProposalFactory
from tests.hearings.conftest import NOW, TODAY
from tests.moments import almaty

BEGINS = almaty("08.10.2026 15:00")
NAME = "Жібек Қыздарбек"


@pytest.fixture
def hearing(ashyq_orta: Organisation, aigerim: User) -> Hearing:
    return HearingFactory(
        organisation=ashyq_orta,
        starts_at=BEGINS,
        moderator=aigerim,
        state="announced",
        announced_at=NOW,
        notice=1,
    )


@pytest.fixture
def visitor(client_of: ClientOf) -> Client:
    return client_of(None, language="kk")


def hidden_of(content: bytes) -> dict[str, str]:
    page = BeautifulSoup(content, "html.parser")
    return {str(tag["name"]): str(tag.get("value", "")) for tag in page.select("form input[type=hidden]")}


def shown(visitor: Client, hearing: Hearing) -> dict[str, str]:
    return hidden_of(visitor.get(f"{hearing.public_path}write/").content)


def typed(**facts: str) -> dict[str, str]:
    return {
        "name": NAME,
        "represents": "«Су» бірлестігі",
        "email": "zhibek@example.kz",
        "norm": "3-бап",
        "text": "Тариф жылына бір рет бекітілсін.",
        "language": "kk",
        "taking_part": "on",
        **facts,
    }


def send(visitor: Client, hearing: Hearing, hidden: dict[str, str], *, after: int = 60, **facts: str) -> Any:
    with time_machine.travel(NOW + timedelta(seconds=after), tick=False):
        return visitor.post(f"{hearing.public_path}write/", {**typed(**facts), **hidden, **facts})


def link(number: int = -1) -> str:
    letters = OutgoingEmail.objects.filter(key__contains=":written:").order_by("pk")
    found = re.search(r"/h/writing/[^\s]+", list(letters)[number].text)
    assert found is not None
    return found.group()


def step(written: WrittenProposal, what: str, *args: str) -> str:
    return reverse(f"hearings:written-{what}", args=[written.pk, *args])


@pytest.fixture
def hers(visitor: Client, hearing: Hearing) -> Client:
    """Her browser: the form was sent, the link of the letter opened."""
    send(visitor, hearing, shown(visitor, hearing))
    visitor.get(link())
    return visitor


@pytest.fixture
def written(hers: Client) -> WrittenProposal:
    return WrittenProposal.objects.get()


# --- The form -----------------------------------------------------------------------------------------------------


def test_proposal_is_numbered_when_the_button_is_pressed_and_not_when_the_link_is_opened(
    hers: Client, hearing: Hearing, written: WrittenProposal
) -> None:
    ProposalFactory(hearing=hearing, number=1)
    assert Proposal.objects.count() == 1
    for _click in range(2):
        hers.post(step(written, "confirm"))
    made = Proposal.objects.get(number=2)
    assert (made.origin, made.name, made.norm, made.text) == ("writing", NAME, "3-бап", typed()["text"])
    assert made.said_at == NOW + timedelta(seconds=60)
    assert Proposal.objects.count() == 2


def test_nothing_is_ticked_and_the_consents_are_kept_as_read(visitor: Client, hearing: Hearing) -> None:
    page = BeautifulSoup(visitor.get(f"{hearing.public_path}write/").content, "html.parser")
    ticks = page.select("input[type=checkbox]")
    assert [str(tag["name"]) for tag in ticks] == ["taking_part", "named", "contacted"]
    assert not any(tag.has_attr("checked") for tag in ticks)
    send(visitor, hearing, shown(visitor, hearing))
    kept = WrittenConsent.objects.get()
    assert (kept.purpose, kept.language) == ("taking_part", "kk")
    assert "ұсынысымның" in kept.text
    assert hearing.organisation.bin in kept.text


SCRIPT = "<script>alert(1)</script>\u202e\x00"


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"taking_part": ""}, 422),
        ({"name": "ә" * 1_000_000}, 422),
        ({"represents": "ә" * 201}, 422),
        ({"norm": "ә" * 301}, 422),
        ({"text": "ә" * 10_001}, 422),
        ({"text": " \u202e "}, 422),
        ({"email": "a@example.kz\r\nBcc: b@example.kz"}, 422),
        ({"email": "a@b"}, 422),
        ({"language": "xx"}, 422),
        ({"stamp": "forged:1:x"}, 422),
        ({"shown": "2020-01-01"}, 422),
        ({"website": "http://spam.example"}, 302),  # a machine believes that it came through
    ],
)
def test_what_cannot_be_gets_a_clear_answer_and_leaves_nothing(
    visitor: Client, hearing: Hearing, facts: dict[str, str], status: int
) -> None:
    answer = send(visitor, hearing, shown(visitor, hearing), **facts)
    assert answer.status_code == status
    assert not WrittenProposal.objects.exists()
    assert not OutgoingEmail.objects.exists()


@pytest.mark.parametrize(("after", "status"), [(1, 422), (7 * 3600, 422)])
def test_too_fast_and_too_old_forms_are_asked_for_once_more(
    visitor: Client, hearing: Hearing, after: int, status: int
) -> None:
    answer = send(visitor, hearing, shown(visitor, hearing), after=after)
    assert answer.status_code == status
    assert NAME in answer.content.decode()
    again = send(visitor, hearing, hidden_of(answer.content), after=after + 10)
    assert again.status_code == 302


def test_script_and_reversed_text_in_every_field_stay_words(
    visitor: Client, hearing: Hearing, client_of: ClientOf, aigerim: User
) -> None:
    hostile = dict.fromkeys(("name", "represents", "norm", "text"), SCRIPT)
    send(visitor, hearing, shown(visitor, hearing), **hostile)
    visitor.get(link())
    row = WrittenProposal.objects.get()
    visitor.post(step(row, "confirm"))
    pages = [
        visitor.get(step(row, "own")),
        client_of(aigerim).get(reverse("hearings:participants", args=[hearing.pk])),
    ]
    for page in pages:
        assert "<script>alert(1)" not in page.content.decode()
        assert "&lt;script&gt;" in page.content.decode()
    assert not set("\u202e\x00") & set(row.name + row.text + row.norm + row.represents)
    letter = OutgoingEmail.objects.get()
    assert "\n" not in letter.subject


def test_form_sent_twice_is_one_and_one_address_is_not_flooded(visitor: Client, hearing: Hearing) -> None:
    hidden = shown(visitor, hearing)
    assert [send(visitor, hearing, hidden).status_code for _click in range(2)] == [302, 302]
    assert (WrittenProposal.objects.count(), OutgoingEmail.objects.count()) == (1, 1)
    statuses = [send(visitor, hearing, shown(visitor, hearing)).status_code for _number in range(5)]
    assert statuses == [302] * 4 + [422]


def test_one_network_cannot_fill_the_record(
    visitor: Client, hearing: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "REGISTRATIONS_AN_HOUR", 1)
    statuses = [
        send(visitor, hearing, shown(visitor, hearing), email=f"a{n}@example.kz").status_code
        for n in range(2)
    ]
    assert statuses == [302, 422]


# --- Until when ---------------------------------------------------------------------------------------------------


def test_ordinary_hearing_takes_proposals_until_it_begins(hearing: Hearing) -> None:
    assert closes_at(hearing, TODAY) == BEGINS


def test_environmental_hearing_takes_remarks_until_three_working_days_before(
    visitor: Client, hearing: Hearing
) -> None:
    Hearing.objects.update(rule_set="environment")
    hearing.refresh_from_db()
    # Thu 8 October; 7, 6, 5 are the three working days: Monday 5 is the last day.
    assert closes_at(hearing, TODAY) == almaty("06.10.2026 00:00")
    for moment, is_open in (("05.10.2026 23:59", True), ("06.10.2026 00:00", False)):
        with time_machine.travel(almaty(moment), tick=False):
            page = visitor.get(f"{hearing.public_path}write/").content.decode()
            assert ("<textarea" in page) is is_open
            assert (
                f"{hearing.public_path}write/" in visitor.get(hearing.public_path).content.decode()
            ) is is_open


@pytest.mark.parametrize("state", ["planned", "cancelled", "held"])
def test_closed_hearing_takes_nothing(visitor: Client, hearing: Hearing, state: str) -> None:
    hidden = shown(visitor, hearing)
    moved = {"state": state, "opened_at": NOW, "closed_at": NOW}
    Hearing.objects.update(**moved | ({"announced_at": None} if state == "planned" else {}))
    assert send(visitor, hearing, hidden).status_code == (404 if state == "planned" else 422)
    assert not WrittenProposal.objects.exists()


# --- One's own page -----------------------------------------------------------------------------------------------


def test_secret_is_known_to_nobody_but_the_letter(hers: Client, written: WrittenProposal) -> None:
    secret = link().split("/")[3]
    assert secret not in str(list(WrittenLink.objects.values()))
    assert secret not in without_secrets(f'GET "{link()}" 302')
    assert hers.get(step(written, "own")).status_code == 200
    other = Client()
    assert other.get(step(written, "own")).status_code == 404
    assert other.post(step(written, "erase")).status_code == 404
    assert other.get("/h/writing/forged/").status_code == 404


def test_unconfirmed_proposal_lapses_and_its_link_says_so(hers: Client, written: WrittenProposal) -> None:
    late = written.sent_at + timedelta(hours=24)
    with time_machine.travel(late, tick=False):
        hers.post(step(written, "confirm"))
        assert "Confirm</button>" not in hers.get(step(written, "own")).content.decode()
    assert not Proposal.objects.exists()
    assert [writing.lapse_unconfirmed(late - timedelta(seconds=1)), writing.lapse_unconfirmed(late)] == [0, 1]
    written.refresh_from_db()
    assert written.state == "lapsed"


def test_withdrawn_proposal_keeps_its_number_and_cannot_be_withdrawn_from_a_closed_record(
    hers: Client, hearing: Hearing, written: WrittenProposal
) -> None:
    hers.post(step(written, "confirm"))
    for _click in range(2):
        hers.post(step(written, "withdraw"))
    assert [(row.number, row.state) for row in Proposal.objects.all()] == [(1, "withdrawn")]
    hers.post(step(written, "confirm"))
    assert Proposal.objects.count() == 1
    WrittenProposal.objects.update(state="confirmed")
    Hearing.objects.update(state="held", opened_at=NOW, closed_at=NOW)
    with pytest.raises(ValidationError):
        writing.withdraw(written, at=NOW)


def test_naming_follows_its_own_consent_at_once(hers: Client, written: WrittenProposal) -> None:
    hers.post(step(written, "confirm"))
    proposal = Proposal.objects.get()
    said = []
    for agree in ("yes", "yes", "no"):
        hers.post(step(written, "consent", "named"), {"agree": agree})
        said.append(naming_of(proposal.hearing, is_public=True).names(proposal))
    assert said == [True, True, False]
    assert Proposal.objects.get().state == "standing"


def test_first_consent_withdrawn_takes_the_proposal_back_and_starts_the_clock(
    hers: Client, written: WrittenProposal
) -> None:
    hers.post(step(written, "confirm"))
    for _click in range(2):
        hers.post(step(written, "consent", "taking_part"), {"agree": "no"})
    assert Proposal.objects.get().state == "withdrawn"
    assert Deadline.objects.filter(kind="personal_data.withdrawal").count() == 1


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_erasing_leaves_words_of_a_standing_proposal_only_and_no_name(
    hers: Client, written: WrittenProposal, is_withdrawn: bool
) -> None:
    hers.post(step(written, "confirm"))
    assert hers.get(step(written, "data")).json()["proposal"]["number"] == 1
    if is_withdrawn:
        hers.post(step(written, "withdraw"))
    assert hers.post(step(written, "erase")).status_code == 200
    made = Proposal.objects.get()
    assert (made.name, made.represents, made.number) == ("", "", 1)
    assert bool(made.text) is not is_withdrawn
    row = WrittenProposal.objects.get()
    assert (row.state, row.name, row.email, row.text) == ("erased", "", "", "")
    assert not WrittenConsent.objects.exists()
    assert "zhibek" not in str(list(OutgoingEmail.objects.values()))
    assert hers.get(step(written, "own")).status_code == 404


@pytest.mark.parametrize("before", WrittenState)
def test_nothing_leads_out_of_erasure_and_nothing_back(before: str) -> None:
    allowed = WRITTEN_MOVES.get(before, frozenset())
    assert before not in allowed
    assert "sent" not in allowed
