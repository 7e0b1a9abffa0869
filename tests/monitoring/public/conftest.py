from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Organisation
from monitoring.models import Position
from tests.conftest import ClientOf
from tests.factories import PositionFactory, opened_page
from tests.projects.conftest import NOW, TODAY, law, order  # noqa: F401 - fixtures


@pytest.fixture(autouse=True)
def _today(order: None) -> Any:  # noqa: F811 - the fixture above
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def visitor(client_of: ClientOf) -> Client:
    return client_of(None)


@pytest.fixture
def page(ashyq_orta: Organisation) -> Organisation:
    return opened_page(ashyq_orta)


@pytest.fixture
def position(page: Organisation) -> Position:
    return PositionFactory(organisation=page, published_at=NOW)
