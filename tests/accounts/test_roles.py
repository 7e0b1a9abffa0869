"""Who may do what: the table, its words, and when a change of it is felt."""

import pytest

from accounts.access import RIGHT_NAMES, WHO_MAY, Right
from accounts.states import ROLE_MEANING, Role


def test_every_right_has_roles_and_a_name() -> None:
    assert set(WHO_MAY) == set(RIGHT_NAMES) == set(Right)


def test_every_role_is_explained() -> None:
    assert set(ROLE_MEANING) == set(Role)


@pytest.mark.parametrize("right", Right)
def test_coordinator_may_do_everything(right: Right) -> None:
    assert Role.COORDINATOR in WHO_MAY[right]


def test_observer_may_only_read() -> None:
    assert {right for right in Right if Role.OBSERVER in WHO_MAY[right]} == {Right.READ}
