from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from amendments.states import Channel
from deadlines.models import Deadline
from monitoring.models.implementation import ImplementationItem
from monitoring.models.removal import Removable
from monitoring.reading import in_reading
from monitoring.states import CouncilLevel, EntryKind, FollowState, OpinionRule, OpinionState, ProposalState
from projects.models import Dossier, StateBody


class Council(Removable):
    """A public council in an organisation's own directory. What is kept of its chair or secretary is the office: a post,
    its e-mail, telephone and address; `term_to`: until when its members are appointed.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name_kk = models.CharField(max_length=300, blank=True)
    name_ru = models.CharField(max_length=300, blank=True)
    body = models.ForeignKey(StateBody, on_delete=models.PROTECT, null=True, related_name="+")
    body_name = models.CharField(max_length=300, blank=True)
    level = models.CharField(max_length=12, choices=CouncilLevel)
    contact = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    link = models.URLField(max_length=500, blank=True)
    term_from = models.DateField(null=True)
    term_to = models.DateField(null=True)
    our_member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("public council")
        verbose_name_plural = _("public councils")
        constraints = [
            models.CheckConstraint(condition=~Q(name_kk="", name_ru=""), name="council_has_name"),
            models.CheckConstraint(condition=Q(level__in=CouncilLevel.values), name="council_level"),
            models.CheckConstraint(
                condition=Q(term_from__isnull=True)
                | Q(term_to__isnull=True)
                | Q(term_to__gte=models.F("term_from")),
                name="council_term",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "id"], name="council_list")]

    def __str__(self) -> str:
        return in_reading(self.name_kk, self.name_ru)

    @property
    def body_label(self) -> str:
        return str(self.body) if self.body_id else self.body_name


class Entry(Removable):
    """What is kept of a council, with its day `on` and, but for a meeting, a text in both languages."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="%(class)ss")
    dossier = models.ForeignKey(Dossier, on_delete=models.SET_NULL, null=True, related_name="+")
    on = models.DateField()
    text_kk = models.TextField(blank=True)
    text_ru = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return in_reading(self.text_kk, self.text_ru)


class CouncilMeeting(Entry):
    """A meeting on the day `on`; its text is the agenda. `participant`: who of ours takes part; minutes are proofs."""

    kind = EntryKind.MEETING
    place = models.CharField(max_length=300, blank=True)
    online_url = models.URLField(max_length=500, blank=True)
    participant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["council", "-on"], name="meeting_by_council")]


class AgendaProposal(Entry):
    """What we proposed for the agenda, sent `on`; `deadline`: by when an answer is wanted, our own day."""

    kind = EntryKind.PROPOSAL
    channel = models.CharField(max_length=16, choices=Channel, blank=True)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.SENT)
    answered_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    meeting = models.ForeignKey(CouncilMeeting, on_delete=models.SET_NULL, null=True, related_name="+")
    deadline = models.ForeignKey(Deadline, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="agenda_proposal_state"),
        ]
        indexes = [models.Index(fields=["council", "-on"], name="proposal_by_council")]


class CouncilOpinion(Entry):
    """The council's recommendations on a draft; it received the notice `on`, from which its term `deadline` is counted
    (Law 480-V art. 20(2)). `given_on`: of its opinion; `received_on`: when the body had it, from which the letter of an
    agreeing body is counted (art. 20(3)), `answer_deadline`.
    """

    kind = EntryKind.OPINION
    rule = models.CharField(max_length=40, choices=OpinionRule, default=OpinionRule.BYLAW)
    state = models.CharField(max_length=10, choices=OpinionState, default=OpinionState.AWAITED)
    given_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    deadline = models.ForeignKey(Deadline, on_delete=models.SET_NULL, null=True, related_name="+")
    answer_deadline = models.ForeignKey(Deadline, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=OpinionState.values), name="opinion_state"),
            models.CheckConstraint(condition=Q(rule__in=OpinionRule.values), name="opinion_rule"),
            models.CheckConstraint(
                condition=Q(state=OpinionState.AWAITED) | Q(given_on__isnull=False),
                name="opinion_given_has_day",
            ),
        ]
        indexes = [models.Index(fields=["council", "-on"], name="opinion_by_council")]

    def is_silent(self, on: date) -> bool:
        """The term has passed without a word: agreed without remarks (art. 20(2))."""
        due = self.deadline.due_on if self.deadline else None
        return self.state == OpinionState.AWAITED and due is not None and due < on


class CouncilRecommendation(Entry):
    """What a council recommended `on` a day, to a body; `deadline`: by when an answer is wanted, our own day."""

    kind = EntryKind.RECOMMENDATION
    meeting = models.ForeignKey(CouncilMeeting, on_delete=models.SET_NULL, null=True, related_name="+")
    body_name = models.CharField(max_length=300, blank=True)
    item = models.ForeignKey(ImplementationItem, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=FollowState, default=FollowState.AWAITED)
    answered_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    deadline = models.ForeignKey(Deadline, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FollowState.values), name="recommendation_state"),
        ]
        indexes = [models.Index(fields=["council", "-on"], name="recommendation_by_council")]


ENTRIES: dict[str, type[AgendaProposal | CouncilOpinion | CouncilMeeting | CouncilRecommendation]] = {
    EntryKind.PROPOSAL: AgendaProposal,
    EntryKind.OPINION: CouncilOpinion,
    EntryKind.MEETING: CouncilMeeting,
    EntryKind.RECOMMENDATION: CouncilRecommendation,
}
