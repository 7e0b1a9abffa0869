"""From the hall to the reply: a moderator with a phone runs a hearing; its minutes hold all of it and go their way."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Organisation, User
from accounts.states import Role
from amendments.models import AmendmentRow
from correspondence.issuing import issue_due
from hearings.consent_texts import VERSION
from hearings.models import Consent, Hearing, Minutes, Proposal, Turn, Vote
from hearings.states import MinutesState, Purpose
from tests.factories import AgendaItemFactory, DossierFactory, MembershipFactory, RegistrationFactory
from tests.factories.hearings import OpenHearingFactory, load_hearing_rules
from tests.journeys.conftest import Open
from tests.journeys.test_first_thread import fits, nothing_serious
from tests.journeys.test_holding import arrived, give_floor, propose, queue

pytestmark = [pytest.mark.journey, pytest.mark.any_engine, pytest.mark.django_db(transaction=True)]
NAMED, QUIET, OFFICIAL = "Жібек Қыздарбек", "Виктор Лисовой", "Асель Нұрлан"
SAID = ("Тарифтің негіздемесі жоқ", "Расчёт никто не видел", "Министрлік есепті жібереді")
PROPOSED = ("Тарифті жылына бір рет бекіту", "Публиковать расчёт тарифа")
DECISIONS = ("Тарифті бірге қарау", "Рассмотреть тариф вместе")


@pytest.fixture
def hearing(ashyq_orta: Organisation, aigerim: User) -> Hearing:
    """Two people have registered: both may be written down, one of them publicly."""
    load_hearing_rules()
    begun = timezone.now() - timedelta(minutes=9)
    dossier = DossierFactory(organisation=ashyq_orta)
    made: Hearing = OpenHearingFactory(
        organisation=ashyq_orta,
        dossier=dossier,
        moderator=aigerim,
        starts_at=begun,
        state="announced",
        opened_at=None,
    )
    AgendaItemFactory(hearing=made, minutes=30, title_kk="Сөздер", title_ru="Выступления")
    for name, purposes in ((NAMED, (Purpose.TAKING_PART, Purpose.NAMED)), (QUIET, (Purpose.TAKING_PART,))):
        person = RegistrationFactory(hearing=made, name=name)
        for purpose in purposes:
            facts = {"purpose": purpose, "version": VERSION, "language": "kk", "text": "…", "given_at": begun}
            Consent.objects.create(registration=person, **facts)
    return made


@pytest.fixture
def timur(ashyq_orta: Organisation) -> User:
    user: User = MembershipFactory(
        organisation=ashyq_orta,
        role=Role.LAWYER,
        user__name="Тимур Ведерников",
        user__interface_language="ru",
    ).user
    return user


def press(page: Page, address: str, words: str = "") -> None:
    """Send the form that goes to this address, and see the page that follows."""
    forms = page.locator(f"form[action$='{address}']")
    with page.expect_navigation():
        (forms.filter(has_text=words) if words else forms).locator("button:not([type=button])").first.click()


def made(page: Page) -> None:
    """The worker makes the document; the page shows its number when it is looked at again."""
    assert issue_due(timezone.now()) == 1
    page.reload()


def hold(page: Page, hearing: Hearing) -> None:
    """Three speakers, two proposals and a vote, on a phone."""
    page.goto(f"{hearing.path}hold/")
    page.click("#hearing-open")
    page.locator("[id^=begin-]").first.click()
    page.click("#expected summary")
    for left in (1, 0):
        page.locator("[id^=came-reg]").first.click()
        expect(page.locator("[id^=came-reg]")).to_have_count(left)
    page.fill("#check_in_name", OFFICIAL)
    page.check("#check_in_is_official")
    page.locator("form", has=page.locator("#check_in_name")).locator("button").click()
    for name in (NAMED, QUIET, OFFICIAL):
        queue(page, name)
        give_floor(page, name)
    for text, author in zip(PROPOSED, (NAMED, QUIET), strict=True):
        propose(page, text, author)
    page.locator("[data-put-to-vote]").first.click()
    page.click("button[value=vote_declare]")
    vote = page.locator("[data-list=vote] [data-row]")
    for name, count in (("present", 12), ("votes_for", 7), ("votes_against", 3), ("votes_abstained", 2)):
        vote.locator(f"[name={name}]").fill(str(count))
    vote.locator("button[value=vote_close]").click()
    arrived(page)
    page.reload()
    write_down(page, NAMED, SAID[0])
    write_down(page, QUIET, SAID[1])
    page.click("#hearing-close")
    arrived(page)
    page.reload()
    write_down(page, OFFICIAL, SAID[2])
    arrived(page)


def write_down(page: Page, name: str, words: str) -> None:
    row = page.locator("[data-piece=spoken] li", has_text=name)
    row.locator("summary").click()
    row.locator("[name=thesis]").fill(words)
    row.locator("[id^=write-]").click()


def text_of(page: Page, address: str) -> str:
    page.goto(address)
    return page.locator(".q-minutes").inner_text()


def test_minutes_hold_everything_and_go_their_way(
    open_page: Open, sign_in: Any, hearing: Hearing, aigerim: User, timur: User
) -> None:
    page = open_page("/account/sign-in/", language="kk", width=390)
    sign_in(page, aigerim)
    hold(page, hearing)
    minutes = f"{hearing.path}minutes/"

    full = text_of(page, f"{minutes}paper/")
    for said in (*SAID, *PROPOSED, NAMED, QUIET, OFFICIAL, "12", "7", "қабылданды", "лауазымы бойынша"):
        assert said in full, said
    fits(page)
    page.goto(f"{minutes}edit/")
    page.fill("[name=decisions_kk]", DECISIONS[0])
    page.fill("[name=decisions_ru]", DECISIONS[1])
    with page.expect_navigation():
        page.click("main .btn-primary")
    page.check(f"[name=people][value='{timur.pk}']")
    page.fill("[name=until]", timezone.localdate().isoformat())
    press(page, "/round/")

    reader = open_page("/account/sign-in/", language="ru")
    sign_in(reader, timur)
    assert DECISIONS[1] in text_of(reader, f"{minutes}paper/")
    reader.fill("[name=text]", "Проверьте время")
    press(reader, "/comment/")
    page.goto(minutes)
    expect(page.locator("form[action$='/approve/']")).to_have_count(0)
    press(page, "/settle/")
    press(page, "/approve/")
    made(page)
    press(page, "/publish/")

    stranger = open_page(f"{hearing.public_path}minutes/", language="ru")
    public = stranger.locator(".q-minutes").inner_text()
    for said in (*SAID, *PROPOSED, NAMED, OFFICIAL, DECISIONS[1]):
        assert said in public, said
    assert QUIET not in public
    nothing_serious(stranger)
    for language, dark in (("kk", False), ("kk", True), ("ru", True)):
        on_a_phone = open_page(f"{hearing.public_path}minutes/", language=language, width=390, dark=dark)
        nothing_serious(on_a_phone)
        fits(on_a_phone)

    press(page, "/amendments/")
    assert AmendmentRow.objects.count() == 2
    page.click("#letters ~ *, section[aria-labelledby=letters] details summary")
    page.fill("[name=addressee_kk]", "Министрлік")
    page.fill("[name=addressee_ru]", "Министерство")
    press(page, "/letters/")
    made(page)
    expect(page.locator("dl")).to_contain_text("№ 2/")
    proof = {"name": "чек.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF"}
    page.set_input_files("[name=proof]", [proof])  # type: ignore[list-item]
    page.fill("[name=reply_on]", (timezone.localdate() + timedelta(days=20)).isoformat())
    press(page, "/sent/")
    expect(page.locator("section[aria-labelledby=proof]")).to_contain_text("чек.pdf")
    page.fill("[name=reply]", "Қаралды")
    press(page, "/reply/")
    expect(page.locator("dl")).to_contain_text("Қаралды")
    fits(page)
    nothing_serious(page)

    assert Minutes.objects.get().state == MinutesState.PUBLISHED
    kept = (Turn.objects.count(), Proposal.objects.count(), Vote.objects.count())
    assert kept == (3, 2, 1)
