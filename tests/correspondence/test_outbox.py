"""The outbox on the screen: whose letters, in what state, and what can be done about them."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from accounts.actions import remove_member
from accounts.models import ActivityEntry, User
from accounts.states import Role
from correspondence import wording
from correspondence.models import OutgoingEmail
from correspondence.states import MailState
from correspondence.wording import plain_error
from tests.factories import MembershipFactory, OutgoingEmailFactory
from tests.moments import almaty

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
NOW = almaty("20.11.2026")
URL = "/outbox/"


@pytest.fixture(autouse=True)
def _friday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def letters(
    ashyq_orta: Any, kok_aspan: Any, aigerim: User, bolat: User, dana: User
) -> dict[str, OutgoingEmail]:
    """Two of the organisation, Bolat's log-in link of no organisation, and one of another organisation."""
    return {
        "aigerim": OutgoingEmailFactory(subject="айгерімге", organisation=ashyq_orta, recipient=aigerim),
        "bolat": OutgoingEmailFactory(
            subject="болатқа", organisation=ashyq_orta, recipient=bolat, html="<p onclick=x>Сәлем</p>"
        ),
        "secret": OutgoingEmailFactory(
            subject="құпия", recipient=bolat, is_secret=True, text="canary-link", html="canary-html"
        ),
        "dana": OutgoingEmailFactory(subject="canary", organisation=kok_aspan, recipient=dana, text="canary"),
    }


def shown(client: Client, query: str = "") -> list[str]:
    response = client.get(URL + query)
    assert response.status_code == 200
    return [letter.subject for letter, _delivery in response.context["rows"]]


# --- Whose --------------------------------------------------------------------------------------------------------


def test_coordinator_sees_the_letters_of_the_organisation(
    client_of: ClientOf, aigerim: User, letters: Any
) -> None:
    assert shown(client_of(aigerim)) == ["болатқа", "айгерімге"]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATOR}))
def test_others_see_their_own(client_of: ClientOf, ashyq_orta: Any, letters: Any, role: str) -> None:
    person = MembershipFactory(organisation=ashyq_orta, role=role).user
    OutgoingEmailFactory(subject="өзіме", organisation=ashyq_orta, recipient=person)

    assert shown(client_of(person)) == ["өзіме"]


def test_ones_own_log_in_link_is_listed_and_its_text_is_shown_to_nobody(
    client_of: ClientOf, aigerim: User, bolat: User, letters: Any
) -> None:
    client, secret = client_of(bolat), letters["secret"]

    assert shown(client) == ["құпия", "болатқа"]
    page = client.get(f"{URL}{secret.pk}/").content.decode()
    assert "canary" not in page
    assert client.get(f"{URL}{secret.pk}/html/").status_code == 404
    assert client_of(aigerim).get(f"{URL}{secret.pk}/").status_code == 404


def test_letter_of_another_organisation_is_nowhere(client_of: ClientOf, aigerim: User, letters: Any) -> None:
    client, pk = client_of(aigerim), letters["dana"].pk

    assert "canary" not in client.get(URL).content.decode()
    assert {client.get(f"{URL}{pk}/{part}").status_code for part in ("", "html/")} == {404}
    assert {client.post(f"{URL}{pk}/{step}/").status_code for step in ("retry", "cancel")} == {404}


def test_person_who_left_does_not_read_what_the_organisation_wrote(
    client_of: ClientOf, aigerim: User, bolat: User, kok_aspan: Any, letters: Any
) -> None:
    MembershipFactory(user=bolat, organisation=kok_aspan, role="observer")
    client = client_of(bolat)
    assert client.get(f"{URL}{letters['bolat'].pk}/").status_code == 200

    remove_member(bolat.memberships.get(organisation=letters["bolat"].organisation), actor=aigerim, at=NOW)

    assert client.get(f"{URL}{letters['bolat'].pk}/").status_code == 404
    assert shown(client) == ["құпия"]


def test_invitation_is_listed_for_the_coordinator_without_its_link(
    client_of: ClientOf, aigerim: User, ashyq_orta: Any
) -> None:
    email = OutgoingEmailFactory(organisation=ashyq_orta, is_secret=True, text="canary", html="canary")

    assert "canary" not in client_of(aigerim).get(f"{URL}{email.pk}/").content.decode()


# --- What is shown ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 3), ("?state=failed", 1), ("?state=sent", 1), ("?state=nonsense", 3), ("?after=x&before=y", 3)],
)
def test_letters_are_filtered_by_state(
    client_of: ClientOf, aigerim: User, ashyq_orta: Any, query: str, found: int
) -> None:
    for state in ("queued", "failed", "sent"):
        OutgoingEmailFactory(organisation=ashyq_orta, state=state, sent_at=NOW if state == "sent" else None)

    assert len(shown(client_of(aigerim), query)) == found


