"""M3: where it is required, nothing closed opens to a coordinator without a second factor, and everything public does."""

import pytest
from pytest_django import Settings

from accounts.models import Passkey
from tests.architecture.conftest import Line, Stage, lines

pytestmark = pytest.mark.any_engine

LINES = lines()
# What one needs to set it up.
OPEN_BEFORE = {
    "accounts:confirm",
    "accounts:passkey-add",
    "accounts:passkey-options",
    "accounts:recovery-codes",
    "accounts:security",
    "accounts:totp-add",
}
AT_THE_DOOR = "monitoring:today"  # the entrance for visitors, the first screen for whoever has signed in


def leads_to_it(stage: Stage, line: Line, role: str) -> bool:
    method, fields = ("POST", stage.target(line.name).fields) if line.is_post else ("GET", None)
    answer = stage.cleared().ask(role, method, line.name, fields=fields)
    to = answer.headers.get("Location", "")
    return answer.status_code == 302 and to.startswith("/account/security/?next=")


@pytest.mark.any_engine
@pytest.mark.parametrize("role", ["coordinator", "operator"])
def test_every_closed_address_waits_for_the_second_factor(
    stage: Stage, settings: Settings, role: str
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    Passkey.objects.all().delete()
    closed = {line.name for line in LINES if line.statuses["visitor"] == "login"} | {AT_THE_DOOR}
    waiting = {line.name for line in LINES if leads_to_it(stage, line, role)}
    print(f"M3 closed addresses that wait for the second factor ({role}): {len(waiting)} of {len(closed)}")
    assert closed - waiting == OPEN_BEFORE
    assert waiting <= closed


@pytest.mark.any_engine
def test_others_are_not_asked(stage: Stage, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    assert not [
        line.name for line in LINES if line.statuses["lawyer"] == "200" and leads_to_it(stage, line, "lawyer")
    ]
