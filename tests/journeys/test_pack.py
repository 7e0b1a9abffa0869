"""The pack put together by the organisation, read by a stranger who then writes a proposal and confirms it by letter."""

import os
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Organisation, User
from correspondence.models import OutgoingEmail
from hearings import throttle
from hearings.actions import archives
from hearings.models import Hearing, PackArchive, PackFile, Proposal
from tests.factories import HearingFactory
from tests.factories.hearings import load_hearing_rules
from tests.hearings.test_pack import pdf
from tests.journeys.conftest import Open
from tests.journeys.test_first_thread import fits, nothing_serious

pytestmark = [pytest.mark.journey, pytest.mark.any_engine, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS", "")


def shot(page: Page, name: str) -> None:
    """Kept only where somebody wants to look: SHOTS=<folder>."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.fixture
def hearing(ashyq_orta: Organisation, aigerim: User, monkeypatch: pytest.MonkeyPatch) -> Hearing:
    monkeypatch.setattr(throttle, "FASTEST_SECONDS", -1)  # a test types faster than people read
    load_hearing_rules()
    return HearingFactory(
        organisation=ashyq_orta,
        starts_at=timezone.now() + timedelta(days=30),
        moderator=aigerim,
        state="announced",
        announced_at=timezone.now(),
        notice=1,
    )


def test_pack_is_put_together_and_answered_in_writing(
    open_page: Open,
    hearing: Hearing,
    aigerim: User,
    sign_in: Callable[[Page, User], None],
    through_outbox: None,
) -> None:
    hers = open_page("/", language="ru")
    sign_in(hers, aigerim)
    hers.goto(f"/hearings/{hearing.pk}/pack/")
    card = hers.locator("section", has=hers.locator("#explanatory_note"))
    card.locator("summary").click()
    for language in ("kk", "ru"):
        body = {
            "name": f"note-{language}.pdf",
            "mimeType": "application/pdf",
            "buffer": pdf(language.encode()),
        }
        card.locator(f"input[name=file_{language}]").set_input_files(files=[body])  # type: ignore[list-item]
    card.locator("details form button").click()
    hers.wait_for_load_state()
    hers.click("form[action$='/proposal_form/make/'] button")
    hers.wait_for_load_state()
    assert PackFile.objects.count() == 4
    PackFile.objects.filter(kind="proposal_form").delete()
    archives.make_due(timezone.now())
    assert PackArchive.objects.get().state == "ready"
    hers.reload()
    nothing_serious(hers)
    shot(hers, "pack-ru-1440")

    page = open_page(f"{hearing.public_path}pack/", language="kk", width=390)
    fits(page)
    nothing_serious(page)
    shot(page, "public-pack-kk-390")
    with page.expect_download() as coming:
        page.click("main a.btn-primary")
    assert coming.value.suggested_filename.endswith(f"{hearing.code}.zip")
    page.goto(f"{hearing.public_path}write/")
    page.fill("[name=text]", "Тариф жылына бір рет бекітілсін.")
    page.fill("[name=name]", "Жібек Қыздарбек")
    page.fill("[name=email]", "zhibek@example.kz")
    page.click("main .btn-primary")
    expect(page.locator(".q-errors")).to_be_visible()
    fits(page)
    nothing_serious(page)
    shot(page, "write-kk-390")
    page.check("[name=taking_part]")
    page.click("main .btn-primary")
    page.wait_for_url("**/written/")
    found = re.search(r"/h/writing/\S+", OutgoingEmail.objects.get().text)
    assert found is not None
    page.goto(found.group())
    assert not Proposal.objects.exists()
    page.click("main .q-alert .btn-primary")
    page.wait_for_load_state()
    fits(page)
    nothing_serious(page)
    shot(page, "written-kk-390")
    assert Proposal.objects.get().number == 1

    dark = open_page("/", language="kk", width=390, dark=True)
    sign_in(dark, aigerim)
    for name, path in (
        ("pack", f"/hearings/{hearing.pk}/pack/"),
        ("participants", f"/hearings/{hearing.pk}/participants/"),
        ("terms", "/hearings/terms/"),
        ("hearing", hearing.path),
        ("public", hearing.public_path),
    ):
        dark.goto(path)
        fits(dark)
        nothing_serious(dark)
        shot(dark, f"{name}-kk-390-dark")
    for name, path in (
        ("participants", f"/hearings/{hearing.pk}/participants/"),
        ("terms", "/hearings/terms/"),
        ("public-pack", f"{hearing.public_path}pack/"),
        ("write", f"{hearing.public_path}write/"),
    ):
        hers.goto(path)
        shot(hers, f"{name}-ru-1440")
