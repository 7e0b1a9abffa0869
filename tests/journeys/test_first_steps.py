"""A new coordinator on a phone, in Kazakh: from the letter of invitation to the first dossier."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.actions import create_organisation
from accounts.models import Organisation, User
from monitoring.queries.start import start_of
from projects.models import Dossier
from tests.factories import DraftActFactory
from tests.journeys.conftest import PASSWORD, Open

pytestmark = [pytest.mark.journey, pytest.mark.any_engine, pytest.mark.django_db(transaction=True)]


def test_new_coordinator_comes_to_the_first_dossier(open_page: Open, operator: User) -> None:
    ends_on = timezone.localdate() + timedelta(days=20)
    DraftActFactory(title_kk="Атмосфералық ауаны қорғау туралы", ends_on=ends_on, listed_on=timezone.localdate())
    create_organisation(
        name_kk="Жаңа қадам", name_ru="Новый шаг", coordinator_email="gulmira@example.kz", language="kk",
        actor=operator, at=timezone.now(),
    )  # fmt: skip
    (link,) = re.findall(r"^https?://[^/]+(/\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    page = open_page(link, width=390)
    page.fill("input[name=name]", "Гүлмира Сабыр")
    page.fill("input[name=password]", PASSWORD)
    page.fill("input[name=password_again]", PASSWORD)
    page.click("main form button.btn-primary")
    page.wait_for_url("**/")
    assert "4 қадамнан орындалғаны: 0" in page.inner_text("main")
    page.click("summary[title='Осы экран туралы анықтама']")
    page.wait_for_selector("#help-title")
    assert page.inner_text("#help-title") == "Бүгін"
    page.keyboard.press("Escape")
    page.click("text=Тақырыптарды таңдау")
    page.click("a[href='/start/topics/ecology/']")
    page.wait_for_selector("#found-ecology a")
    assert "Атмосфералық" in page.inner_text("#found-ecology")
    page.click("form[action='/start/topics/ecology/'] button")
    page.wait_for_load_state()
    page.click("form[action$='/join/'] button")
    page.wait_for_url("**/dossiers/*/")
    organisation = Organisation.objects.get(name_kk="Жаңа қадам")
    assert Dossier.objects.get(organisation=organisation).owner == User.objects.get(email="gulmira@example.kz")
    start = start_of(organisation.memberships.get())
    assert [step.key for step in start.steps if step.is_done] == ["topics", "dossier"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
