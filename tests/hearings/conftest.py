"""The day on which Aigerim plans: Monday, 14 September 2026, half past nine."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.states import Role
from hearings.actions.planning import plan_hearing
from hearings.models import Hearing
from tests.factories import MembershipFactory
from tests.factories.hearings import load_hearing_rules
from tests.moments import almaty

TODAY = date(2026, 9, 14)
NOW = timezone.make_aware(datetime(2026, 9, 14, 9, 30))


@pytest.fixture(autouse=True)
def _today(db: None) -> Iterator[None]:
    load_hearing_rules()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def serik(ashyq_orta: Organisation) -> User:
    """The moderator of Ashyq Orta."""
    return MembershipFactory(organisation=ashyq_orta, role=Role.MODERATOR, user__name="Серік Жанов").user


def plan(starts: str = "08.10.2026 15:00", **facts: Any) -> dict[str, Any]:
    """What the form gives: an ordinary hearing in a room, unless `facts` say otherwise."""
    texts = dict.fromkeys(
        f"{name}_{language}" for name in ("aim", "norms", "decisions", "place") for language in ("kk", "ru")
    )
    return {
        **dict.fromkeys(texts, ""),
        "title_kk": "Тарифтер туралы тыңдау",
        "title_ru": "Слушания о тарифах",
        "rule_set": "ordinary",
        "format": "in_person",
        "starts_at": almaty(starts),
        "minutes": 120,
        "online_url": "",
        "moderator": None,
        "secretary": None,
        "documents_on": None,
        "announced_on": None,
        **facts,
    }


def planned(
    organisation: Organisation, actor: User, starts: str = "08.10.2026 15:00", **facts: Any
) -> Hearing:
    return plan_hearing(organisation, plan(starts, **facts), dossier=None, actor=actor, on=TODAY, at=NOW)
