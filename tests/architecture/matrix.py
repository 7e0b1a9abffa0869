"""Who gets what at every address of the product. An address without a line here fails the suite.

One line an address:

    "app:noun-verb": "GET   login   404   200   ...",

The first word says by what it is asked. `GET`: a page, perhaps with a form that posts to its own address.
`POST`: a step that is only posted to. Then, in the order of ROLES, the status that each role gets; `login` is
a redirect to the sign-in page. The objects in the addresses belong to Ashyq Orta; the outsider is Dana of Kok
Aspan, so where an address names an object of an organisation, her status is 404. `operator` belongs to no
organisation.

Addresses with parts, and steps that take fields, need a Target: a function marked with @targets makes the
objects and says what stands in the address and what a valid body is. Tests of hostile input know the fields
from there (and, for a form on its own page, from the page).

Each app keeps its lines together, and its function below them.
"""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts import secret_links
from accounts.models import Invitation, Organisation, User
from accounts.states import InvitationState, Role
from correspondence.states import MailState
from deadlines import actions as deadline_actions
from deadlines.models import CalendarFeed
from projects.actions import topics as topic_actions
from projects.models import Snapshot, TriageItem
from tests.factories import (
    DeadlineFactory,
    DossierFactory,
    DraftActFactory,
    MembershipFactory,
    OutgoingEmailFactory,
    SourceFactory,
    WatchTopicFactory,
)
from tests.factories.accounts import PASSWORD

ROLES = ("visitor", "outsider", "observer", "volunteer", "moderator", "lawyer", "coordinator", "operator")


@dataclass(frozen=True)
class World:
    """The cast by role; whatever a @targets function makes belongs to Ashyq Orta unless it says otherwise."""

    ashyq_orta: Organisation
    kok_aspan: Organisation
    people: Mapping[str, User | None]

    @property
    def aigerim(self) -> User:
        return self._person("coordinator")

    @property
    def bolat(self) -> User:
        return self._person("observer")

    @property
    def dana(self) -> User:
        return self._person("outsider")

    def _person(self, role: str) -> User:
        person = self.people[role]
        assert person is not None
        return person


@dataclass(frozen=True)
class Target:
    """`parts`: what stands in the address. `fields`: a valid body.

    `repeats`: why a second equal post may add rows; without a reason it may not. `first`: an address to open
    before, where the only way leads through it.
    """

    parts: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    repeats: str = ""
    first: str = ""


Targets = dict[str, Target]
TARGETS: list[Callable[[World], Targets]] = []


def targets(function: Callable[[World], Targets]) -> Callable[[World], Targets]:
    TARGETS.append(function)
    return function


# Addresses that other machines post to without having seen a page of ours: name -> reason.
WITHOUT_CSRF: dict[str, str] = {}

MATRIX: dict[str, str] = {}

# --- accounts ----------------------------------------------------------------------------------------------

MATRIX |= {
    # by                                           visit outs  obs   vol   mod   law   coord oper
    "accounts:sign-in":                     "GET   200   302   302   302   302   302   302   302",
    "accounts:sign-out":                    "POST  302   302   302   302   302   302   302   302",
    "accounts:password-change":             "GET   login 200   200   200   200   200   200   200",
    "accounts:password-reset":              "GET   200   200   200   200   200   200   200   200",
    "accounts:password-reset-sent":         "GET   200   200   200   200   200   200   200   200",
    "accounts:password-reset-open":         "GET   302   302   302   302   302   302   302   302",
    "accounts:password-reset-confirm":      "GET   200   200   200   200   200   200   200   200",
    "accounts:invitation-open":             "GET   302   302   302   302   302   302   302   302",
    "accounts:invitation-accept":           "GET   200   403   403   403   403   403   403   403",
    "accounts:profile":                     "GET   login 200   200   200   200   200   200   200",
    "accounts:set-language":                "POST  302   302   302   302   302   302   302   302",
    "accounts:organisations":               "GET   login 200   200   200   200   200   200   200",
    "accounts:choose-organisation":         "POST  login 404   302   302   302   302   302   404",
    "accounts:organisation-logo":           "GET   login 404   404   404   404   404   404   404",
    "accounts:membership-leave":            "POST  login 404   404   302   404   404   404   404",
    "accounts:organisation":                "GET   login 200   200   200   200   200   200   403",
    "accounts:organisation-edit":           "GET   login 200   403   403   403   403   200   403",
    "accounts:people":                      "GET   login 200   200   200   200   200   200   403",
    "accounts:invitation-create":           "POST  login 302   403   403   403   403   302   403",
    "accounts:invitation-resend":           "POST  login 404   403   403   403   403   302   404",
    "accounts:invitation-revoke":           "POST  login 404   403   403   403   403   302   404",
    "accounts:member-role":                 "POST  login 404   403   403   403   403   302   404",
    "accounts:member-remove":               "POST  login 404   403   403   403   403   302   404",
    "accounts:member-restore":              "POST  login 404   403   403   403   403   302   404",
    "accounts:activity":                    "GET   login 200   403   403   403   200   200   403",
}  # fmt: skip


