"""The whole way in a browser: assessed, written, checked, approved, sent, answered, confirmed, taken back, confirmed again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Organisation, User
from amendments.models import AmendmentRow, AmendmentTable, Outcome, RapidAssessment, Submission
from amendments.models.table import CELLS
from amendments.states import TableState
from projects.models import Dossier
from tests.amendments.conftest import SECOND
from tests.amendments.outcome_pages import OTHER, answered
from tests.factories import DossierFactory, DraftActFactory
from tests.factories.amendments import TEXTS
from tests.journeys.conftest import Open
from tests.journeys.test_first_thread import fits, nothing_serious
from tests.projects.comment_pages import PORTAL_ID, comments_page

pytestmark = [pytest.mark.journey, pytest.mark.any_engine, pytest.mark.django_db(transaction=True)]
ROWS = (TEXTS, {**TEXTS, **SECOND})


@pytest.fixture
def dossier(ashyq_orta: Organisation) -> Dossier:
    draft = DraftActFactory(portal_id=PORTAL_ID, ends_on=timezone.localdate() + timedelta(days=3))
    return DossierFactory(organisation=ashyq_orta, draft=draft)


@pytest.mark.parametrize(("language", "width", "dark"), [("kk", 1440, False), ("ru", 390, True)])
def test_from_the_assessment_to_a_recorded_outcome(
    open_page: Open,
    sign_in: Callable[[Page, User], None],
    aigerim: User,
    dossier: Dossier,
    language: str,
    width: int,
    dark: bool,
) -> None:
    page = open_page("/account/sign-in/", language=language, width=width, dark=dark)
    sign_in(page, aigerim)
    assess(page, dossier)
    write(page, dossier)
    approve(page, dossier)
    send(page, dossier)
    bring_the_page_in(page, dossier)
    confirm(page, dossier)
    page.goto(f"/dossiers/{dossier.pk}/")
    expect(page.locator(".q-thread li").nth(5)).to_have_class("is-done")
    fits(page)
    nothing_serious(page)


def looked_at(page: Page) -> None:
    fits(page)
    nothing_serious(page)


def pressed(page: Page, selector: str) -> None:
    page.locator(selector).first.click()
    page.wait_for_load_state()


def assess(page: Page, dossier: Dossier) -> None:
    page.goto(f"/dossiers/{dossier.pk}/")
    pressed(page, f"a[href='/dossiers/{dossier.pk}/assessment/edit/']")
    page.fill("[name=reason_kk]", "Тариф тұтынушыларға әсер етеді.")
    page.fill("[name=reason_ru]", "Тариф затрагивает потребителей.")
    page.check("[name=recommendation][value=take_part]")
    page.click("main .q-submit .btn-primary")
    page.wait_for_url("**/assessment/?saved=1")
    assert RapidAssessment.objects.get().recommendation == "take_part"


def write(page: Page, dossier: Dossier) -> None:
    base = f"/dossiers/{dossier.pk}/amendments/"
    page.goto(f"/dossiers/{dossier.pk}/")
    pressed(page, "form[action$='/begin/'] button")
    for texts in ROWS:
        page.goto(base)
        before = AmendmentRow.objects.count()
        page.click("form[action$='/rows/add/'] button")
        page.wait_for_selector("tbody.is-open")
        assert AmendmentRow.objects.count() == before + 1
        row = AmendmentRow.objects.latest("pk")
        page.goto(f"{base}rows/{row.pk}/edit/")
        for cell in CELLS:
            page.fill(f"[name={cell}]", texts[cell])
        settled(page, lambda row=row, texts=texts: written(row, texts))
        for code in ("kk", "ru"):
            page.goto(f"{base}rows/{row.pk}/edit/")
            pressed(page, f"form[action$='/check/{code}/'] button")
    page.goto(base)
    for code, words in (("kk", "Тариф ашық болсын."), ("ru", "Тариф должен быть открытым.")):
        page.fill(f"[name=summary_{code}]", words)
    settled(page, lambda: all(AmendmentTable.objects.values_list("summary_kk", "summary_ru").get()))
    for code in ("kk", "ru"):
        page.goto(base)
        pressed(page, f"form[action$='/summary/check/{code}/'] button")


def written(row: AmendmentRow, texts: dict[str, Any]) -> bool:
    row.refresh_from_db()
    return all(getattr(row, cell) == texts[cell] for cell in CELLS)


def settled(page: Page, is_done: Callable[[], bool]) -> None:
    """Wait until what was typed has been saved by itself."""
    for _try in range(150):
        if is_done():
            return
        page.wait_for_timeout(200)
    raise AssertionError("what was typed was not saved")


def approve(page: Page, dossier: Dossier) -> None:
    page.goto(f"/dossiers/{dossier.pk}/amendments/")
    for step in ("send", "pass", "pass", "approve"):
        pressed(page, f"form[action$='/{step}/'] .btn-primary")
    assert AmendmentTable.objects.get().state == TableState.APPROVED


def send(page: Page, dossier: Dossier) -> None:
    page.goto(f"/dossiers/{dossier.pk}/amendments/submission/record/")
    page.fill("[name=numbers]", "16000501\n16000502")
    pressed(page, "main .q-submit .btn-primary")
    assert Submission.objects.get().numbers == ["16000501", "16000502"]


def bring_the_page_in(page: Page, dossier: Dossier) -> None:
    first, second = AmendmentRow.objects.order_by("order")
    body = comments_page(
        answered(first, "accepted", "Учтено.", id=16000501),
        answered(second, "accepted", "Принято частично.", id=16000502),
        OTHER,
    )
    page.goto(f"/dossiers/{dossier.pk}/amendments/outcomes/")
    looked_at(page)
    pressed(page, "a[href$='/pages/bring/']")
    looked_at(page)
    page.set_input_files("[name=page]", {"name": "empty.html", "mimeType": "text/html", "buffer": b""})
    page.click("main form .btn-primary")
    expect(page.locator("[aria-invalid=true]")).to_be_visible()
    page.set_input_files("[name=page]", {"name": "view.html", "mimeType": "text/html", "buffer": body})
    page.click("main form .btn-primary")
    page.wait_for_url("**/outcomes/pages/*/")
    expect(page.locator(".q-said > li")).to_have_count(3)
    expect(page.locator(".q-said > li.is-ours")).to_have_count(2)
    looked_at(page)
    assert not Outcome.objects.exists()


def confirm(page: Page, dossier: Dossier) -> None:
    first, second = AmendmentRow.objects.order_by("order")
    pressed(page, ".q-actions a[href$='/outcomes/confirm/']")
    looked_at(page)
    page.check(f"#tick-{first.pk}")
    pressed(page, "#together .btn-primary")
    assert Outcome.objects.get().state == "accepted"
    pressed(page, ".q-notice form button")  # undo
    assert not Outcome.objects.filter(confirmed_at__isnull=False).exists()
    page.goto(f"/dossiers/{dossier.pk}/amendments/outcomes/confirm/")
    page.check(f"#tick-{first.pk}")
    pressed(page, "#together .btn-primary")
    page.goto(f"/dossiers/{dossier.pk}/amendments/outcomes/rows/{second.pk}/")
    looked_at(page)
    expect(page.locator("[name=state][value=partly]").first).to_be_checked()
    expect(page.locator("[name=words]").first).to_have_value("Принято частично.")
    pressed(page, "main section form .btn-primary")
    states = dict(Outcome.objects.filter(confirmed_at__isnull=False).values_list("row", "state"))
    assert states == {first.pk: "accepted", second.pk: "partly"}
    looked_at(page)
    page.goto(f"/dossiers/{dossier.pk}/amendments/outcomes/rows/{second.pk}/")
    looked_at(page)
    page.goto(f"/dossiers/{dossier.pk}/amendments/outcomes/adopted/")
    page.fill("[name=pasted]", f"3. {TEXTS['proposed_wording_ru']}\n7. {SECOND['draft_wording_ru']}")
    pressed(page, "main .q-submit button")
    expect(page.locator(".q-finding").first).to_be_visible()
    looked_at(page)
