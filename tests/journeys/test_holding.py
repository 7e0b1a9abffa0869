"""A moderator with a phone: the line drops in the middle, the record holds everything; voting by keyboard alone."""

import random
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import APIResponse, Browser, Page, Route, expect

from accounts.models import Organisation, User
from hearings.models import CheckIn, Hearing, NamedVote, Proposal, RecordEntry, Turn, Vote
from hearings.states import VoteBase, VoteResult, VoteRule
from hearings.vote_count import Declared, Tally, result
from tests.factories import AgendaItemFactory, RegistrationFactory
from tests.factories.hearings import CheckInFactory, OpenHearingFactory, TurnFactory
from tests.journeys.conftest import Open
from tests.journeys.test_first_thread import fits, nothing_serious

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WAITING = "[data-waiting]"


@pytest.fixture
def hearing(ashyq_orta: Organisation, aigerim: User) -> Hearing:
    begun = timezone.now() - timedelta(minutes=9)
    made = OpenHearingFactory(
        organisation=ashyq_orta, moderator=aigerim, starts_at=begun, state="announced", opened_at=None
    )
    AgendaItemFactory(hearing=made, minutes=5)
    AgendaItemFactory(hearing=made, minutes=30, title_kk="Сөздер", title_ru="Выступления")
    RegistrationFactory(hearing=made, name="Жібек Қыздарбек")
    return made


def queue(page: Page, name: str) -> None:
    page.fill("#turn_name", name)
    page.click("button[value=turn_add]")


def queue_of(turn: Turn) -> None:
    """Another moderator puts one more into the queue."""
    TurnFactory(hearing=turn.hearing, name="Виктор Лисовой", order=turn.order + 1)
    Hearing.objects.filter(pk=turn.hearing_id).update(entries_made=F("entries_made") + 1)


def give_floor(page: Page, name: str) -> None:
    row = page.locator("[data-list=queue] > li", has_text=name)
    row.locator("button[value=turn_start]").click()
    expect(row.locator("[data-timer]")).to_contain_text("/ 3:00")


def propose(page: Page, text: str, author: str) -> None:
    page.fill("#proposal_text", text)
    page.fill("#proposal_name", author)
    page.click("button[value=proposal_add]")
    expect(page.locator("[data-list=proposals] [data-text]", has_text=text)).to_be_visible()


def arrived(page: Page) -> None:
    expect(page.locator(WAITING)).to_be_hidden(timeout=15_000)


def test_network_drops_in_the_middle_and_the_record_holds_everything(
    open_page: Open, sign_in: object, hearing: Hearing, aigerim: User
) -> None:
    page = open_page("/account/sign-in/", language="kk", width=390)
    sign_in(page, aigerim)  # type: ignore[operator]
    page.goto(f"{hearing.path}hold/")
    page.click("#hearing-open")
    page.locator("[id^=begin-]").first.click()
    page.click("#expected summary")
    page.locator("[id^=came-reg]").click()
    queue(page, "Жібек Қыздарбек")
    queue(page, "Виктор Лисовой")
    give_floor(page, "Жібек")
    propose(page, "Тарифті жылына бір рет бекіту", "Жібек Қыздарбек")
    arrived(page)
    expect(page.locator("[data-late]")).to_have_class("q-late is-late")

    page.context.set_offline(True)
    give_floor(page, "Виктор")
    propose(page, "Публиковать расчёт тарифа", "Виктор Лисовой")
    queue(page, "Асель Нұрлан")
    give_floor(page, "Асель")
    expect(page.locator(WAITING)).to_be_visible()
    page.locator("[data-put-to-vote]").last.click()
    page.fill("#vote_quorum", "2")
    page.click("button[value=vote_declare]")
    vote = page.locator("[data-list=vote] [data-row]")
    vote.locator("[name=present]").fill("5")
    for name, count in (("for", "4"), ("against", "1"), ("abstained", "1")):
        vote.locator(f"[name=votes_{name}]").fill(count)
    vote.locator("button[value=vote_close]").click()
    assert "6" in vote.locator("[name=present]").evaluate("field => field.validationMessage")
    vote.locator("[name=votes_abstained]").fill("0")
    vote.locator("button[value=vote_close]").click()
    expect(page.locator("[data-counted]")).to_contain_text("4 : 1 : 0 · қабылданды")
    assert Proposal.objects.count() == 1
    assert not Vote.objects.exists()

    # The phone loses the page as well: what waits is there after a reload, shown and sent.
    waiting = page.evaluate(
        "Object.keys(localStorage).filter((key) => key.startsWith('qatysu-hold:')).length"
    )
    page.route("**/hold/entry/", lambda route: route.abort())
    page.context.set_offline(False)
    page.reload()
    expect(page.locator(WAITING)).to_contain_text(str(waiting))
    expect(page.locator("[data-list=queue]")).to_contain_text("Асель")
    page.unroute("**/hold/entry/")
    arrived(page)
    page.reload()

    turns = list(Turn.objects.order_by("started_at").values_list("name", "ended_at"))
    assert [name for name, _ended in turns] == ["Жібек Қыздарбек", "Виктор Лисовой", "Асель Нұрлан"]
    assert [ended is None for _name, ended in turns] == [False, False, True]
    proposals = Proposal.objects.order_by("number").values_list("number", "name", "language")
    assert list(proposals) == [(1, "Жібек Қыздарбек", "kk"), (2, "Виктор Лисовой", "kk")]
    counted = Vote.objects.get()
    assert (counted.votes_for, counted.votes_against, counted.present, counted.quorum) == (4, 1, 5, 2)
    assert counted.proposal == Proposal.objects.get(number=1)
    assert CheckIn.objects.get().registration is not None
    assert RecordEntry.objects.count() == 13
    expect(page.locator("[data-piece=votes]")).to_contain_text("қабылданды")


