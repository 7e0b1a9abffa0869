"""The second factor of a person: an application with codes, passkeys, and codes on paper for when both are lost."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User


class TotpDevice(models.Model):
    """An application that shows a new code each 30 seconds (RFC 6238).

    `secret`: encrypted by accounts.codes. `last_step`: the step of the last code taken; an older or equal one is not
    taken again.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="totp")
    secret = models.TextField(editable=False)
    last_step = models.BigIntegerField(default=0, editable=False)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("application with codes")
        verbose_name_plural = _("applications with codes")

    def __str__(self) -> str:
        return str(self.user)


class Passkey(models.Model):
    """A key in a person's phone, computer or token (WebAuthn). `credential_id`: base64url; `name`: what the person calls it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passkeys")
    credential_id = models.CharField(max_length=1400, unique=True, editable=False)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0, editable=False)
    name = models.CharField(_("name"), max_length=60)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("passkey")
        verbose_name_plural = _("passkeys")

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code on paper that is taken once in place of a factor; only its keyed hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64, editable=False)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [
            models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_once"),
        ]

    def __str__(self) -> str:
        return str(self.user)


class StepFailures(models.Model):
    """Wrong answers at the second step within one window of time, from devices the person has used before and from others."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    is_known_device = models.BooleanField()
    count = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "is_known_device"], name="step_failures_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.count}"
