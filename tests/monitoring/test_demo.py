"""The demonstration's finished dossier, from the day its draft was seen to what the act promised."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from amendments.models import Outcome, RapidAssessment, Submission
from amendments.states import Verdict
from correspondence.models import IssuedDocument
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from hearings.models import Minutes, MinutesLetter
from hearings.states import MinutesState
from inforequests.models import InfoRequest
from inforequests.states import RequestState
from monitoring.demo import build
from monitoring.models import Fate, ImplementationItem, InForce, Position, Proof, Survey
from monitoring.states import FateState, ItemState
from projects.models import Dossier, DossierFact, RoadMapTask, TopicMatch
from projects.states import TaskState

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


@pytest.fixture
def dossier(monkeypatch: pytest.MonkeyPatch) -> Dossier:
    def quick(_document: object, _formats: Any = ()) -> dict[str, bytes]:
        return {"pdf": b"%PDF-1.7"}

    monkeypatch.setattr("correspondence.issuing.render", quick)
    call_command("load_reference", verbosity=0)
    assert build.build(timezone.now())
    assert not build.build(timezone.now())
    return Dossier.objects.select_related("draft").get(draft__portal_id=990000014)


def test_finished_dossier_has_gone_every_step(dossier: Dossier) -> None:
    match = TopicMatch.objects.get(draft=dossier.draft)
    assessment = RapidAssessment.objects.get(dossier=dossier)
    minutes = Minutes.objects.get(hearing__dossier=dossier)
    sent, letter = Submission.objects.get(table__dossier=dossier), MinutesLetter.objects.get(minutes=minutes)
    fate, whole = Fate.objects.get(dossier=dossier), InForce.objects.get(fate__dossier=dossier)
    assert minutes.state == MinutesState.PUBLISHED
    assert minutes.issued is not None
    assert match.matched_at < assessment.saved_at < minutes.published_at < sent.submitted_at  # type: ignore[operator]
    assert {row.state for row in Outcome.objects.filter(row__table__dossier=dossier)} == set(Verdict.values)
    assert letter.replied_on is not None
    assert InfoRequest.objects.get(dossier=dossier).state == RequestState.CLOSED
    assert fate.state == FateState.ADOPTED
    assert sent.submitted_at.date() < fate.adopted_on < fate.published_on < whole.force_on  # type: ignore[operator]
    items = ImplementationItem.objects.filter(dossier=dossier)
    assert [item.state for item in items] == [ItemState.DONE] * 3
    assert set(Proof.objects.values_list("item", flat=True)) == {item.pk for item in items}
    assert Survey.objects.get(dossier=dossier).published_at is not None


def test_nothing_of_the_finished_dossier_is_open_and_its_letters_bear_their_days(dossier: Dossier) -> None:
    tasks = RoadMapTask.objects.filter(road_map__dossier=dossier)
    assert {task.state for task in tasks} == {TaskState.DONE, TaskState.SKIPPED}
    assert not Deadline.objects.filter(
        state=DeadlineState.OPEN, path__startswith=f"/dossiers/{dossier.pk}/"
    ).exists()
    assert DossierFact.objects.filter(dossier=dossier).count() >= 9
    days = list(IssuedDocument.objects.order_by("number").values_list("issued_on", flat=True))
    assert len(days) == 3
    assert days == sorted(days)
    assert days[-1] < timezone.localdate()


def test_visitor_finds_the_position_of_the_finished_dossier(dossier: Dossier, client: Client) -> None:
    position = Position.objects.get(table__dossier=dossier)
    assert position.published_at.date() < timezone.localdate()
    page = client.get("/ngo/ashyq-orta/?lang=kk").content.decode()
    assert f"/ngo/ashyq-orta/positions/{position.code}/" in page
    assert dossier.draft.title_kk in page