def test_refusal_is_said_in_words_and_the_servers_own_stand_on_the_letters_page(
    client_of: ClientOf, aigerim: User, ashyq_orta: Any
) -> None:
    email = OutgoingEmailFactory(
        organisation=ashyq_orta, state="failed", attempts=1, last_error="550 5.1.1 <x> unknown"
    )
    client = client_of(aigerim)

    page = client.get(URL).content.decode()
    assert "there is no such address" in page
    assert "5.1.1" not in page
    assert "550 5.1.1 &lt;x&gt; unknown" in client.get(f"{URL}{email.pk}/").content.decode()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("", ""),
        ("550 5.1.1 no such user", "no such address"),
        ("551 moved", "no such address"),
        ("553 5.1.3 bad", "no such address"),
        ("552 5.2.2 quota", "full, or the letter is too large"),
        ("452 4.2.2 quota", "full, or the letter is too large"),
        ("554 spam", "unwanted mail"),
        ("550 5.7.1 relaying denied", "refuses letters from our mail server"),
        ("535 5.7.8 bad credentials", "user name or password"),
        ("530 5.7.0 authenticate first", "user name or password"),
        ("421 try later", "busy or asks to wait"),
        ("450 4.2.0 greylisted", "busy or asks to wait"),
        ("500 what", "The mail server refused the letter."),
        ("TimeoutError: timed out", "did not answer in time"),
        ("SMTPServerDisconnected: Connection unexpectedly closed: timed out", "did not answer in time"),
        ("SMTPServerDisconnected: Connection unexpectedly closed", "broke the connection"),
        ("ConnectionRefusedError: [Errno 111] Connection refused", "cannot be reached"),
        ("gaierror: [Errno -2] Name or service not known", "cannot be reached"),
        ("attempts used up", "tried many times"),
        ("ValueError: Header values can't contain newlines", "could not be written"),
    ],
)
def test_every_answer_of_a_server_is_a_sentence(error: str, sentence: str) -> None:
    with translation.override("en"):
        said = plain_error(error)

    assert sentence in said
    assert bool(said) is bool(error)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_sentences_of_refusals_are_translated(language: str) -> None:
    errors = (
        "550 x",
        "552 x",
        "554 x",
        "535 x",
        "450 x",
        "500 x",
        "TimeoutError",
        "OSError",
        "attempts used up",
        "?",
    )
    with translation.override("en"):
        english = [plain_error(error) for error in errors]
    with translation.override(language):
        translated = [plain_error(error) for error in errors]

    assert not set(english) & set(translated)


def test_letter_that_will_be_tried_again_says_when(
    client_of: ClientOf, aigerim: User, ashyq_orta: Any
) -> None:
    OutgoingEmailFactory(
        organisation=ashyq_orta,
        attempts=2,
        last_error="450 later",
        next_attempt_at=NOW + timedelta(minutes=5),
    )

    page = client_of(aigerim).get(URL).content.decode()

    assert "will be tried again" in page
    assert "09:05" in page


