"""Who there is, how they prove that they are, and what was done."""

from accounts.models.factors import Passkey, RecoveryCode, StepFailures, TotpDevice
from accounts.models.keys import AccessKey, AccessKeyQuerySet
from accounts.models.people import (
    ActivityEntry,
    ActivityQuerySet,
    Invitation,
    Membership,
    MembershipQuerySet,
    Organisation,
    User,
    UserManager,
)
from accounts.models.sessions import Session

__all__ = [
    "AccessKey",
    "AccessKeyQuerySet",
    "ActivityEntry",
    "ActivityQuerySet",
    "Invitation",
    "Membership",
    "MembershipQuerySet",
    "Organisation",
    "Passkey",
    "RecoveryCode",
    "Session",
    "StepFailures",
    "TotpDevice",
    "User",
    "UserManager",
]
