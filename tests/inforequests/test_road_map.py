"""Plan B of the road map: a request counts as repeated once the term of an earlier one is over."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from inforequests.actions.events import Happening, annul_event, record_event
from inforequests.models import InfoRequest, RequestEvent
from inforequests.states import EventKind
from projects.models import Dossier, DossierFact
from tests.factories import DossierFactory, InfoRequestFactory
from tests.inforequests.conftest import NOW, TODAY

pytestmark = pytest.mark.usefixtures("law")


@pytest.fixture
def dossier(ashyq_orta: object) -> Dossier:
    return DossierFactory(organisation=ashyq_orta)


def sent(dossier: Dossier, actor: User, on: date) -> InfoRequest:
    request = InfoRequestFactory(
        organisation=dossier.organisation, dossier=dossier, state="issued", ordered_on=on
    )
    record_event(request, Happening(EventKind.SENT, on, channel="email"), actor=actor, at=NOW)
    return request


def is_repeated(dossier: Dossier) -> bool:
    return DossierFact.objects.filter(dossier=dossier, fact="request_repeated").exists()


@pytest.mark.parametrize(("days", "repeated"), [(5, False), (30, True)])
def test_second_request_counts_after_the_term_of_the_first(
    dossier: Dossier, aigerim: User, days: int, repeated: bool
) -> None:
    sent(dossier, aigerim, TODAY - timedelta(days))
    assert not is_repeated(dossier)
    second = sent(dossier, aigerim, TODAY)
    assert is_repeated(dossier) is repeated
    annul_event(RequestEvent.objects.get(info_request=second), actor=aigerim, at=NOW)
    assert not is_repeated(dossier)
