"""Two people record the fate of one draft at the same moment, by HTTP through the whole product."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import ActivityEntry, Organisation, User
from deadlines.models import Deadline
from monitoring.models import Fate, InForce
from tests.conftest import browser_of
from tests.factories import DossierFactory, MembershipFactory
from tests.monitoring.act_law import put_law

pytestmark = pytest.mark.django_db(transaction=True)
FIELDS = {
    "adopted": {"seen": "0", "adopted_on": "2026-09-01", "number": "117", "name_kk": "Бұйрық"},
    "withdrawn": {"seen": "0", "withdrawn_on": "2026-09-02"},
}


@pytest.mark.parametrize("states", [("adopted", "withdrawn"), ("adopted", "adopted")])
def test_one_fate_wins_and_the_other_person_is_told(
    ashyq_orta: Organisation, aigerim: User, states: tuple[str, str]
) -> None:
    put_law()
    lawyer = MembershipFactory(organisation=ashyq_orta, role="lawyer").user
    dossier = DossierFactory(organisation=ashyq_orta)
    browsers = [browser_of(person) for person in (aigerim, lawyer)]
    gate = Barrier(2)

    def post(number: int) -> int:
        try:
            gate.wait(timeout=30)
            state = states[number]
            address = f"/dossiers/{dossier.pk}/adoption/fate/{state}/"
            return browsers[number].post(address, FIELDS[state]).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(post, range(2)))
    assert sorted(statuses) == [302, 422]
    fate = Fate.objects.get()
    assert (fate.state, fate.version) == (states[statuses.index(302)], 1)
    assert ActivityEntry.objects.filter(verb="fate.recorded").count() == 1
    assert InForce.objects.count() == Deadline.objects.count() == (1 if fate.state == "adopted" else 0)