@targets
def accounts_targets(world: World) -> Targets:
    secret = secret_links.new_secret()
    invitation = Invitation.objects.create(
        organisation=world.ashyq_orta,
        email="saule@example.kz",
        role=Role.LAWYER,
        language="kk",
        token_hash=secret_links.hash_of(secret),
        state=InvitationState.OPEN,
        expires_at=timezone.now() + timedelta(days=14),
    )
    volunteer = world.people["volunteer"]
    assert volunteer is not None
    of_the_volunteer = {"pk": volunteer.memberships.get().pk}
    removed = MembershipFactory(organisation=world.ashyq_orta, role=Role.LAWYER, is_active=False)
    of_bolat = {"pk": world.bolat.memberships.get().pk}
    of_the_invitation = {"pk": invitation.pk}
    token = default_token_generator.make_token(world.bolat)
    reset_link = {"uid": urlsafe_base64_encode(force_bytes(world.bolat.pk)), "token": token}
    new_password = {"password": "жаңа-құпиясөз-8", "password_again": "жаңа-құпиясөз-8"}
    letter = "each one is a letter asked for anew"
    return {
        "accounts:sign-in": Target({}, {"username": "bolat@example.kz", "password": PASSWORD, "next": "/"}),
        "accounts:password-reset": Target({}, {"email": "bolat@example.kz"}, repeats=letter),
        "accounts:password-reset-open": Target(reset_link),
        "accounts:password-reset-confirm": Target(
            {}, new_password, first=reverse("accounts:password-reset-open", kwargs=reset_link)
        ),
        "accounts:password-change": Target({}, new_password | {"old_password": PASSWORD}),
        "accounts:invitation-open": Target({"secret": secret}),
        "accounts:invitation-accept": Target(
            of_the_invitation,
            new_password | {"name": "Сәуле"},
            first=reverse("accounts:invitation-open", args=[secret]),
        ),
        "accounts:set-language": Target({}, {"language": "ru", "next": "/account/people/"}),
        "accounts:choose-organisation": Target({}, {"organisation": world.ashyq_orta.pk, "next": "/"}),
        "accounts:organisation-logo": Target({"pk": world.ashyq_orta.pk}),
        "accounts:membership-leave": Target(of_the_volunteer),
        "accounts:invitation-create": Target(
            {}, {"email": "new@example.kz", "role": "observer", "language": "kk"}
        ),
        "accounts:invitation-resend": Target(of_the_invitation, repeats=letter),
        "accounts:invitation-revoke": Target(of_the_invitation),
        "accounts:member-role": Target(of_bolat, {"role": "lawyer"}),
        "accounts:member-remove": Target(of_bolat),
        "accounts:member-restore": Target({"pk": removed.pk}),
    }


# --- deadlines ---------------------------------------------------------------------------------------------

MATRIX |= {
    # by                                           visit outs  obs   vol   mod   law   coord oper
    "deadlines:list":                       "GET   login 200   200   200   200   200   200   403",
    "deadlines:close":                      "POST  login 404   403   302   302   302   302   404",
    "deadlines:reopen":                     "POST  login 404   403   302   302   302   302   404",
    "deadlines:assign":                     "GET   login 404   403   200   200   200   200   404",
    "deadlines:month":                      "GET   login 200   200   200   200   200   200   403",
    "deadlines:counter":                    "GET   login 200   200   200   200   200   200   403",
    "deadlines:feeds":                      "GET   login 200   200   200   200   200   200   403",
    "deadlines:feed-revoke":                "POST  login 404   404   404   404   404   302   404",
    "deadlines:recompute":                  "GET   login 404   404   404   404   404   404   200",
    "deadlines:time-limits":                "GET   login 200   200   200   200   200   200   403",
    "deadlines:feed":                       "GET   200   200   200   200   200   200   200   200",
}  # fmt: skip


