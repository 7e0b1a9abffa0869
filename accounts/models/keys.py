from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Membership


class AccessKeyQuerySet(models.QuerySet["AccessKey"]):
    def working(self, at: object) -> "AccessKeyQuerySet":
        """Neither revoked nor run out at the moment `at`, of members who are members still."""
        lasts = Q(expires_at__isnull=True) | Q(expires_at__gt=at)
        return self.filter(
            lasts,
            revoked_at__isnull=True,
            membership__is_active=True,
            membership__organisation__is_active=True,
            membership__user__is_active=True,
        )


class AccessKey(models.Model):
    """A key with which a program reads what its maker may read in one organisation, as far as `scopes` go.

    Only the keyed hash of the secret is kept. `used_at`: the hour in which it was last used.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="keys")
    name = models.CharField(_("name"), max_length=60)
    scopes = models.JSONField(default=list)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = AccessKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("access key")
        verbose_name_plural = _("access keys")

    def __str__(self) -> str:
        return self.name
