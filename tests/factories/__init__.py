"""Rows for tests, made whole. Each app keeps its factories in a module of its own, named here."""

from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.correspondence import OutgoingEmailFactory
from tests.factories.deadlines import DeadlineFactory, TimeLimitFactory

__all__ = [
    "DeadlineFactory",
    "MembershipFactory",
    "OrganisationFactory",
    "OutgoingEmailFactory",
    "TimeLimitFactory",
    "UserFactory",
]