def test_page_that_comes_anew_takes_no_button_from_under_the_finger(
    open_page: Open, sign_in: object, hearing: Hearing, aigerim: User
) -> None:
    Hearing.objects.filter(pk=hearing.pk).update(state="open", opened_at=hearing.starts_at)
    turn = TurnFactory(hearing=hearing, name="Жібек Қыздарбек", limit_seconds=180)
    page = open_page("/account/sign-in/", language="kk", width=390)
    sign_in(page, aigerim)  # type: ignore[operator]
    page.goto(f"{hearing.path}hold/")
    button = page.locator("[data-list=queue] > li button[value=turn_start]")
    button.scroll_into_view_if_needed()
    button.hover()
    page.mouse.down()
    with page.expect_response(lambda answer: "/hold/board/" in answer.url and answer.status == 200):
        queue_of(turn)
    page.wait_for_timeout(300)  # the answer is drawn
    page.mouse.up()
    expect(page.locator("[data-list=queue] [data-timer]").first).to_contain_text("/ 3:00")
    arrived(page)
    expect(page.locator("[data-list=queue]")).to_contain_text("Виктор Лисовой")
    turn.refresh_from_db()
    assert turn.started_at is not None


def test_answer_asked_for_before_an_entry_arrived_is_thrown_away(
    open_page: Open, sign_in: object, hearing: Hearing, aigerim: User
) -> None:
    """Else the entry would be gone from the screen for a moment, and its buttons with it."""
    Hearing.objects.filter(pk=hearing.pk).update(state="open", opened_at=hearing.starts_at)
    turn = TurnFactory(hearing=hearing, name="Жібек Қыздарбек")
    page = open_page("/account/sign-in/", language="kk", width=390)
    sign_in(page, aigerim)  # type: ignore[operator]
    page.goto(f"{hearing.path}hold/")
    late: list[tuple[Route, APIResponse]] = []

    def hold_back(route: Route) -> None:
        answer = route.fetch()
        if late or answer.status != 200:
            route.fulfill(response=answer)
        else:
            late.append((route, answer))

    page.route("**/hold/board/**", hold_back)
    queue_of(turn)
    for _half_second in range(40):
        if late:
            break
        page.wait_for_timeout(500)
    queue(page, "Асель Нұрлан")
    arrived(page)
    page.evaluate("""() => {
        window.gone = 0;
        const look = () => { if (!document.querySelector("[data-list=queue]").textContent.includes("Асель")) window.gone += 1; };
        new MutationObserver(look).observe(document.querySelector("[data-live]"), { childList: true, subtree: true });
    }""")
    route, answer = late[0]
    route.fulfill(response=answer)
    expect(page.locator("[data-list=queue]")).to_contain_text("Виктор Лисовой")
    expect(page.locator("[data-list=queue]")).to_contain_text("Асель Нұрлан")
    assert page.evaluate("window.gone") == 0


def test_session_that_ended_keeps_what_is_written_until_the_next_sign_in(
    open_page: Open, sign_in: object, hearing: Hearing, aigerim: User
) -> None:
    # A token of before the next sign-in is refused once, and the page fetches the new one.
    page = open_page("/account/sign-in/", language="kk", width=390, provoked=(403,))
    sign_in(page, aigerim)  # type: ignore[operator]
    page.goto(f"{hearing.path}hold/")
    page.context.clear_cookies(name="sessionid")
    queue(page, "Жібек Қыздарбек")
    expect(page.locator(WAITING)).to_contain_text("қайта кіріңіз")
    other = page.context.new_page()
    sign_in(other, aigerim)  # type: ignore[operator]
    other.close()
    arrived(page)
    assert Turn.objects.get().name == "Жібек Қыздарбек"
    for button in ("open", "close", "reopen", "close"):  # the page follows without being loaded again
        page.click(f"#hearing-{button}")
        arrived(page)
    expect(page.locator("#hearing-close")).to_have_count(0)
    hearing.refresh_from_db()
    assert hearing.closed_at == RecordEntry.objects.filter(kind="close").earliest("made_at").made_at


