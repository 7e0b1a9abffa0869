"""What a dossier waits for: the step that its papers ask, and until when."""

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.access import Right
from accounts.models import Organisation, User
from amendments.queries.submission import Standing
from amendments.queries.table import Progress
from amendments.states import FROZEN, Recommendation, TableState
from monitoring.next_steps import next_step
from monitoring.queries.thread import thread
from projects.actions import dossiers
from projects.models import Dossier
from tests.conftest import ClientOf
from tests.factories import DossierFactory, DraftActFactory, RapidAssessmentFactory
from tests.projects.conftest import NOW, TODAY, law, order  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("order")]
ASSESSED = Standing(version=1, recommendation=Recommendation.TAKE_PART)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def dossier(ashyq_orta: Organisation, aigerim: User) -> Dossier:
    draft = DraftActFactory(ends_on=date(2026, 9, 24))
    return dossiers.open_dossier(
        draft, organisation=ashyq_orta, owner=aigerim, actor=aigerim, on=TODAY, at=NOW
    )


def steps_to(dossier: Dossier, amendments: Progress, standing: Standing) -> str:
    """The end of the address that the step leads to; '' where it leads nowhere."""
    found = next_step(dossier, [], amendments, standing)
    return found.url.removeprefix(f"/dossiers/{dossier.pk}/") if found else ""


@pytest.mark.parametrize(
    ("amendments", "standing", "leads_to"),
    [
        (Progress(), Standing(), "assessment/edit/"),
        (Progress(), ASSESSED, "amendments/begin/"),
        (Progress(), Standing(version=1, recommendation=Recommendation.LEAVE), ""),
        *((Progress(1, 0, state), ASSESSED, "amendments/") for state in TableState if state not in FROZEN),
        (Progress(1, 1, TableState.APPROVED), ASSESSED, "amendments/submission/"),
        (Progress(1, 1, TableState.APPROVED), Standing(sent=1), "amendments/submission/"),
        (Progress(1, 1, TableState.SUBMITTED), Standing(sent=1, kept=1), ""),
    ],
)
def test_step_follows_the_papers(
    dossier: Dossier, amendments: Progress, standing: Standing, leads_to: str
) -> None:
    assert steps_to(dossier, amendments, standing) == leads_to


def test_dossier_without_an_owner_wants_one_first() -> None:
    found = next_step(DossierFactory(owner=None), [], Progress(), Standing())
    assert found is not None
    assert (found.url, found.text.startswith("Choose the responsible person")) == ("", True)


def test_step_names_the_end_of_the_discussion(dossier: Dossier) -> None:
    found = next_step(dossier, [], Progress(), Standing())
    assert found is not None
    assert (found.deadline, found.right) == (dossier.discussion_deadline, Right.WRITE_AMENDMENTS)


def test_nearest_date_is_next_when_the_papers_wait_for_nothing(dossier: Dossier) -> None:
    assert dossier.discussion_deadline is not None
    found = next_step(dossier, [dossier.discussion_deadline], Progress(), Standing(sent=1, kept=1))
    assert found is not None
    assert (found.deadline, found.url) == (dossier.discussion_deadline, "")


def test_recommended_table_is_begun_from_the_dossier_in_one_click(
    dossier: Dossier, aigerim: User, bolat: User, client_of: ClientOf
) -> None:
    RapidAssessmentFactory(dossier=dossier)
    begin = f'action="/dossiers/{dossier.pk}/amendments/begin/"'
    shown = [_card(client_of(person), dossier) for person in (aigerim, bolat)]
    assert [begin in card for card in shown] == [True, False]


def _card(browser: Client, dossier: Dossier) -> str:
    page = browser.get(f"/dossiers/{dossier.pk}/").content.decode()
    return page[page.index('class="q-card q-next"') : page.index('class="q-stack"')]


def test_end_that_has_passed_is_not_late_for_a_draft_of_others(aigerim: User, client_of: ClientOf) -> None:
    draft = DraftActFactory(ends_on=date(2026, 9, 11))
    with time_machine.travel(timezone.make_aware(datetime(2026, 9, 14, 9)), tick=False):
        page = client_of(aigerim).get(f"/drafts/{draft.pk}/").content.decode()
    assert "the discussion is over" in page
    assert "overdue" not in page


def test_table_that_is_being_written_is_where_the_thread_stands(dossier: Dossier) -> None:
    states = [stage.state for stage in thread(dossier, TODAY, Progress(1, 0, TableState.DRAFT))]
    assert states[:4] == ["done", "later", "now", "later"]
