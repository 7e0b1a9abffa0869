"""Who has a second factor: an application with codes or a passkey. Codes on paper only stand in for one."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Passkey, TotpDevice, User


def with_second_factor(people: QuerySet[User]) -> QuerySet[User]:
    """Those of `people` who have an application with codes or a passkey."""
    keys = {"user": OuterRef("pk")}
    has_one = Exists(TotpDevice.objects.filter(**keys)) | Exists(Passkey.objects.filter(**keys))
    return people.filter(has_one)


def has_second_factor(user: User) -> bool:
    return with_second_factor(User.objects.filter(pk=user.pk)).exists()
