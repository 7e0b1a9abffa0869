"""The first steps of an organisation and of a person in it: how far they have come is read off the facts."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import queries as account_queries
from accounts.access import Right, may
from accounts.models import Invitation, Membership, Organisation
from accounts.states import InvitationState
from projects.models import Dossier, WatchTopic


@dataclass(frozen=True)
class Step:
    """`why`: what it is for, in one sentence. `verb`: the words of its link. `is_done` is None where no fact tells."""

    key: str
    title: "str | Promise"
    why: "str | Promise"
    verb: "str | Promise"
    url: str
    is_done: bool | None = None


@dataclass(frozen=True)
class Start:
    steps: tuple[Step, ...]
    is_whole: bool  # the organisation's way, not only the person's own

    @property
    def done(self) -> int:
        return sum(step.is_done is True for step in self.steps)

    @property
    def is_finished(self) -> bool:
        return self.done == len(self.steps)

    @property
    def next(self) -> Step | None:
        return next((step for step in self.steps if not step.is_done), None)


def start_of(membership: Membership) -> Start:
    """Who may invite leads the organisation through its first steps (one query); the others see their own (none)."""
    if may(membership, Right.INVITE):
        return Start(_of_organisation(membership.organisation), is_whole=True)
    return Start(_of_person(membership), is_whole=False)


def shown_on_today(membership: Membership) -> Start | None:
    """The steps, until they are done or put away."""
    if membership.start_dismissed_at is not None:
        return None
    start = start_of(membership)
    return None if start.is_finished else start


def _of_organisation(organisation: Organisation) -> tuple[Step, ...]:
    own = {"organisation": OuterRef("pk")}
    current = Q(memberships__is_active=True, memberships__user__is_active=True)
    facts = Organisation.objects.annotate(
        has_topic=Exists(WatchTopic.objects.filter(**own)),
        has_dossier=Exists(Dossier.objects.filter(**own)),
        has_invited=Exists(Invitation.objects.filter(**own, state=InvitationState.OPEN)),
        people=Count("memberships", filter=current),
    ).get(pk=organisation.pk)
    start = reverse("monitoring:start")
    return (
        Step(
            "card",
            _("Fill in the organisation's card"),
            _("Letters, requests and tables take the name, the BIN, the address and the signatory from it."),
            _("Open the card"),
            reverse("accounts:organisation-edit"),
            not account_queries.missing_in_letters(organisation),
        ),
        Step(
            "topics",
            _("Choose what to watch"),
            _(
                "A draft whose title has the words of a topic is put before you on the day the portal posts it."
            ),
            _("Choose topics"),
            f"{start}#topics",
            facts.has_topic,
        ),
        Step(
            "people",
            _("Invite your people"),
            _(
                "Each gets a letter with a link and sees what the role allows: lawyers, moderators, volunteers, observers."
            ),
            _("Invite"),
            reverse("accounts:people"),
            facts.people > 1 or facts.has_invited,
        ),
        Step(
            "dossier",
            _("Open the first dossier"),
            _(
                "All work on one draft is kept there: last days, road map, amendments, hearing, requests, answers."
            ),
            _("Choose a draft"),
            f"{start}#drafts",
            facts.has_dossier,
        ),
    )


def _of_person(membership: Membership) -> tuple[Step, ...]:
    profile = reverse("accounts:profile")
    return (
        Step(
            "profile",
            _("Look at your profile"),
            _(
                "The language of the screens and of e-mails, and your name as your colleagues see it, are set there."
            ),
            _("Open the profile"),
            profile,
        ),
        Step(
            "mail",
            _("Choose how news reaches you"),
            _("At once, once a day at the hour you choose, or once a week on Monday."),
            _("Set e-mails"),
            f"{profile}#id_digest",
        ),
        Step(
            "mine",
            _("See what is yours"),
            _("Everything you are responsible for stands on one list, the nearest day first."),
            _("Open your list"),
            f"{reverse('monitoring:work-list')}?who={membership.user_id}",
        ),
    )
