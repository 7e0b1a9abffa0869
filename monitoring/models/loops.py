from django.db import models
from django.utils.translation import gettext_lazy as _


class Loop(models.Model):
    """The pulse of one thing that runs again and again: one row a loop, claimed slot by slot.

    A slot is the number of periods since 1970; whoever raises it first runs, so two schedulers are harmless.
    """

    name = models.CharField(max_length=100, unique=True)
    slot = models.BigIntegerField(default=0)
    slot_seconds = models.PositiveIntegerField(default=60)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    last_seconds = models.FloatField(null=True)
    failures = models.PositiveIntegerField(default=0)  # since this was counted
    failed_at = models.DateTimeField(null=True)
    failures_in_row = models.PositiveSmallIntegerField(default=0)
    last_failure = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("background work")
        verbose_name_plural = _("background work")

    def __str__(self) -> str:
        return self.name
