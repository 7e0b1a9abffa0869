"""Rows for tests, made whole. Each app keeps its factories in a module of its own, named here."""

from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.correspondence import OutgoingEmailFactory
from tests.factories.deadlines import DeadlineFactory, TimeLimitFactory
from tests.factories.projects import (
    ActTypeFactory,
    CategoryFactory,
    DossierFactory,
    DraftActFactory,
    SourceFactory,
    StateBodyFactory,
    TriageItemFactory,
    WatchTopicFactory,
)

__all__ = [
    "ActTypeFactory",
    "CategoryFactory",
    "DeadlineFactory",
    "DossierFactory",
    "DraftActFactory",
    "MembershipFactory",
    "OrganisationFactory",
    "OutgoingEmailFactory",
    "SourceFactory",
    "StateBodyFactory",
    "TimeLimitFactory",
    "TriageItemFactory",
    "UserFactory",
    "WatchTopicFactory",
]
