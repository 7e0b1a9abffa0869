"""Schemathesis: whatever is asked that the description allows, or nearly, the answer is one that it describes."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.openapi.checks import UndefinedStatusCode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts import keys
from accounts.models import Organisation, User
from config.wsgi import application
from tests.factories import TimeLimitFactory
from tests.monitoring.api.asking import program_of, work_of

EXAMPLES = 6
PATHS = 18
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
_bounded = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """A server lets go of the database after each request; inside a test's transaction it stays."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.any_engine
def test_answers_are_as_described(
    ashyq_orta: Organisation, aigerim: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each address with right and wrong questions; half of those about one thing are about one that there is."""
    monkeypatch.setattr(keys, "ASKS_A_MINUTE", 1_000_000)
    TimeLimitFactory()
    dossier = work_of(ashyq_orta, aigerim)[0]
    sent = {"Authorization": f"Bearer {program_of(aigerim).secret}"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    tried: dict[str, set[int]] = {}
    for operation in (found.ok() for found in schema.get_all_operations()):
        statuses = tried.setdefault(operation.path, set())
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _ask(operation.as_strategy(generation_mode=mode), sent, statuses, dossier.pk)
    asked = sum(len(statuses) for statuses in tried.values())
    print(f"addresses asked by Schemathesis: {len(tried)}, kinds of answers {asked}, each as described")
    assert len(tried) >= PATHS
    assert all(200 in statuses for path, statuses in tried.items() if "{pk}" not in path or "/dossiers/" in path)
    assert set.union(*tried.values()) <= {200, 401, 404, 422}


def _ask(strategy: Any, sent: dict[str, str], statuses: set[int], known: int) -> None:
    turn = iter(range(10_000))

    @_bounded
    @given(case=strategy)
    def ask(case: Any) -> None:
        if "pk" in (case.path_parameters or {}) and next(turn) % 2:
            case.path_parameters = {"pk": known}
        answer = case.call(headers=sent)
        statuses.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS, headers=sent)

    ask()


@pytest.mark.any_engine
def test_answer_that_is_not_described_would_be_seen(db: None) -> None:
    """Without the key the answer is 401, and the description without 401 is found to be wrong."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    schema.raw_schema["paths"]["/api/v1/drafts"]["get"]["responses"].pop("401")
    case = schema["/api/v1/drafts"]["GET"].Case()
    with pytest.raises(FailureGroup) as refusal:
        case.validate_response(case.call(), checks=CHECKS)
    assert [type(failure) for failure in refusal.value.exceptions] == [UndefinedStatusCode]
