"""Rows for tests, made whole. Each app keeps its factories in a module of its own, named here."""

from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory

__all__ = ["MembershipFactory", "OrganisationFactory", "UserFactory"]
