"""Every letter the product writes, in Kazakh and in Russian: both parts say the same, and every link leads somewhere."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.core import mail
from django.template.loader import get_template
from django.test import Client
from django.utils import translation

from accounts.actions import ask_password_reset, invite
from accounts.models import User
from correspondence.actions import address_refuses, queue_email, tell
from correspondence.composing import compose_notices
from correspondence.models import Notice, OutgoingEmail
from deadlines import actions
from deadlines.actions import Words
from tests.correspondence.test_composing import MATCH
from tests.factories import DeadlineFactory
from tests.moments import almaty, day

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
LANGUAGES = ("kk", "ru")
LABEL = Words("Ұсыныстарды енгізу", "Направить предложения")
ABOUT = Words("«Еңбек туралы» <бұйрық> & жоба", "Проект приказа «О труде» <и> & прочем")

EXPECTED = {
    # what: (kk in the subject, ru in the subject, kk in both parts, ru in both parts)
    "t-5": ("25 қараша", "25 ноября", "5 жұмыс күні қалды", "осталось 5 рабочих дней"),
    "t-3": ("25 қараша", "25 ноября", "3 жұмыс күні қалды", "осталось 3 рабочих дня"),
    "t-1": ("25 қараша", "25 ноября", "1 жұмыс күні қалды", "остался 1 рабочий день"),
    "t-0": ("", "", "25 қараша, сәрсенбі", "до среды, 25 ноября, 24:00"),
    "overdue": ("25 қараша", "25 ноября", "25 қараша, сәрсенбі", "25 ноября, среда"),
    "escalated": ("25 қараша", "25 ноября", "25 қараша, сәрсенбі", "25 ноября, среда"),
    "moved": ("2 желтоқсан", "2 декабря", "25 қараша", "25 ноября"),
    "assigned": ("25 қараша", "25 ноября", "Болат Ахметов", "Болат Ахметов"),
    "match": ("", "", "4 желтоқсан", "4 декабря"),
    "urgent match": ("4 желтоқсан", "4 декабря", "4 желтоқсан", "4 декабря"),
    "address": ("Болат Ахметов", "Болат Ахметов", "bolat@example.kz", "bolat@example.kz"),
}
REMINDED_ON = {
    "t-5": "18.11.2026",
    "t-3": "20.11.2026",
    "t-1": "24.11.2026",
    "t-0": "25.11.2026",
    "overdue": "26.11.2026",
    "escalated": "27.11.2026",
}


def write(what: str, reader: User, other: User, organisation: Any) -> OutgoingEmail:
    """The letter of this kind to the reader, made the product's own way."""
    at = almaty(REMINDED_ON.get(what, "20.11.2026"))
    if what in REMINDED_ON:
        on = at.date()
        DeadlineFactory(organisation=organisation, responsible=reader, label=LABEL, about=ABOUT, on=on)
        actions.send_due_reminders(at)
    elif what in ("moved", "assigned"):
        deadline = DeadlineFactory(
            organisation=organisation,
            responsible=reader if what == "moved" else None,
            label=LABEL,
            about=ABOUT,
        )
        if what == "moved":
            actions.move_deadline(
                deadline, day("02.12.2026"), on=at.date(), at=at, reason="portal", actor=other
            )
        else:
            actions.assign_deadline(deadline, reader, actor=other, at=at)
    elif what == "address":
        address_refuses(other, at=at)
    else:
        facts = {**MATCH, "short": True}
        tell(
            [reader],
            organisation=organisation,
            thread="window:1",
            stage="match",
            template="match",
            facts=facts,
            at=at,
            urgent=what.startswith("urgent"),
        )
        at = at if what.startswith("urgent") else almaty("21.11.2026")
    compose_notices(at)
    return OutgoingEmail.objects.get(recipient=reader)


def seen(markup: str) -> str:
    """What a reader sees of the HTML part."""
    body = re.sub(r"<head>.*?</head>|<!--.*?-->|<[^>]+>", " ", markup, flags=re.DOTALL)
    return " ".join(html.unescape(body).split())


def links(email: OutgoingEmail) -> set[str]:
    found = re.findall(r"https?://[^\s\"<>]+", email.text) + re.findall(r'href="([^"]+)"', email.html)
    return {html.unescape(link) for link in found}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", EXPECTED)
def test_letter_says_what_and_until_when_in_its_readers_language(
    ashyq_orta: Any, aigerim: User, bolat: User, what: str, language: str
) -> None:
    User.objects.filter(pk=aigerim.pk).update(mail_language=language)
    aigerim.refresh_from_db()

    email = write(what, aigerim, bolat, ashyq_orta)

    kk_subject, ru_subject, kk_text, ru_text = EXPECTED[what]
    subject, words = (kk_subject, kk_text) if language == "kk" else (ru_subject, ru_text)
    assert email.language == language
    assert subject in email.subject
    assert words.lower() in email.text.lower()
    assert words.lower() in seen(email.html).lower()
    label = {"kk": LABEL.kk, "ru": LABEL.ru}
    if "match" not in what and what != "address":
        for part in (email.subject, email.text, seen(email.html)):
            assert label[language] in part
            assert label["ru" if language == "kk" else "kk"] not in part


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", EXPECTED)
def test_letter_has_no_english_left_over_and_no_unfilled_place(
    ashyq_orta: Any, aigerim: User, bolat: User, what: str, language: str
) -> None:
    User.objects.filter(pk=aigerim.pk).update(mail_language=language)
    aigerim.refresh_from_db()

    email = write(what, aigerim, bolat, ashyq_orta)

    for part in (email.subject, email.text, seen(email.html)):
        without_addresses = re.sub(r"https?://\S+|\S+@\S+", "", part).replace("Qatysu", "")
        assert re.findall(r"[A-Za-z]{3,}", without_addresses) == [], part
        assert not re.search(r"\{\{|\{%|%\(|None|\bnull\b|««|»»", part)
    assert "\n\n\n" not in email.text
    assert not re.search(r"[А-Яа-яӘ-ӯ]-\s", email.subject)


