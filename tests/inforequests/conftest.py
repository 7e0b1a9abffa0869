"""A Monday in September, a body to ask, and the rules of law."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.states import Role
from deadlines.actions.reference import load_rules_and_calendar
from inforequests.models import InfoRequest
from tests.conftest import ClientOf
from tests.factories import InfoRequestFactory, MembershipFactory

TODAY = date(2026, 9, 14)
NOW = timezone.make_aware(datetime(2026, 9, 14, 9, 30))


@pytest.fixture
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def law(db: None) -> None:
    load_rules_and_calendar()


@pytest.fixture
def draft(ashyq_orta: Organisation, aigerim: User) -> InfoRequest:
    return InfoRequestFactory(organisation=ashyq_orta, created_by=aigerim, responsible=aigerim)


@pytest.fixture
def marat(ashyq_orta: Organisation) -> User:
    """The lawyer of Ashyq Orta."""
    return MembershipFactory(organisation=ashyq_orta, role=Role.LAWYER, user__name="Марат Әлиев").user


@pytest.fixture
def her(aigerim: User, client_of: ClientOf) -> Client:
    return client_of(aigerim)