@targets
def deadlines_targets(world: World) -> Targets:
    known = {"organisation": world.ashyq_orta, "responsible": world.bolat}
    running, settled = DeadlineFactory(**known), DeadlineFactory(**known)
    deadline_actions.close_deadline(settled, actor=world.aigerim, at=timezone.now())
    secret = deadline_actions.create_feed(world.aigerim, world.ashyq_orta, only_mine=False, at=timezone.now())
    feed = CalendarFeed.objects.get(user=world.aigerim)
    return {
        "deadlines:close": Target({"pk": running.pk}),
        "deadlines:reopen": Target({"pk": settled.pk}),
        "deadlines:assign": Target({"pk": running.pk}, {"responsible": world.aigerim.pk}),
        "deadlines:feeds": Target({}, {"scope": "mine"}, repeats="each one is an address of its own"),
        "deadlines:feed-revoke": Target({"pk": feed.pk}),
        "deadlines:feed": Target({"secret": secret}),
    }


# --- correspondence ----------------------------------------------------------------------------------------

MATRIX |= {
    # by                                           visit outs  obs   vol   mod   law   coord oper
    "correspondence:outbox":                "GET   login 200   200   200   200   200   200   403",
    "correspondence:letter":                "GET   login 404   200   404   404   404   200   404",
    "correspondence:letter-html":           "GET   login 404   200   404   404   404   200   404",
    "correspondence:letter-retry":          "POST  login 404   403   404   404   404   302   404",
    "correspondence:letter-cancel":         "POST  login 404   403   404   404   404   302   404",
}  # fmt: skip


@targets
def correspondence_targets(world: World) -> Targets:
    to_bolat = {"organisation": world.ashyq_orta, "recipient": world.bolat, "html": "<p>Ұсыныстар</p>"}
    waiting = {"pk": OutgoingEmailFactory(**to_bolat).pk}
    failed = {"pk": OutgoingEmailFactory(**to_bolat, state=MailState.FAILED).pk}
    return {
        "correspondence:letter": Target(waiting),
        "correspondence:letter-html": Target(waiting),
        "correspondence:letter-retry": Target(failed),
        "correspondence:letter-cancel": Target(waiting),
    }


# --- projects ----------------------------------------------------------------------------------------------

MATRIX |= {
    # by                                           visit outs  obs   vol   mod   law   coord oper
    "projects:draft-list":                  "GET   login 200   200   200   200   200   200   403",
    "projects:draft-add":                   "GET   login 200   403   200   200   200   200   403",
    "projects:draft-upload":                "GET   login 200   403   200   200   200   200   403",
    "projects:draft":                       "GET   login 404   200   200   200   200   200   403",
    "projects:draft-snapshot":              "GET   login 404   200   200   200   200   200   403",
    "projects:draft-join":                  "POST  login 404   403   403   403   302   302   403",
    "projects:triage":                      "GET   login 200   200   200   200   200   200   403",
    "projects:triage-decline":              "GET   login 404   403   403   403   200   200   403",
    "projects:triage-undecide":             "POST  login 404   403   403   403   302   302   403",
    "projects:topic-list":                  "GET   login 200   200   200   200   200   200   403",
    "projects:topic-add":                   "GET   login 200   403   403   403   200   200   403",
    "projects:topic-preview":               "POST  login 200   403   403   403   200   200   403",
    "projects:topic":                       "GET   login 404   200   200   200   200   200   403",
    "projects:topic-edit":                  "GET   login 404   403   403   403   200   200   403",
    "projects:topic-remove":                "POST  login 404   403   403   403   302   302   403",
    "projects:topic-feed-make":             "POST  login 404   403   403   403   200   200   403",
    "projects:topic-feed-revoke":           "POST  login 404   403   403   403   302   302   403",
    "projects:topic-feed":                  "GET   200   200   200   200   200   200   200   200",
    "projects:source-list":                 "GET   login 404   404   404   404   404   404   200",
    "projects:source-poll":                 "POST  login 404   404   404   404   404   404   302",
}  # fmt: skip


