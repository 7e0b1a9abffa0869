from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from deadlines.models import Deadline, TimeLimit
from monitoring.models.removal import Removable
from monitoring.reading import in_reading
from monitoring.states import FateState, ForceRule, PublishedIn
from projects.models import ActType, Dossier


class Fate(models.Model):
    """What became of the draft of a dossier. `before`: the state it was in before, to which a mistake is taken back.

    `registered_on`: the state registration, where the act needs it; on that day, else on that of adoption, the act
    takes legal force (Law 480-V art. 42(1)). `published_on`: the first official publication. `version` grows with
    every change, so that two who record at once are told.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    dossier = models.OneToOneField(Dossier, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=FateState, default=FateState.UNKNOWN)
    before = models.CharField(max_length=10, choices=FateState, default=FateState.UNKNOWN)
    adopted_on = models.DateField(null=True)
    number = models.CharField(max_length=60, blank=True)
    act_type = models.ForeignKey(ActType, on_delete=models.PROTECT, null=True, related_name="+")
    name_kk = models.CharField(max_length=1000, blank=True)
    name_ru = models.CharField(max_length=1000, blank=True)
    registered_on = models.DateField(null=True)
    link_kk = models.URLField(max_length=500, blank=True)
    link_ru = models.URLField(max_length=500, blank=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    stalled_on = models.DateField(null=True)
    stalled_reason = models.CharField(max_length=500, blank=True)
    published_on = models.DateField(null=True)
    published_in = models.CharField(max_length=12, choices=PublishedIn, blank=True)
    published_note = models.CharField(max_length=200, blank=True)
    publication_deadline = models.ForeignKey(Deadline, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("fate of a draft")
        verbose_name_plural = _("fates of drafts")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FateState.values), name="fate_state"),
            models.CheckConstraint(
                condition=~Q(state=FateState.ADOPTED) | Q(adopted_on__isnull=False),
                name="fate_adopted_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=FateState.WITHDRAWN) | Q(withdrawn_on__isnull=False),
                name="fate_withdrawn_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=FateState.STALLED) | Q(stalled_on__isnull=False),
                name="fate_stalled_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The official name in the reader's language, else in the other one, else the draft's."""
        return in_reading(self.name_kk, self.name_ru) or str(self.dossier)

    @property
    def is_adopted(self) -> bool:
        return self.state == FateState.ADOPTED


class InForce(Removable):
    """When the act, or one of its provisions, is put into effect. `force_on`: the day, once what it is counted from is
    known; `explanation`: how `time_limit` counted it (deadlines.calendar.Computation). `deadline` reminds on the day.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    fate = models.ForeignKey(Fate, on_delete=models.CASCADE, related_name="forces")
    is_whole = models.BooleanField(default=False)
    label_kk = models.CharField(max_length=200, blank=True)
    label_ru = models.CharField(max_length=200, blank=True)
    rule = models.CharField(max_length=40, choices=ForceRule, default=ForceRule.TEN_DAYS)
    stated_on = models.DateField(null=True)
    source = models.CharField(max_length=300, blank=True)
    force_on = models.DateField(null=True)
    time_limit = models.ForeignKey(TimeLimit, on_delete=models.PROTECT, null=True, related_name="+")
    explanation = models.JSONField(default=dict, blank=True)
    deadline = models.ForeignKey(Deadline, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("entry into force")
        verbose_name_plural = _("entries into force")
        constraints = [
            models.UniqueConstraint(fields=["fate"], condition=Q(is_whole=True), name="in_force_whole_once"),
            models.CheckConstraint(condition=Q(rule__in=ForceRule.values), name="in_force_rule"),
            models.CheckConstraint(
                condition=~Q(rule=ForceRule.STATED) | Q(stated_on__isnull=False),
                name="in_force_stated_has_day",
            ),
            models.CheckConstraint(
                condition=Q(is_whole=True) | ~Q(label_kk="", label_ru=""), name="in_force_part_has_name"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return str(_("the whole act")) if self.is_whole else in_reading(self.label_kk, self.label_ru)
