"""Field evidence in a real browser, in Kazakh: a survey and its stranger; a call, a case, its withdrawal."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts.models import User
from hearings import throttle
from monitoring.models import Case, Question, Survey, SurveyAnswer
from tests.factories import SurveyAnswerFactory
from tests.journeys.conftest import Open
from tests.journeys.test_first_thread import fits, nothing_serious

pytestmark = [pytest.mark.journey, pytest.mark.any_engine, pytest.mark.django_db(transaction=True)]
SAVE = "main form .btn-primary"


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch) -> None:
    call_command("load_reference", verbosity=0)
    monkeypatch.setattr(throttle, "FASTEST_SECONDS", -1)  # a test types faster than people read


def look(page: Page) -> None:
    nothing_serious(page)
    fits(page)


def test_survey_is_built_answered_on_a_phone_and_read(
    open_page: Open, sign_in: Callable[[Page, User], None], aigerim: User
) -> None:
    desk = open_page("/", width=1440)
    sign_in(desk, aigerim)
    desk.goto("/evidence/surveys/")
    look(desk)
    desk.click("main a[href$='/add/']")
    for name, text in (
        ("title_kk", "Ауа"),
        ("title_ru", "Воздух"),
        ("intro_kk", "Екі минут"),
        ("intro_ru", "Две минуты"),
    ):
        desk.fill(f"[name={name}]", text)
    look(desk)
    desk.click(SAVE)
    desk.click("#questions ~ a, a[href$='/questions/add/']")
    desk.fill("[name=text_kk]", "Қай өңір?")
    desk.fill("[name=text_ru]", "Какой регион?")
    desk.fill("[name=options_kk]", "Абай\nАлматы")
    desk.fill("[name=options_ru]", "Абай\nАлматы")
    desk.check("[name=is_required]")
    desk.check("[name=is_group]")
    look(desk)
    desk.click(SAVE)
    look(desk)
    desk.click("form[action$='/open/'] button")
    expect(desk.locator("#public-address")).to_be_visible()
    survey = Survey.objects.get()

    phone = open_page(survey.public_path, width=390, java_script_enabled=False, provoked=(422,))
    phone.click(SAVE)
    expect(phone.locator(".q-errors")).to_be_visible()
    phone.check("input[type=radio][value='1']")
    phone.click(SAVE)
    phone.wait_for_url("**/thanks/")
    assert SurveyAnswer.objects.get().group == 1
    group = Question.objects.get().pk
    for _each in range(6):
        SurveyAnswerFactory(survey=survey, group=0, values={str(group): 0})

    desk.goto(f"{survey.path}results/")
    expect(desk.locator("svg.q-bars")).to_contain_text("Кіші топтар бірге")
    look(desk)
    for path, dark in ((survey.public_path, True), (f"{survey.path}results/", False)):
        page = desk if "evidence" in path else open_page(path, width=390, dark=dark, language="ru")
        page.goto(path)
        look(page)


def test_call_becomes_a_case_that_is_published_and_withdrawn(
    open_page: Open, sign_in: Callable[[Page, User], None], aigerim: User
) -> None:
    page = open_page("/", width=390)
    sign_in(page, aigerim)
    page.goto("/evidence/calls/add/")
    look(page)
    page.fill("[name=asked]", "Жәрдемақы үш ай кешікті")
    page.click(SAVE)
    page.wait_for_url("**/evidence/calls/*/")
    look(page)
    page.click("a[href*='?call=']")
    assert page.input_value("[name=story]") == "Жәрдемақы үш ай кешікті"
    page.check("[name=keep]")
    page.check("[name=publish]")
    look(page)
    page.click(SAVE)
    page.wait_for_url("**/evidence/cases/*/")
    look(page)
    page.click("#copy ~ a")
    for name, text in (
        ("copy_title_kk", "Үш ай"),
        ("copy_title_ru", "Три месяца"),
        ("copy_kk", "Ахметова айтты"),
        ("copy_ru", "Ждал"),
    ):
        page.fill(f"[name={name}]", text)
    page.click(SAVE)
    page.click("form[action$='/settle/'] button")
    page.click("form[action$='/publish/'] button")
    case = Case.objects.get()
    stranger = open_page(case.public_path, width=390, provoked=(404,))
    expect(stranger.locator("main")).to_contain_text("Ахметова айтты")
    look(stranger)
    page.click("li:has(form[action$='/consents/publish/']) summary")
    page.click("form[action$='/consents/publish/'] button")
    answer = stranger.goto(case.public_path)
    assert answer is not None
    assert answer.status == 404