def test_text_is_shown_as_text_and_the_html_part_is_a_file(
    client_of: ClientOf, aigerim: User, ashyq_orta: Any
) -> None:
    email = OutgoingEmailFactory(
        organisation=ashyq_orta, text="<script>x</script> https://example.kz/", html="<p onclick=x>Сәлем</p>"
    )
    client = client_of(aigerim)

    page = client.get(f"{URL}{email.pk}/").content.decode()
    part = client.get(f"{URL}{email.pk}/html/")

    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "onclick" not in page
    assert part.content.decode() == "<p onclick=x>Сәлем</p>"
    assert part["Content-Type"] == "text/plain; charset=utf-8"
    assert part["Content-Disposition"].startswith("attachment;")
    assert part["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("configured", "said"), [(False, True), (True, False)])
def test_missing_mail_server_is_said_with_the_folder(
    client_of: ClientOf, aigerim: User, settings: Any, configured: bool, said: bool
) -> None:
    settings.EMAIL_CONFIGURED = configured

    page = client_of(aigerim).get(URL).content.decode()

    assert ("No mail server is set up" in page) is said
    assert (str(settings.MAIL_FOLDER) in page) is said


def test_addresses_that_take_no_letters_are_listed_for_the_coordinator(
    client_of: ClientOf, aigerim: User, bolat: User, dana: User
) -> None:
    User.objects.filter(pk__in=[bolat.pk, dana.pk]).update(mail_refused_at=NOW)

    page = client_of(aigerim).get(URL).content.decode()

    assert "Addresses that take no letters" in page
    assert bolat.email in page
    assert dana.email not in page
    assert "Addresses that take no letters" not in client_of(bolat).get(URL).content.decode()


def test_pages_follow_one_another(client_of: ClientOf, aigerim: User, ashyq_orta: Any) -> None:
    for n in range(60):
        OutgoingEmailFactory(organisation=ashyq_orta, subject=f"{n:02d}")
    client = client_of(aigerim)
    first = client.get(URL)
    second = client.get(URL + f"?after={first.context['page'].older}")
    third = client.get(URL + f"?after={second.context['page'].older}")

    seen = [letter.subject for page in (first, second, third) for letter, _delivery in page.context["rows"]]
    assert seen == [f"{n:02d}" for n in range(59, -1, -1)]
    assert 'rel="next"' in first.content.decode()
    assert 'rel="next"' not in third.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_outbox_asks_the_same_number_of_questions_of_one_letter_and_of_three(
    client_of: ClientOf, aigerim: User, ashyq_orta: Any, django_assert_num_queries: Any, rows: int
) -> None:
    for _row in range(rows):
        OutgoingEmailFactory(
            organisation=ashyq_orta, recipient=MembershipFactory(organisation=ashyq_orta).user
        )
    client = client_of(aigerim)

    with django_assert_num_queries(5):  # session, person, memberships, letters, dead addresses
        assert len(shown(client)) == rows


def test_empty_outbox_says_what_will_be_here(client_of: ClientOf, aigerim: User) -> None:
    assert "No letters yet" in client_of(aigerim).get(URL).content.decode()


# --- Steps --------------------------------------------------------------------------------------------------------


def test_failed_letter_is_sent_again_by_the_coordinator(
    client_of: ClientOf, aigerim: User, ashyq_orta: Any
) -> None:
    email = OutgoingEmailFactory(organisation=ashyq_orta, state="failed", attempts=3, last_error="550 no")
    client = client_of(aigerim)
    assert "Send again" in client.get(f"{URL}{email.pk}/").content.decode()

    page = client.post(f"{URL}{email.pk}/retry/", follow=True).content.decode()

    assert "in the queue again" in page
    email.refresh_from_db()
    assert (email.state, email.attempts) == ("queued", 0)


def test_waiting_letter_is_taken_out_and_put_back(
    client_of: ClientOf, aigerim: User, ashyq_orta: Any
) -> None:
    email = OutgoingEmailFactory(organisation=ashyq_orta)
    client = client_of(aigerim)

    page = client.post(f"{URL}{email.pk}/cancel/", follow=True).content.decode()

    email.refresh_from_db()
    assert email.state == "cancelled"
    assert f'action="{URL}{email.pk}/retry/"' in page
    client.post(f"{URL}{email.pk}/retry/")
    email.refresh_from_db()
    assert email.state == "queued"
    assert set(ActivityEntry.objects.values_list("verb", flat=True)) == {"email.cancelled", "email.retried"}


@pytest.mark.parametrize(
    ("state", "step"), [("sent", "retry"), ("sent", "cancel"), ("sending", "retry"), ("sending", "cancel")]
)
def test_step_that_comes_too_late_is_refused_with_a_sentence(
    client_of: ClientOf, aigerim: User, ashyq_orta: Any, state: str, step: str
) -> None:
    email = OutgoingEmailFactory(organisation=ashyq_orta, state=state)

    page = client_of(aigerim).post(f"{URL}{email.pk}/{step}/", follow=True).content.decode()

    assert "is-warning" in page
    email.refresh_from_db()
    assert email.state == state


@pytest.mark.parametrize("step", ["retry", "cancel"])
def test_reader_of_a_letter_may_not_manage_it(
    client_of: ClientOf, bolat: User, letters: Any, step: str
) -> None:
    own, link = letters["bolat"], letters["secret"]
    client = client_of(bolat)

    assert "Do not send" not in client.get(f"{URL}{own.pk}/").content.decode()
    assert [client.post(f"{URL}{pk}/{step}/").status_code for pk in (own.pk, link.pk)] == [403, 403]


def test_operator_sees_what_is_stuck_and_not_what_is_written(
    client_of: ClientOf, operator: User, letters: Any
) -> None:
    OutgoingEmail.objects.update(state="failed", last_error="550 no")
    client = client_of(operator)

    listed = client.get("/admin/correspondence/outgoingemail/").content.decode()
    row = client.get(f"/admin/correspondence/outgoingemail/{letters['bolat'].pk}/change/").content.decode()
    assert f"/{letters['bolat'].pk}/change/" not in listed

    assert "550 no" in listed
    assert "болатқа" not in listed
    assert "Сәлем" not in listed + row


def test_delivery_of_every_state_has_words_of_its_own() -> None:
    with translation.override("en"):
        said = [wording.delivery(OutgoingEmail(state=state)).state for state in MailState]

    assert len(set(said)) == len(MailState)