def test_browser_counts_a_vote_as_the_server_does(chromium: Browser) -> None:
    chance = random.Random(7)
    cases = []
    for _case in range(3_000):
        counts = [chance.randrange(12) for _part in range(3)] + [chance.randrange(2)]
        declared = [chance.choice(list(VoteRule)).value, chance.choice(list(VoteBase)).value]
        cases.append((*declared, chance.randrange(30), counts, sum(counts) + chance.randrange(8)))
    page = chromium.new_page()
    page.add_script_tag(path=Path(settings.BASE_DIR) / "common/static/common/js/vote_count.js")
    said = page.evaluate(
        """(cases) => cases.map(([rule, base, quorum, [inFavour, against, abstained, spoilt], present]) =>
            voteOutcome({ rule, base, quorum }, { inFavour, against, abstained, spoilt }, present))""",
        cases,
    )
    page.close()
    counted = [
        result(Declared(VoteRule(rule), VoteBase(base), quorum), Tally(*counts), present)
        for rule, base, quorum, counts, present in cases
    ]
    assert said == counted
    assert set(counted) == set(VoteResult)


def test_named_vote_by_keyboard_alone(
    open_page: Open, sign_in: object, hearing: Hearing, aigerim: User
) -> None:
    Hearing.objects.filter(pk=hearing.pk).update(state="open", opened_at=hearing.starts_at)
    people = CheckInFactory.create_batch(2, hearing=hearing)
    page = open_page("/account/sign-in/", language="ru", width=390)
    sign_in(page, aigerim)  # type: ignore[operator]
    page.goto(f"{hearing.path}hold/")
    keys = page.keyboard
    page.focus("[data-folds] summary")
    keys.press("Enter")
    keys.press("Tab")
    keys.press("Tab")
    keys.type("Поддержать?")
    keys.press("Tab")
    keys.press("ArrowDown")  # from hands to names
    for _step in range(4):
        keys.press("Tab")
    keys.press("Enter")
    expect(page.locator(f"[id^=for_{people[0].pk}-]")).to_be_visible()
    arrived(page)
    page.focus(f"[id^=for_{people[0].pk}-]")
    keys.press("Enter")
    arrived(page)
    for _step in range(4):  # past the other choices to the next person's second
        keys.press("Tab")
    keys.press("Space")
    arrived(page)
    expect(page.locator("[data-voter] [aria-pressed=true]")).to_have_count(2)
    keys.press("Tab")  # abstained
    keys.press("Tab")  # present
    keys.press("Enter")
    arrived(page)
    assert sorted(NamedVote.objects.values_list("choice", flat=True)) == ["against", "for"]
    closed = Vote.objects.get()
    assert (closed.way, closed.closed_at is not None, closed.present) == ("named", True, 2)


@pytest.mark.parametrize(("language", "dark"), [("kk", False), ("ru", True), ("kk", True), ("ru", False)])
def test_screens_of_the_hearing_have_nothing_serious_and_fit_a_phone(
    open_page: Open, sign_in: object, hearing: Hearing, aigerim: User, language: str, dark: bool
) -> None:
    Hearing.objects.filter(pk=hearing.pk).update(state="open", opened_at=hearing.starts_at)
    User.objects.filter(pk=aigerim.pk).update(interface_language=language)
    CheckInFactory(hearing=hearing)
    TurnFactory(hearing=hearing, started_at=hearing.starts_at, thesis="Тезис")
    TurnFactory(hearing=hearing)
    page = open_page("/account/sign-in/", language=language, width=390, dark=dark)
    sign_in(page, aigerim)  # type: ignore[operator]
    page.goto(f"{hearing.path}hold/")
    propose(page, "Тарифті төмендету", "Жібек")
    arrived(page)
    page.locator("[data-put-to-vote]").first.click()
    page.select_option("#vote_way", "named")
    page.click("button[value=vote_declare]")
    arrived(page)
    for opened in ("#expected", "#came"):
        page.click(f"{opened} summary")
    nothing_serious(page)
    fits(page)
    for name in ("screen", "attendance", "attendance/enter"):
        page.goto(f"{hearing.path}{name}/")
        nothing_serious(page)
        fits(page)
