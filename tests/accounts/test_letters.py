"""The two letters about accounts: what and until when, what to do first, one button, why."""

import re
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from accounts import actions, emails
from accounts.models import Organisation, User
from correspondence.models import OutgoingEmail

NOON = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


def invitation_letter(
    organisation: Organisation, actor: User | None, language: str
) -> EmailMultiAlternatives:
    actions.invite(
        organisation, email="saule@example.kz", role="lawyer", language=language, actor=actor, at=NOON
    )
    letter = mail.outbox[-1]
    assert isinstance(letter, EmailMultiAlternatives)
    return letter


def reset_letter(user: User) -> EmailMultiAlternatives:
    actions.ask_password_reset(user.email, at=NOON)
    letter = mail.outbox[-1]
    assert isinstance(letter, EmailMultiAlternatives)
    return letter


@pytest.mark.parametrize(
    ("language", "name", "until"),
    [
        ("kk", "«Ашық орта» қоры", "2026 ж. 6 желтоқсан"),
        ("ru", "Фонд «Ашық орта»", "до воскресенья, 6 декабря"),
    ],
)
def test_invitation_speaks_its_readers_language(
    ashyq_orta: Organisation, aigerim: User, language: str, name: str, until: str
) -> None:
    letter = invitation_letter(ashyq_orta, aigerim, language)
    day = until.removeprefix("2026 ж. ")
    assert name in letter.subject
    assert day in letter.subject
    assert (day in str(letter.body), day in str(letter.alternatives[0].content)) == (True, True)
    assert f'lang="{language}"' in str(letter.alternatives[0].content)


def test_text_and_html_lead_to_the_same_one_link(ashyq_orta: Organisation, aigerim: User) -> None:
    for letter in (invitation_letter(ashyq_orta, aigerim, "kk"), reset_letter(aigerim)):
        html = BeautifulSoup(str(letter.alternatives[0].content), "html.parser")
        links = [str(a["href"]) for a in html.find_all("a")]
        assert links == re.findall(r"https?://\S+", str(letter.body))
        assert len(links) == 1


def test_text_says_what_the_html_says(ashyq_orta: Organisation, aigerim: User) -> None:
    for letter in (invitation_letter(ashyq_orta, aigerim, "ru"), reset_letter(aigerim)):
        html = BeautifulSoup(str(letter.alternatives[0].content), "html.parser")
        for line in [part.get_text(" ", strip=True) for part in html.find_all("p") if part.find("a") is None]:
            assert line in " ".join(str(letter.body).split())


def test_letters_name_their_cause_and_their_secret(ashyq_orta: Organisation, aigerim: User) -> None:
    invited, reset = invitation_letter(ashyq_orta, aigerim, "kk"), reset_letter(aigerim)
    keys = {letter.extra_headers["X-Qatysu-Key"].split(":")[0] for letter in (invited, reset)}
    assert keys == {"invitation", "password_reset"}
    assert [letter.extra_headers["X-Qatysu-Secret"] for letter in (invited, reset)] == ["1", "1"]


def test_name_with_a_line_break_adds_no_header(ashyq_orta: Organisation, aigerim: User) -> None:
    Organisation.objects.update(name_kk="Қор\r\nBcc: thief@example.kz")
    ashyq_orta.refresh_from_db()
    letter = invitation_letter(ashyq_orta, aigerim, "kk")
    message = letter.message()
    assert (message["Bcc"], letter.recipients()) == (None, ["saule@example.kz"])


def test_markup_in_a_name_is_shown_and_not_obeyed(ashyq_orta: Organisation, aigerim: User) -> None:
    Organisation.objects.update(name_kk="<b>Қор</b> & co")
    ashyq_orta.refresh_from_db()
    letter = invitation_letter(ashyq_orta, aigerim, "kk")
    assert "<b>Қор</b> & co" in letter.subject
    assert "<b>Қор</b> & co" in str(letter.body)
    assert "&lt;b&gt;Қор&lt;/b&gt; &amp; co" in str(letter.alternatives[0].content)


@pytest.mark.usefixtures("through_outbox")
def test_letters_become_rows_of_the_outbox(ashyq_orta: Organisation, aigerim: User) -> None:
    actions.invite(ashyq_orta, email="saule@example.kz", role="lawyer", language="ru", actor=aigerim, at=NOON)
    actions.ask_password_reset(aigerim.email, at=NOON)
    rows = OutgoingEmail.objects.order_by("pk").values_list(
        "address", "organisation", "recipient", "language", "is_secret"
    )
    assert list(rows) == [
        ("saule@example.kz", ashyq_orta.pk, None, "ru", True),
        ("aigerim@example.kz", None, aigerim.pk, "kk", True),
    ]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_change_of_signing_in_is_told_in_the_readers_language(aigerim: User, language: str) -> None:
    """By service mail: no setting of news holds it back, and there is no log-in link in it to hide."""
    aigerim.mail_language = language
    subjects = set()
    for what in emails._ACCOUNT_CHANGES:
        emails.send_account_changed(aigerim, what, at=NOON, name="Телефон")
        letter = mail.outbox[-1]
        assert isinstance(letter, EmailMultiAlternatives)
        subjects.add(letter.subject)
        assert not re.search("[A-Za-z]", letter.subject), letter.subject
        assert str(letter.body).startswith(letter.subject)
        assert str(letter.body).count("/account/security/") == 1
        assert emails.SECRET_HEADER not in letter.extra_headers
    assert len(subjects) == len(emails._ACCOUNT_CHANGES)
