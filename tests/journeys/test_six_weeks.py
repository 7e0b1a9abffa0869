"""One person carries one draft through the six weeks of the road map, in Kazakh, week by week."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Organisation, User
from amendments.models import AmendmentTable, Outcome, Submission
from correspondence.issuing import issue_due
from hearings.models import Hearing, Minutes
from inforequests.models import InfoRequest
from projects.models import Dossier, RoadMapTask
from projects.states import TaskState
from tests.factories import DraftActFactory
from tests.journeys.conftest import PASSWORD, Open
from tests.journeys.test_answers import approve, assess, bring_the_page_in, pressed, send, write
from tests.journeys.test_first_thread import fits, nothing_serious
from tests.journeys.test_holding import arrived, give_floor, propose, queue
from tests.journeys.test_minutes import press, write_down
from tests.moments import almaty
from tests.projects.comment_pages import PORTAL_ID

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.slow]
PATIENCE = 10_000  # milliseconds for each step

TITLE = "Су тарифтерін бекіту қағидаларына өзгерістер енгізу туралы"
ENDS_ON = date(2026, 10, 30)
HEARING = "27.10.2026 15:00"
TEXTS = {
    "title": ("Су тарифі жобасын тыңдау", "Слушания по проекту тарифа на воду"),
    "aim": ("Тұтынушылардың пікірін жинау", "Собрать мнения потребителей"),
    "norms": ("3-тармақ", "пункт 3"),
    "decisions": ("Бірлескен ұсыныстар", "Общие предложения"),
    "place": ("Астана, Сарайшық көшесі, 5", "Астана, улица Сарайшык, 5"),
}
RULES = {
    "rules": ("Баяндамаға 10 минут.", "Доклад 10 минут."),
    "access": ("Пандус бар.", "Есть пандус."),
}


@contextmanager
def at(moment: str, page: Page, person: User) -> Iterator[None]:
    """That day and hour, with a fresh sign-in: a session does not last for weeks."""
    with time_machine.travel(almaty(moment), tick=True):
        page.context.clear_cookies(name="sessionid")
        page.goto("/account/sign-in/")
        page.fill("input[name=username]", person.email)
        page.fill("input[name=password]", PASSWORD)
        page.click("main form button")
        page.wait_for_url(lambda address: "sign-in" not in address)
        yield


def map_of(page: Page, dossier: Dossier) -> None:
    page.goto(f"/dossiers/{dossier.pk}/road-map/")
    fits(page)


def standing(dossier: Dossier) -> dict[str, str]:
    return dict(RoadMapTask.objects.filter(road_map__dossier=dossier).values_list("key", "state"))


def done(dossier: Dossier, *keys: str) -> None:
    states = standing(dossier)
    assert {key: states[key] for key in keys} == dict.fromkeys(keys, TaskState.DONE)


def mark_done(page: Page, dossier: Dossier, key: str) -> None:
    task = RoadMapTask.objects.get(road_map__dossier=dossier, key=key)
    map_of(page, dossier)
    pressed(page, f"form[action$='/tasks/{task.pk}/done/'] button")


def fill(page: Page, texts: dict[str, tuple[str, str]]) -> None:
    for name, (kk, ru) in texts.items():
        page.fill(f"[name={name}_kk]", kk)
        page.fill(f"[name={name}_ru]", ru)


@pytest.fixture
def draft(ashyq_orta: Organisation) -> Any:
    with time_machine.travel(almaty("05.10.2026 09:00"), tick=True):
        call_command("load_reference", verbosity=0)
        return DraftActFactory(
            portal_id=PORTAL_ID,
            title_kk=TITLE,
            title_ru="О тарифах на воду",
            created_on=date(2026, 10, 5),
            ends_on=ENDS_ON,
            listed_on=date(2026, 10, 5),
        )


def test_one_person_plays_the_six_weeks(
    open_page: Open, aigerim: User, ashyq_orta: Organisation, draft: Any
) -> None:
    aigerim.set_password(PASSWORD)
    aigerim.save(update_fields=["password"])
    page = open_page("/account/sign-in/", language="kk", width=1440)
    page.set_default_timeout(PATIENCE)
    with at("05.10.2026 09:30", page, aigerim):
        dossier = first_week(page, draft)
    with at("12.10.2026 09:30", page, aigerim):
        second_week(page, dossier)
    with at("16.10.2026 10:00", page, aigerim):
        hearing = third_week(page, dossier, aigerim)
    with at(HEARING, page, aigerim):
        fourth_week(page, dossier, hearing)
    with at("02.11.2026 10:00", page, aigerim):
        fifth_week(page, dossier, hearing)
    with at("09.11.2026 10:00", page, aigerim):
        sixth_week(page, dossier)


def first_week(page: Page, draft: Any) -> Dossier:
    """The subject is watched, the draft taken up, the road map planned, the stakeholders written down."""
    page.goto("/topics/add/")
    page.fill("[name=name]", "Су")
    page.fill("[name=words]", "тариф")
    pressed(page, "main form:has([name=words]) button.btn-primary")
    page.goto(f"/drafts/{draft.pk}/")
    page.click("form[action$='/join/'] button")
    page.wait_for_url("**/dossiers/*/")
    dossier = Dossier.objects.get()
    page.click("section[aria-labelledby=road-map] form button")
    page.wait_for_url("**/road-map/")
    expect(page.locator(".q-conflict")).to_have_count(0)
    nothing_serious(page)
    done(dossier, "subscription")
    mark_done(page, dossier, "topic-and-aims")
    done(dossier, "topic-and-aims")
    return dossier


def second_week(page: Page, dossier: Dossier) -> None:
    assess(page, dossier)
    write(page, dossier)
    approve(page, dossier)
    done(dossier, "assessment", "table")
    map_of(page, dossier)
    expect(page.locator("main")).to_contain_text(re.compile("Өзі жабылған күні – .+: түзетулер кестесі бекітілді"))


def third_week(page: Page, dossier: Dossier, moderator: User) -> Hearing:
    """The hearing is planned, announced in both languages, its stakeholders invited."""
    page.goto(f"/hearings/add/?dossier={dossier.pk}")
    fill(page, TEXTS)
    page.fill("[name=starts_at]", "2026-10-27T15:00")
    page.select_option("[name=moderator]", str(moderator.pk))
    pressed(page, "main .q-submit .btn-primary")
    hearing = Hearing.objects.get()
    assert hearing.dossier == dossier
    page.goto(hearing.path)
    pressed(page, "form[action$='/agenda/usual/'] button")
    page.goto("/hearings/stakeholders/")
    page.fill("[name=name]", "Су пайдаланушылар қауымдастығы")
    pressed(page, "main form:has([name=name]) .btn-primary")
    page.goto(f"{hearing.path}invited/")
    page.locator("main input[type=checkbox]").first.check()
    pressed(page, "main form .btn-primary")
    page.goto(f"{hearing.path}announcement/")
    fill(page, RULES)
    pressed(page, "main .q-submit .btn-primary")
    page.goto(hearing.path)
    pressed(page, "form[action$='/announce/'] button")
    hearing.refresh_from_db()
    assert hearing.announced_at is not None
    done(dossier, "stakeholders", "announcement")
    return hearing


def fourth_week(page: Page, dossier: Dossier, hearing: Hearing) -> None:
    """The hearing is held; what was proposed before goes to the portal the same week."""
    page.goto(f"{hearing.path}hold/")
    page.click("#hearing-open")
    page.locator("[id^=begin-]").first.click()
    queue(page, "Жібек Қыздарбек")
    give_floor(page, "Жібек Қыздарбек")
    propose(page, "Тарифті жылына бір рет бекіту", "Жібек Қыздарбек")
    arrived(page)
    page.click("#hearing-close")
    arrived(page)
    page.reload()
    write_down(page, "Жібек Қыздарбек", "Тарифтің негіздемесі жоқ")
    arrived(page)
    send(page, dossier)
    assert Submission.objects.count() == 1
    done(dossier, "hearing", "registration", "submission")


def fifth_week(page: Page, dossier: Dossier, hearing: Hearing) -> None:
    """The minutes are read, approved and published, and the council is written to."""
    minutes = f"{hearing.path}minutes/"
    page.goto(f"{minutes}edit/")
    page.fill("[name=decisions_kk]", "Тарифті бірге қарау")
    page.fill("[name=decisions_ru]", "Рассмотреть тариф вместе")
    pressed(page, "main .btn-primary")
    page.goto(minutes)
    page.fill("[name=until]", timezone.localdate().isoformat())
    press(page, "/round/")
    press(page, "/approve/")
    assert issue_due(timezone.now()) == 1
    page.reload()
    press(page, "/publish/")
    assert Minutes.objects.get().published_at is not None
    page.click("section[aria-labelledby=letters] details summary")
    page.select_option("[name=to]", "council")
    page.fill("[name=addressee_kk]", "Қоғамдық кеңес")
    page.fill("[name=addressee_ru]", "Общественный совет")
    press(page, "/letters/")
    assert issue_due(timezone.now()) == 1
    page.reload()
    page.fill("[name=reply_on]", "2026-11-20")
    press(page, "/sent/")
    done(dossier, "minutes", "council")


def sixth_week(page: Page, dossier: Dossier) -> None:
    """The body's answers are confirmed; one is refused, so plan B begins: the body is asked for its calculation."""
    bring_the_page_in(page, dossier)
    pressed(page, ".q-actions a[href$='/outcomes/confirm/']")
    for box in page.locator("#together input[type=checkbox]").all():
        box.check()
    pressed(page, "#together .btn-primary")
    for row in AmendmentTable.objects.get().rows.all():
        if not Outcome.objects.filter(row=row, confirmed_at__isnull=False).exists():
            page.goto(f"/dossiers/{dossier.pk}/amendments/outcomes/rows/{row.pk}/")
            pressed(page, "main section form .btn-primary")
    done(dossier, "reaction")
    map_of(page, dossier)
    nothing_serious(page)
    pressed(page, "form[action$='/plan-b/'] button")
    assert standing(dossier)["repeat-request"] == TaskState.OPEN
    page.goto(f"/dossiers/{dossier.pk}/")
    page.click("section[aria-labelledby=asked] form button")
    page.wait_for_url("**/requests/*/")
    assert InfoRequest.objects.get().dossier == dossier
    for key in ("repeat-discussion", "media"):
        mark_done(page, dossier, key)
    page.goto("/work/")
    fits(page)
    page.goto("/influence/")
    expect(page.locator("main")).to_contain_text("Ұсыныстар: жауап берілгені 2, оның ішінде қабылданғаны 1")
    nothing_serious(page)