@pytest.mark.parametrize("what", EXPECTED)
def test_every_link_of_every_letter_leads_somewhere(
    client_of: ClientOf, ashyq_orta: Any, aigerim: User, bolat: User, what: str
) -> None:
    email = write(what, aigerim, bolat, ashyq_orta)
    client, dead = client_of(aigerim), {}
    for link in links(email):
        assert link.startswith(project_settings.SITE_URL), link
        path = link.removeprefix(project_settings.SITE_URL)
        if path not in (
            "/dossiers/1/",
            "/drafts/1/",
        ):  # invented objects: that their pages exist is seen below
            status = client.get(path).status_code
            if status not in (200, 302):
                dead[path] = status

    assert links(email)
    assert dead == {}


@pytest.mark.parametrize("name", ["projects:draft", "monitoring:dossier"])
def test_pages_of_invented_objects_have_the_addresses_that_letters_use(name: str) -> None:
    from django.urls import reverse

    assert (
        reverse(name, args=[1])
        == {"projects:draft": "/drafts/1/", "monitoring:dossier": "/dossiers/1/"}[name]
    )


def test_words_of_the_state_are_escaped_in_html_and_plain_in_text(
    ashyq_orta: Any, aigerim: User, bolat: User
) -> None:
    email = write("t-3", aigerim, bolat, ashyq_orta)

    assert ABOUT.kk in email.text
    assert "<бұйрық>" not in email.html
    assert "&lt;бұйрық&gt; &amp; жоба" in email.html


@pytest.mark.parametrize("language", LANGUAGES)
def test_late_reminder_says_so_and_names_the_day(
    ashyq_orta: Any, aigerim: User, bolat: User, language: str
) -> None:
    User.objects.filter(pk=aigerim.pk).update(mail_language=language)
    DeadlineFactory(organisation=ashyq_orta, responsible=User.objects.get(pk=aigerim.pk), label=LABEL)

    actions.send_due_reminders(almaty("23.11.2026"))
    compose_notices(almaty("23.11.2026"))

    email = OutgoingEmail.objects.get()
    for part in (email.text, seen(email.html)):
        assert ("20 қараша" if language == "kk" else "20 ноября") in part
        assert ("18 қараша" if language == "kk" else "18 ноября") in part
        assert ("2 жұмыс күні қалды" if language == "kk" else "осталось 2 рабочих дня") in part.lower()


def test_reminder_of_the_last_day_that_comes_a_day_late_does_not_say_today(
    ashyq_orta: Any, aigerim: User, bolat: User
) -> None:
    # Saturday: the last day was Friday, the next working day has not come yet.
    DeadlineFactory(
        organisation=ashyq_orta, responsible=aigerim, due_on=day("27.11.2026"), on=day("27.11.2026")
    )

    actions.send_due_reminders(almaty("28.11.2026"))
    compose_notices(almaty("28.11.2026"))

    with translation.override("kk"):
        today = translation.gettext("Today is the last day: %(until)s.") % {"until": "27 қараша, жұма"}
    email = OutgoingEmail.objects.get()
    assert today[:12] not in email.text
    assert "27 қараша, жұма" in email.text


# --- M8: whose language -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("chosen", "written"), [("kk", "kk"), ("ru", "ru"), (None, "kk")])
@pytest.mark.parametrize("interface", ["kk", "ru", "en"])
def test_letter_is_in_the_language_chosen_for_letters_and_in_kazakh_where_none_is(
    ashyq_orta: Any, chosen: str | None, written: str, interface: str
) -> None:
    from tests.factories import MembershipFactory, UserFactory

    reader = UserFactory(interface_language=interface, **({"mail_language": chosen} if chosen else {}))
    MembershipFactory(user=reader, organisation=ashyq_orta)

    with translation.override(interface):
        email = write("t-3", reader, reader, ashyq_orta)

    assert (email.language, LABEL.kk in email.text) == (written, written == "kk")


# --- Letters about accounts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_about_accounts_go_through_the_outbox_as_secrets_in_their_readers_language(
    through_outbox: None, client_of: ClientOf, ashyq_orta: Any, aigerim: User, language: str
) -> None:
    User.objects.filter(pk=aigerim.pk).update(mail_language=language)
    at = almaty("20.11.2026")
    ask_password_reset(aigerim.email, at=at)
    invite(ashyq_orta, email="new@example.kz", role="lawyer", language=language, actor=aigerim, at=at)

    reset, invitation = OutgoingEmail.objects.order_by("id")

    assert mail.outbox == []
    for email in (reset, invitation):
        assert (email.is_secret, email.language) == (True, language)
        assert all(
            client_of(None).get(link.removeprefix(project_settings.SITE_URL)).status_code in (200, 302)
            for link in links(email)
        )
    assert reset.recipient == aigerim
    assert (invitation.organisation, invitation.recipient) == (ashyq_orta, None)


def test_every_template_of_a_notice_has_its_three_parts() -> None:
    for name in ("deadline", "date_moved", "assigned", "match", "address_refused", "road_map_moved"):
        for part in (f"_{name}.txt", f"_{name}.html", f"_{name}.subject.txt"):
            get_template(f"emails/{part}")


def test_unknown_language_of_a_caller_falls_to_russian() -> None:
    assert (
        queue_email(
            key="k", address="a@b.kz", subject="x", text="x", language="en", at=almaty("20.11.2026")
        ).language
        == "ru"
    )
    assert not Notice.objects.exists()