@targets
def projects_targets(world: World) -> Targets:
    theirs = {"organisation": world.ashyq_orta}
    draft, joined = DraftActFactory(**theirs), DraftActFactory(**theirs)
    seen = Snapshot.objects.create(
        draft=draft,
        kind="typed",
        taken_at=timezone.now(),
        sha256="0" * 64,
        body=zlib.compress(b"x"),
        **theirs,
    )
    asked = TriageItem.objects.create(draft=draft, window=draft.windows.get(), **theirs)
    declined = TriageItem.objects.create(
        draft=joined, window=joined.windows.get(), state="declined", **theirs
    )
    topic = WatchTopicFactory(**theirs)
    topic_actions.set_feed(topic, sha256(b"feed-of-a-topic").hexdigest())
    topic_fields = {"name": "Жаңа тақырып", "words": "еңбек, труд", "excluded": "", "is_active": "on"}
    typed = {"title_kk": "Еңбек туралы бұйрық жобасы", "title_ru": ""}
    return {
        "projects:draft-add": Target({}, typed, repeats="two drafts may bear one title"),
        "projects:draft": Target({"pk": draft.pk}),
        "projects:draft-snapshot": Target({"pk": draft.pk, "snapshot_pk": seen.pk}),
        "projects:draft-join": Target({"pk": draft.pk}, {"owner": world.aigerim.pk, "priority": 2}),
        "projects:triage-decline": Target({"pk": asked.pk}, {"reason": "Біздің тақырып емес"}),
        "projects:triage-undecide": Target({"pk": declined.pk}),
        "projects:topic-add": Target({}, topic_fields),
        "projects:topic-preview": Target(
            {}, {**topic_fields, "bodies": [], "categories": [], "act_types": []}
        ),
        "projects:topic": Target({"pk": topic.pk}),
        "projects:topic-edit": Target(
            {"pk": topic.pk}, topic_fields, repeats="each saving looks through the drafts anew, and is noted"
        ),
        "projects:topic-remove": Target({"pk": topic.pk}),
        "projects:topic-feed-make": Target({"pk": topic.pk}),
        "projects:topic-feed-revoke": Target({"pk": topic.pk}),
        "projects:topic-feed": Target({"token": "feed-of-a-topic"}),
        "projects:source-poll": Target({"pk": SourceFactory().pk}),
    }


# --- monitoring --------------------------------------------------------------------------------------------

MATRIX |= {
    # by                                           visit outs  obs   vol   mod   law   coord oper
    "monitoring:today":                     "GET   login 200   200   200   200   200   200   302",
    "monitoring:dossier-list":              "GET   login 200   200   200   200   200   200   403",
    "monitoring:dossier":                   "GET   login 404   200   200   200   200   200   403",
    "monitoring:dossier-edit":              "POST  login 404   403   403   403   302   302   403",
    "monitoring:dossier-date-add":          "POST  login 404   403   403   403   302   302   403",
    "monitoring:dossier-close":             "POST  login 404   403   403   403   302   302   403",
    "monitoring:dossier-reopen":            "POST  login 404   403   403   403   302   302   403",
    "monitoring:health":                    "GET   login 200   200   200   200   200   200   200",
    "monitoring:alive":                     "GET   200   200   200   200   200   200   200   200",
    "monitoring:worker-alive":              "GET   200   200   200   200   200   200   200   200",
}  # fmt: skip


@targets
def monitoring_targets(world: World) -> Targets:
    theirs = {"organisation": world.ashyq_orta}
    open_, closed = DossierFactory(**theirs), DossierFactory(**theirs, state="closed")
    date = {
        "label": "Кестені бекітуге беру",
        "due_on": (timezone.localdate() + timedelta(days=7)).isoformat(),
        "limit": "",
        "start_on": "",
        "responsible": world.aigerim.pk,
    }
    return {
        "monitoring:dossier": Target({"pk": open_.pk}),
        "monitoring:dossier-edit": Target({"pk": open_.pk}, {"owner": world.aigerim.pk, "priority": 1}),
        "monitoring:dossier-date-add": Target(
            {"pk": open_.pk}, date, repeats="each one is a date of its own"
        ),
        "monitoring:dossier-close": Target({"pk": open_.pk}, {"reason": "Жоба қайтарып алынды"}),
        "monitoring:dossier-reopen": Target({"pk": closed.pk}),
    }
