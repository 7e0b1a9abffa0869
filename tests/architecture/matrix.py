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
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.contrib.auth.tokens import default_token_generator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts import secret_links
from accounts.models import Invitation, Organisation, User
from accounts.states import InvitationState, Role
from amendments.actions import coalition as coalition_actions
from amendments.models import AmendmentRow, AmendmentTable, Escalation
from correspondence.documents import Mode
from correspondence.issuing import Made, issue
from correspondence.models import DocumentOrder
from correspondence.shipped_letters import SHIPPED
from correspondence.states import MailState, OrderState
from deadlines import actions as deadline_actions
from deadlines.models import CalendarFeed
from hearings.minutes import hash_of
from hearings.models import (
    AgendaItem,
    Minutes,
    MinutesComment,
    MinutesLetter,
    OwnLink,
    PublicFile,
    WrittenLink,
)
from hearings.public_copy import public_description
from inforequests.clocks import CODES
from monitoring.actions import open_data as open_data_actions
from monitoring.actions import webhooks as webhook_actions
from monitoring.models import ItemRequest, WebhookDelivery
from projects.actions import road_map as road_map_actions
from projects.actions import topics as topic_actions
from projects.models import DraftAct, Snapshot, TriageItem
from projects.states import RoadMapDirection
from tests.factories import (
    FINDING,
    AccessKeyFactory,
    AccessNeedFactory,
    AgendaItemFactory,
    AgendaProposalFactory,
    AmendmentRowFactory,
    AmendmentTableFactory,
    BatchFactory,
    CallCategoryFactory,
    CallFactory,
    CaseFactory,
    CoalitionInvitationFactory,
    ContactFactory,
    CouncilFactory,
    DeadlineFactory,
    DossierFactory,
    DraftActFactory,
    EscalationFactory,
    EscalationFileFactory,
    EventFileFactory,
    FactFactory,
    FateFactory,
    GroupEffectFactory,
    HearingFactory,
    IncomingMailFactory,
    InForceFactory,
    InfoRequestFactory,
    InvitationFactory,
    ItemFactory,
    LawFactory,
    LibraryEntryFactory,
    MembershipFactory,
    OpenSurveyFactory,
    OutcomeCandidateFactory,
    OutcomeFactory,
    OutgoingEmailFactory,
    PackArchiveFactory,
    PackFileFactory,
    PasskeyFactory,
    PositionFactory,
    ProofFactory,
    PublicationFactory,
    QuestionFactory,
    RapidAssessmentFactory,
    ReceiptFactory,
    RegistrationFactory,
    RequestEventFactory,
    RowCommentFactory,
    SessionFactory,
    SharePictureFactory,
    SourceFactory,
    SourceTextFactory,
    StakeholderFactory,
    SubmissionFactory,
    SurveyAnswerFactory,
    SurveyFactory,
    TimeLimitFactory,
    WatchTopicFactory,
    WrittenProposalFactory,
    opened_page,
)
from tests.factories.accounts import PASSWORD
from tests.factories.correspondence import AT, FILES, issued, ordered
from tests.factories.hearings import (
    CheckInFactory,
    LetterProofFactory,
    OpenHearingFactory,
    ProposalFactory,
    load_hearing_rules,
)
from tests.projects.comment_pages import PORTAL_ID, Comment, comments_page

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
WITHOUT_CSRF: dict[str, str] = {
    "api:openapi-json": "it takes no post, and the interface looks at no cookie",
}

MATRIX: dict[str, str] = {}

# --- accounts ----------------------------------------------------------------------------------------------

MATRIX |= {
    # by                                           visit outs  obs   vol   mod   law   coord oper
    "accounts:sign-in":                     "GET   200   302   302   302   302   302   302   302",
    "accounts:second-step":                 "GET   302   302   302   302   302   302   302   302",
    "accounts:passkey-sign-in":             "POST  404   404   404   404   404   404   404   404",
    "accounts:passkey-ask":                 "POST  404   404   404   404   404   404   404   404",
    "accounts:confirm":                     "GET   login 200   200   200   200   200   200   200",
    "accounts:security":                    "GET   login 200   200   200   200   200   200   200",
    "accounts:totp-add":                    "GET   login 302   302   302   302   302   302   302",
    "accounts:totp-remove":                 "POST  login 302   302   302   302   302   302   302",
    "accounts:passkey-add":                 "GET   login 302   302   302   302   302   302   302",
    "accounts:passkey-options":             "POST  login 302   302   302   302   302   302   302",
    "accounts:passkey-remove":              "POST  login 404   404   404   404   404   302   404",
    "accounts:recovery-codes":              "GET   login 302   302   302   302   302   302   302",
    "accounts:key-list":                    "GET   login 200   200   200   200   200   200   403",
    "accounts:key-add":                     "GET   login 302   302   302   302   302   302   403",
    "accounts:key-revoke":                  "POST  login 404   404   404   404   404   302   404",
    "accounts:session-list":                "GET   login 200   200   200   200   200   200   200",
    "accounts:session-end":                 "POST  login 404   404   404   404   404   302   404",
    "accounts:session-end-others":          "POST  login 302   302   302   302   302   302   302",
    "accounts:member-factors-reset":        "POST  login 404   403   403   403   403   302   404",
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
        "accounts:sign-in": Target({}, {"username": world.bolat.email, "password": PASSWORD, "next": "/"}),
        "accounts:password-reset": Target({}, {"email": world.bolat.email}, repeats=letter),
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
        "accounts:confirm": Target({}, {"password": PASSWORD, "code": "", "credential": ""}),
        "accounts:passkey-remove": Target({"pk": PasskeyFactory(user=world.aigerim).pk}),
        "accounts:key-add": Target({}, {"name": "Сайт", "scopes": ["read:drafts"], "until": ""}),
        "accounts:key-revoke": Target({"pk": AccessKeyFactory(membership=world.aigerim.memberships.get()).pk}),
        "accounts:session-end": Target({}, {"session": SessionFactory(user=world.aigerim).mark}),
        "accounts:member-factors-reset": Target(of_bolat),
        "accounts:member-role": Target(of_bolat, {"role": "lawyer"}),
        "accounts:member-remove": Target(of_bolat),
        "accounts:member-restore": Target({"pk": removed.pk}),
    }


# --- api: programs with a key; being signed in as a person opens nothing (tests/monitoring/api) --------------

MATRIX |= {
    # by                                           visit outs  obs   vol   mod   law   coord oper
    "api:api-root":                         "GET   404   404   404   404   404   404   404   404",
    "api:nowhere":                          "GET   404   404   404   404   404   404   404   404",
    "api:openapi-json":                     "GET   200   200   200   200   200   200   200   200",
    "api:draft-list":                      "GET   401   401   401   401   401   401   401   401",
    "api:body-list":                       "GET   401   401   401   401   401   401   401   401",
    "api:time-limit-list":                 "GET   401   401   401   401   401   401   401   401",
    "api:deadline-list":                   "GET   401   401   401   401   401   401   401   401",
    "api:dossier-list":                    "GET   401   401   401   401   401   401   401   401",
    "api:table-list":                      "GET   401   401   401   401   401   401   401   401",
    "api:request-list":                    "GET   401   401   401   401   401   401   401   401",
    "api:hearing-list":                    "GET   401   401   401   401   401   401   401   401",
    "api:document-list":                   "GET   401   401   401   401   401   401   401   401",
    "api:draft":                           "GET   401   401   401   401   401   401   401   401",
    "api:body":                            "GET   401   401   401   401   401   401   401   401",
    "api:deadline":                        "GET   401   401   401   401   401   401   401   401",
    "api:dossier":                         "GET   401   401   401   401   401   401   401   401",
    "api:table":                           "GET   401   401   401   401   401   401   401   401",
    "api:row-list":                        "GET   401   401   401   401   401   401   401   401",
    "api:submission-list":                 "GET   401   401   401   401   401   401   401   401",
    "api:request":                         "GET   401   401   401   401   401   401   401   401",
    "api:hearing":                         "GET   401   401   401   401   401   401   401   401",
    "api:document":                        "GET   401   401   401   401   401   401   401   401",
}  # fmt: skip


@targets
def api_targets(_world: World) -> Targets:
    of_one = ("draft", "body", "deadline", "dossier", "table", "row-list", "submission-list", "request", "hearing")
    return {f"api:{name}": Target({"pk": 1}) for name in (*of_one, "document")} | {
        "api:nowhere": Target({"rest": "nowhere"})
    }


# --- deadlines ---------------------------------------------------------------------------------------------

MATRIX |= {
    # by                                           visit outs  obs   vol   mod   law   coord oper
    "deadlines:list":                       "GET   login 200   200   200   200   200   200   403",
    "deadlines:close":                      "POST  login 404   403   302   302   302   302   404",
    "deadlines:reopen":                     "POST  login 404   403   302   302   302   302   404",
    "deadlines:told":                       "GET   login 404   200   200   200   200   200   404",
    "deadlines:assign":                     "GET   login 404   403   200   200   200   200   404",
    "deadlines:month":                      "GET   login 200   200   200   200   200   200   403",
    "deadlines:counter":                    "GET   login 200   200   200   200   200   200   403",
    "deadlines:feeds":                      "GET   login 200   200   200   200   200   200   403",
    "deadlines:feed-revoke":                "POST  login 404   404   404   404   404   302   404",
    "deadlines:recompute":                  "GET   login 404   404   404   404   404   404   200",
    "deadlines:time-limits":                "GET   login 200   200   200   200   200   200   403",
    "deadlines:rule":                       "GET   login 200   200   200   200   200   200   200",
    "deadlines:law-list":                   "GET   login 200   200   200   200   200   200   200",
    "deadlines:law":                        "GET   login 200   200   200   200   200   200   200",
    "deadlines:law-check":                  "GET   login 200   200   200   200   200   200   200",
    "deadlines:check-confirm":              "POST  login 404   404   404   404   404   404   302",
    "deadlines:feed":                       "GET   200   200   200   200   200   200   200   200",
}  # fmt: skip


@targets
def deadlines_targets(world: World) -> Targets:
    known = {"organisation": world.ashyq_orta, "responsible": world.bolat}
    running, settled = DeadlineFactory(**known), DeadlineFactory(**known)
    deadline_actions.close_deadline(settled, actor=world.aigerim, at=timezone.now())
    rule = TimeLimitFactory()
    secret = deadline_actions.create_feed(world.aigerim, world.ashyq_orta, only_mine=False, at=timezone.now())
    feed = CalendarFeed.objects.get(user=world.aigerim)
    return {
        "deadlines:close": Target({"pk": running.pk}),
        "deadlines:reopen": Target({"pk": settled.pk}),
        "deadlines:told": Target({"pk": running.pk}),
        "deadlines:assign": Target({"pk": running.pk}, {"responsible": world.aigerim.pk}),
        "deadlines:rule": Target({"pk": rule.pk}),
        "deadlines:law": Target({"code": LawFactory().code}),
        "deadlines:check-confirm": Target(
            {"kind": "rule", "pk": rule.pk},
            {"where": "adilet.zan.kz", "read_on": "2026-11-24", "back": "rule"},
            repeats="the log says each time that it was read",
        ),
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
    "correspondence:document-list":         "GET   login 200   200   200   200   200   200   403",
    "correspondence:document":              "GET   login 404   200   200   200   200   200   404",
    "correspondence:document-code":         "GET   login 404   200   200   200   200   200   404",
    "correspondence:document-file":         "GET   login 404   200   200   200   200   200   404",
    "correspondence:document-order":        "GET   login 404   200   200   200   200   200   404",
    "correspondence:document-order-progress": "GET login 404   200   200   200   200   200   404",
    "correspondence:document-order-retry":  "POST  login 404   403   403   403   302   302   404",
    "correspondence:template-list":         "GET   login 200   403   403   403   403   200   403",
    "correspondence:template-edit":         "GET   login 200   403   403   403   403   200   403",
    "correspondence:template-preview":      "POST  login 200   403   403   403   403   200   403",
    "correspondence:share-picture":         "GET   200   200   200   200   200   200   200   200",
    "correspondence:verify":                "GET   200   200   200   200   200   200   200   200",
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
        **_document_targets(world),
    }


def _document_targets(world: World) -> Targets:
    letter = issued(world.ashyq_orta, world.aigerim)
    waiting = ordered(world.ashyq_orta, world.aigerim)
    failed = ordered(world.ashyq_orta, world.aigerim)
    DocumentOrder.objects.filter(pk=failed.pk).update(state=OrderState.FAILED, trouble="too_slow")
    wording = {**SHIPPED["letter.cover_body"].whole, "title_kk": "Ұсыныстар туралы", "seen": 0}
    return {
        "correspondence:document": Target({"pk": letter.pk}),
        "correspondence:document-code": Target({"pk": letter.pk}),
        "correspondence:document-file": Target({"pk": letter.pk, "kind": "pdf"}),
        "correspondence:document-order": Target({"pk": waiting.pk}),
        "correspondence:document-order-progress": Target({"pk": waiting.pk}),
        "correspondence:document-order-retry": Target({"pk": failed.pk}),
        "correspondence:template-edit": Target({"kind": "letter.cover_body"}, wording),
        "correspondence:template-preview": Target({"kind": "letter.cover_body"}, wording),
        "correspondence:verify": Target({"code": letter.code}),
    }


# --- projects ----------------------------------------------------------------------------------------------

MATRIX |= {
    # by                                           visit outs  obs   vol   mod   law   coord oper
    "projects:draft-list":                  "GET   login 200   200   200   200   200   200   403",
    "projects:draft-add":                   "GET   login 200   403   200   200   200   200   403",
    "projects:draft-upload":                "GET   login 200   403   200   200   200   200   403",
    "projects:draft":                       "GET   login 404   200   200   200   200   200   403",
    "projects:draft-snapshot":              "GET   login 404   200   200   200   200   200   403",
    "projects:draft-told":                  "GET   login 404   200   200   200   200   200   403",
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
    "projects:road-map":                    "GET   login 404   200   200   200   200   200   404",
    "projects:road-map-plan":               "POST  login 404   403   403   403   302   302   404",
    "projects:road-map-plan-b":             "POST  login 404   403   403   403   302   302   404",
    "projects:road-map-part-skip":          "POST  login 404   403   403   403   302   302   404",
    "projects:road-map-part-restore":       "POST  login 404   403   403   403   302   302   404",
    "projects:road-map-task-add":           "GET   login 404   403   403   403   200   200   404",
    "projects:road-map-task":               "GET   login 404   403   403   403   200   200   404",
    "projects:road-map-task-done":          "POST  login 404   403   302   302   302   302   404",
    "projects:road-map-task-reopen":        "POST  login 404   403   302   302   302   302   404",
    "projects:road-map-task-skip":          "POST  login 404   403   403   403   302   302   404",
    "projects:road-map-template":           "GET   login 200   200   200   200   200   200   403",
    "projects:road-map-template-add":       "GET   login 200   403   403   403   403   200   403",
    "projects:road-map-template-task":      "GET   login 200   403   403   403   403   200   403",
    "projects:road-map-template-move":      "POST  login 302   403   403   403   403   302   403",
    "projects:road-map-template-switch":    "POST  login 302   403   403   403   403   302   403",
    "projects:road-map-template-reset":     "POST  login 302   403   403   403   403   302   403",
    "projects:road-map-template-restore":   "POST  login 302   403   403   403   403   302   403",
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
    feed_of_a_topic = f"{world.aigerim.pk}-feed-of-a-topic"
    topic_actions.set_feed(topic, sha256(feed_of_a_topic.encode()).hexdigest())
    topic_fields = {"name": "Жаңа тақырып", "words": "еңбек, труд", "excluded": "", "is_active": "on"}
    typed = {"title_kk": "Еңбек туралы бұйрық жобасы", "title_ru": ""}
    return {
        "projects:draft-add": Target({}, typed),
        "projects:draft": Target({"pk": draft.pk}),
        "projects:draft-snapshot": Target({"pk": draft.pk, "snapshot_pk": seen.pk}),
        "projects:draft-told": Target({"pk": draft.pk}),
        "projects:draft-join": Target({"pk": draft.pk}, {"owner": world.aigerim.pk, "priority": 2}),
        "projects:triage-decline": Target({"pk": asked.pk}, {"reason": "Біздің тақырып емес"}),
        "projects:triage-undecide": Target({"pk": declined.pk}),
        "projects:topic-add": Target({}, topic_fields),
        "projects:topic-preview": Target(
            {}, {**topic_fields, "bodies": [], "categories": [], "act_types": []}
        ),
        "projects:topic": Target({"pk": topic.pk}),
        "projects:topic-edit": Target({"pk": topic.pk}, topic_fields),
        "projects:topic-remove": Target({"pk": topic.pk}),
        "projects:topic-feed-make": Target({"pk": topic.pk}),
        "projects:topic-feed-revoke": Target({"pk": topic.pk}),
        "projects:topic-feed": Target({"token": feed_of_a_topic}),
        "projects:source-poll": Target({"pk": SourceFactory().pk}),
    }


@targets
def road_map_targets(world: World) -> Targets:
    """A map planned forwards from tomorrow, with a task that is done; the template as it is shipped."""
    at = timezone.now()
    on = timezone.localdate(at)
    dossier = DossierFactory(organisation=world.ashyq_orta, owner=world.aigerim)
    starts_on = on + timedelta(1)
    planned = {"direction": RoadMapDirection.FORWARDS, "starts_on": starts_on, "on": on, "at": at}
    tasks = road_map_actions.plan_road_map(dossier, actor=world.aigerim, **planned).tasks
    open_, done = tasks.get(key="table"), tasks.get(key="stakeholders")
    road_map_actions.finish_task(done, actor=world.aigerim, at=at)
    of_dossier, reason = {"pk": dossier.pk}, {"reason": "Уақыт жоқ"}
    words = {"label_kk": "Сарапшы шақыру", "label_ru": "", "week": "2", "days": "2", "anchor": "before"}
    template = {**words, "part": "other", "after_1": "assessment", "gap_1": "1", "unit_1": "working_day"}
    return {
        "projects:road-map": Target(of_dossier),
        "projects:road-map-plan": Target(of_dossier, {"direction": "forwards", "starts_on": str(starts_on)}),
        "projects:road-map-plan-b": Target(of_dossier),
        "projects:road-map-part-skip": Target({**of_dossier, "part": "hearing"}, reason),
        "projects:road-map-part-restore": Target({**of_dossier, "part": "hearing"}),
        "projects:road-map-task-add": Target(of_dossier, words),
        "projects:road-map-task": Target({"pk": open_.pk}, {"responsible": world.aigerim.pk}),
        "projects:road-map-task-done": Target({"pk": open_.pk}),
        "projects:road-map-task-reopen": Target({"pk": done.pk}),
        "projects:road-map-task-skip": Target({"pk": open_.pk}, reason),
        "projects:road-map-template-add": Target({}, template),
        "projects:road-map-template-task": Target({"key": "media"}, template),
        "projects:road-map-template-move": Target({"key": "table"}, {"to": "up"}),
        "projects:road-map-template-switch": Target({"key": "media"}, {"on": "no"}),
    }


# --- amendments --------------------------------------------------------------------------------------------

MATRIX |= {
    # by                                           visit outs  obs   vol   mod   law   coord oper
    "amendments:table":                     "GET   login 404   200   200   200   200   200   404",
    "amendments:documents":                 "GET   login 404   200   200   200   200   200   404",
    "amendments:table-begin":               "POST  login 404   403   302   302   302   302   404",
    "amendments:summary-edit":              "GET   login 404   403   200   200   200   200   404",
    "amendments:summary-cell":              "POST  login 404   403   200   200   200   200   404",
    "amendments:summary-check":             "POST  login 404   403   302   302   302   302   404",
    "amendments:row-add":                   "POST  login 404   403   302   302   302   302   404",
    "amendments:row":                       "GET   login 404   302   302   302   302   302   404",
    "amendments:row-edit":                  "GET   login 404   403   200   200   200   200   404",
    "amendments:row-cell":                  "POST  login 404   403   200   200   200   200   404",
    "amendments:row-check":                 "POST  login 404   403   302   302   302   302   404",
    "amendments:row-duplicate":             "POST  login 404   403   302   302   302   302   404",
    "amendments:row-move":                  "POST  login 404   403   302   302   302   302   404",
    "amendments:row-remove":                "POST  login 404   403   302   302   302   302   404",
    "amendments:row-restore":               "POST  login 404   403   302   302   302   302   404",
    "amendments:comment-add":               "POST  login 404   403   302   302   302   302   404",
    "amendments:comment-settle":            "POST  login 404   403   302   302   302   302   404",
    "amendments:table-send":                "POST  login 404   403   302   302   302   302   404",
    "amendments:table-pass":                "POST  login 404   403   403   403   302   302   404",
    "amendments:table-return":              "POST  login 404   403   403   403   302   302   404",
    "amendments:table-approve":             "POST  login 404   403   403   403   403   302   404",
    "amendments:table-reopen":              "POST  login 404   403   403   403   403   302   404",
    "amendments:library":                   "GET   login 200   200   200   200   200   200   403",
    "amendments:library-remove":            "POST  login 404   403   302   302   302   302   404",
    "amendments:library-search":            "GET   login 404   403   200   200   200   200   404",
    "amendments:text":                      "GET   login 404   200   200   200   200   200   404",
    "amendments:text-bring":                "GET   login 404   403   200   200   200   200   404",
    "amendments:text-difference":           "GET   login 404   200   200   200   200   200   404",
    "amendments:row-take-text":             "POST  login 404   403   302   302   302   302   404",
    "amendments:element-edit":              "GET   login 404   403   200   200   200   200   404",
    "amendments:element-join":              "POST  login 404   403   302   302   302   302   404",
    "amendments:element-row":               "POST  login 404   403   302   302   302   302   404",
    "amendments:coalition":                 "GET   login 404   403   403   403   403   200   404",
    "amendments:coalition-revoke":          "POST  login 404   403   403   403   403   302   404",
    "amendments:coalition-open":            "GET   302   302   302   302   302   302   302   302",
    "amendments:coalition-seat":            "GET   200   200   200   200   200   200   200   200",
    "amendments:coalition-withdraw":        "POST  200   200   200   200   200   200   200   200",
    "amendments:assessment":                "GET   login 404   200   200   200   200   200   404",
    "amendments:assessment-edit":           "GET   login 404   403   200   200   200   200   404",
    "amendments:assessment-version":        "GET   login 404   200   200   200   200   200   404",
    "amendments:assessment-difference":     "GET   login 404   200   200   200   200   200   404",
    "amendments:assessment-print":          "GET   login 404   200   200   200   200   200   404",
    "amendments:assessment-issue":          "POST  login 404   403   403   403   302   302   404",
    "amendments:submission":                "GET   login 404   200   200   200   200   200   404",
    "amendments:submission-record":         "GET   login 404   403   200   200   200   200   404",
    "amendments:submission-sent":           "GET   login 404   200   200   200   200   200   404",
    "amendments:submission-numbers":        "POST  login 404   403   302   302   302   302   404",
    "amendments:submission-report-day":     "POST  login 404   403   302   302   302   302   404",
    "amendments:receipt-add":               "POST  login 404   403   302   302   302   302   404",
    "amendments:receipt-file":              "GET   login 404   200   200   200   200   200   404",
    "amendments:outcomes":                  "GET   login 404   200   200   200   200   200   404",
    "amendments:outcome-undo":              "POST  login 404   403   403   403   302   302   404",
    "amendments:outcome-page-bring":        "GET   login 404   403   200   200   200   200   404",
    "amendments:outcome-page":              "GET   login 404   200   200   200   200   200   404",
    "amendments:outcomes-confirm":          "GET   login 404   200   200   200   200   200   404",
    "amendments:outcome-row":               "GET   login 404   200   200   200   200   200   404",
    "amendments:outcome-reject":            "POST  login 404   403   403   403   302   302   404",
    "amendments:adoption-correct":          "POST  login 404   403   403   403   302   302   404",
    "amendments:adopted":                   "GET   login 404   200   200   200   200   200   404",
    "amendments:escalation":                "GET   login 404   200   200   200   200   200   404",
    "amendments:escalation-letter":         "GET   login 404   200   200   200   200   200   404",
    "amendments:escalation-preview":        "POST  login 404   403   200   200   200   200   404",
    "amendments:escalation-rewrite":        "POST  login 404   403   302   302   302   302   404",
    "amendments:escalation-withdraw":       "POST  login 404   403   302   302   302   302   404",
    "amendments:escalation-restore":        "POST  login 404   403   302   302   302   302   404",
    "amendments:escalation-send":           "POST  login 404   403   302   302   302   302   404",
    "amendments:escalation-register":       "POST  login 404   403   302   302   302   302   404",
    "amendments:escalation-reply-day":      "POST  login 404   403   302   302   302   302   404",
    "amendments:escalation-reply":          "POST  login 404   403   302   302   302   302   404",
    "amendments:escalation-reply-undo":     "POST  login 404   403   302   302   302   302   404",
    "amendments:escalation-file":           "GET   login 404   200   200   200   200   200   404",
}  # fmt: skip


@targets
def amendments_targets(world: World) -> Targets:
    """A table that is written, one with the lawyer, one before the head, one approved, one not begun."""
    begun = AmendmentTableFactory(dossier=DossierFactory(organisation=world.ashyq_orta))
    row, removed = (AmendmentRowFactory(table=begun) for _number in range(2))
    AmendmentRow.objects.filter(pk=removed.pk).update(removed_at=timezone.now())
    comment = RowCommentFactory(row=row)
    entry = LibraryEntryFactory(organisation=world.ashyq_orta)
    secret, joined_by = secret_links.new_secret(), secret_links.new_secret()
    waiting = CoalitionInvitationFactory(table=begun, token_hash=secret_links.hash_of(secret))
    joined = CoalitionInvitationFactory(table=begun, token_hash=secret_links.hash_of(joined_by))
    signature = dict.fromkeys(coalition_actions.SIGNATURE, "Умит")
    coalition_actions.join_coalition(
        joined, signature=signature, person=None, partner=None, at=timezone.now()
    )
    pk, cell = {"pk": begun.dossier_id}, {"text": "Заңның 11-бабы", "version": "0", "page": "a1"}
    of_row = {**pk, "row_pk": row.pk}
    of_comment = {**of_row, "comment_pk": comment.pk}
    text = SourceTextFactory(dossier=begun.dossier)
    first, last = text.elements.order_by("order")
    newer = SourceTextFactory(dossier=begun.dossier, number=2)
    of_element = {**pk, "source_pk": text.pk, "element_pk": first.pk}
    remarks = {"remarks": "Дерек керек"}
    anew = "each one is a row of its own"
    return {
        "amendments:table": Target(pk),
        "amendments:documents": Target(
            _table_in(world, "approved"), {"kind": "amendments.table", "mode": "kk"}
        ),
        "amendments:table-begin": Target({"pk": DossierFactory(organisation=world.ashyq_orta).pk}),
        "amendments:summary-edit": Target(pk, {"version": "0"}),
        "amendments:summary-cell": Target({**pk, "cell": "summary_kk"}, cell),
        "amendments:summary-check": Target({**pk, "language": "kk"}, {"checked": "yes", "version": "0"}),
        "amendments:row-add": Target(pk, repeats=anew),
        "amendments:row": Target(of_row),
        "amendments:row-edit": Target(of_row, {"version": "0"}),
        "amendments:row-cell": Target({**of_row, "cell": "justification_kk"}, cell),
        "amendments:row-check": Target({**of_row, "language": "kk"}, {"checked": "yes", "version": "0"}),
        "amendments:row-duplicate": Target(of_row, repeats=anew),
        "amendments:row-move": Target(of_row, {"to": "up"}),
        "amendments:row-remove": Target(of_row),
        "amendments:row-restore": Target({**pk, "row_pk": removed.pk}),
        "amendments:comment-add": Target(of_row, {"text": "Деректер қайдан?"}),
        "amendments:comment-settle": Target(of_comment, {"settled": "yes"}),
        "amendments:table-send": Target(pk),
        "amendments:table-pass": Target(_table_in(world, "expert"), {"stage": "expert"}),
        "amendments:table-return": Target(_table_in(world, "lawyer"), remarks),
        "amendments:table-approve": Target(_table_in(world, "head")),
        "amendments:table-reopen": Target(_table_in(world, "approved"), remarks),
        "amendments:library": Target({}, {"kind": "law", "text_kk": "Заң", "text_ru": "Закон"}),
        "amendments:library-remove": Target({"entry_pk": entry.pk}),
        "amendments:library-search": Target(of_row),
        "amendments:text": Target(pk),
        "amendments:text-bring": Target(pk, {"pasted": "1. Тариф бекітілсін.\n2. Бұйрық күшіне енеді."}),
        "amendments:text-difference": Target({**pk, "source_pk": newer.pk}),
        "amendments:row-take-text": Target({**of_row, "language": "ru"}, {"version": "0"}),
        "amendments:element-edit": Target(of_element, {"kind": "paragraph", "number": "4", "text": "Тариф."}),
        "amendments:element-join": Target({**pk, "source_pk": text.pk, "element_pk": last.pk}),
        "amendments:element-row": Target(of_element, repeats=anew),
        "amendments:coalition": Target(
            pk, {"name": "«Үміт» қоры", "email": "umit@example.kz", "language": "kk"}
        ),
        "amendments:coalition-revoke": Target({**pk, "invitation_pk": waiting.pk}),
        "amendments:coalition-open": Target({"secret": secret}),
        "amendments:coalition-seat": Target(
            {"pk": waiting.pk},
            {**signature, "agreed": "on"},
            first=reverse("amendments:coalition-open", args=[secret]),
        ),
        "amendments:coalition-withdraw": Target(
            {"pk": joined.pk}, first=reverse("amendments:coalition-open", args=[joined_by])
        ),
    }


class FileForEverybody(SimpleUploadedFile):
    """Read from its beginning by each who posts it."""

    def read(self, *size: int) -> bytes:
        self.seek(0)
        return bytes(self.file.read(*size))


@targets
def assessment_and_submission_targets(world: World) -> Targets:
    """An assessment in two versions, an approved table to send, and one that was sent, with its receipt."""
    first = RapidAssessmentFactory(dossier=DossierFactory(organisation=world.ashyq_orta))
    later = RapidAssessmentFactory(dossier=first.dossier, number=2, recommendation="leave")
    pk = {"pk": first.dossier_id}
    of_version = {**pk, "number": later.number}
    approved = _ready_table(world, "approved")
    sent = SubmissionFactory(table=_ready_table(world, "submitted"))
    of_sent = {"pk": sent.table.dossier_id, "submission_pk": sent.pk}
    receipt = ReceiptFactory(submission=sent)
    soon = (timezone.localdate() + timedelta(days=7)).isoformat()
    return {
        "amendments:assessment": Target(pk),
        "amendments:assessment-edit": Target(pk, {"reason_kk": "Тариф өседі", "recommendation": "watch"}),
        "amendments:assessment-version": Target(of_version),
        "amendments:assessment-difference": Target(of_version),
        "amendments:assessment-print": Target(of_version),
        "amendments:assessment-issue": Target(of_version, {"mode": "kk"}),
        "amendments:submission": Target({"pk": approved.dossier_id}),
        "amendments:submission-record": Target({"pk": approved.dossier_id}),
        "amendments:submission-sent": Target(of_sent),
        "amendments:submission-numbers": Target(of_sent, {"numbers": "4821, 4822"}),
        "amendments:submission-report-day": Target(of_sent, {"due_on": soon}),
        "amendments:receipt-add": Target(
            of_sent, {"receipt": FileForEverybody("page.pdf", b"%PDF-1.7\n%%EOF")}
        ),
        "amendments:receipt-file": Target({**of_sent, "receipt_pk": receipt.pk}),
    }


@targets
def outcome_targets(world: World) -> Targets:
    """A table that was sent: one row with a candidate, one that was confirmed and compared with the adopted text."""
    table = _ready_table(world, "submitted")
    DraftAct.objects.filter(pk=table.dossier.draft_id).update(portal_id=PORTAL_ID)
    answered, waiting = table.rows.get(), AmendmentRowFactory(table=table, is_checked=True)
    SubmissionFactory(table=table)
    candidate = OutcomeCandidateFactory(row=waiting, comment__page__table=table)
    done = OutcomeFactory(row=answered, confirmed_by=world.aigerim, findings={"ru": FINDING})
    pk, of_waiting = {"pk": table.dossier_id}, {"pk": table.dossier_id, "row_pk": waiting.pk}
    of_answered = {"pk": table.dossier_id, "row_pk": answered.pk}
    confirm = {
        "candidate": candidate.pk,
        "seen": "",
        "state": "accepted",
        "words": "Учтено.",
        "source": "",
        "source_name": "",
        "next": "",
    }
    reject = {"candidate": candidate.pk, "back": "", "next": ""}
    return {
        "amendments:outcomes": Target(pk),
        "amendments:outcome-undo": Target(
            pk, {"at": done.confirmed_at.isoformat() if done.confirmed_at else "", "row": answered.pk}
        ),
        "amendments:outcome-page-bring": Target(
            pk, {"page": FileForEverybody("view.html", comments_page(Comment()))}
        ),
        "amendments:outcome-page": Target({**pk, "page_pk": candidate.comment.page_id}),
        "amendments:outcomes-confirm": Target(pk, {"row": f"{waiting.pk}:{candidate.pk}:accepted"}),
        "amendments:outcome-row": Target(of_waiting, confirm),
        "amendments:outcome-reject": Target(of_waiting, reject),
        "amendments:adoption-correct": Target(of_answered, {"adoption": "partly", "passage": "Тариф"}),
        "amendments:adopted": Target(
            pk, {"language": "", "pasted": "1. Тариф бекітілсін.\n2. Бұйрық күшіне енеді."}
        ),
    }


@targets
def escalation_targets(world: World) -> Targets:
    """A row that was not accepted, and a letter about it at every step of its way."""
    table = _ready_table(world, "submitted")
    row = OutcomeFactory(row=table.rows.get(), state="not_accepted").row
    SubmissionFactory(table=table)
    today = timezone.localdate()
    pk = {"pk": table.dossier_id}
    made = {"order": _issued_letter(world)}
    sent = {**made, "sent_on": today, "channel": "letter"}
    replied = {**sent, "replied_on": today, "result": "met"}

    def letter(state: str, **facts: Any) -> dict[str, int]:
        return {**pk, "escalation_pk": EscalationFactory(table=table, state=state, **facts).pk}

    waiting = letter("sent", **sent)
    file = EscalationFileFactory(escalation=Escalation.objects.get(pk=waiting["escalation_pk"]))
    written = {"mode": "kk+ru", **{f"{part}_{ln}": "Хат" for part in ("title", "text") for ln in ("kk", "ru")}}
    day, soon = today.isoformat(), (today + timedelta(days=7)).isoformat()
    return {
        "amendments:escalation": Target(pk, {"to": "public_council", "rows": [row.pk], "mode": "kk"}),
        "amendments:escalation-letter": Target(letter("draft"), {**written, "seen": "1"}),
        "amendments:escalation-preview": Target(letter("draft"), written),
        "amendments:escalation-rewrite": Target(letter("issued", **made)),
        "amendments:escalation-withdraw": Target(letter("draft")),
        "amendments:escalation-restore": Target(letter("withdrawn")),
        "amendments:escalation-send": Target(letter("issued", **made), {"sent_on": day, "channel": "letter"}),
        "amendments:escalation-register": Target(waiting, {"incoming_number": "ЗТ-17", "registered_on": day}),
        "amendments:escalation-reply-day": Target(waiting, {"due_on": soon}),
        "amendments:escalation-reply": Target(
            waiting, {"replied_on": day, "result": "met", "words": "Ескерілді"}
        ),
        "amendments:escalation-reply-undo": Target(letter("answered", **replied)),
        "amendments:escalation-file": Target({**waiting, "file_pk": file.pk}),
    }


def _issued_letter(world: World) -> DocumentOrder:
    """An order whose document is there, though others were asked for before it."""
    order = ordered(world.ashyq_orta, world.aigerim, kind="letter.escalation_council")
    order.state, order.lease_key = OrderState.RENDERING, "escalation"
    order.save(update_fields=["state", "lease_key"])
    assert issue(order, Made(41, AT.date(), "e" * 32, FILES))
    return order


def _table_in(world: World, state: str) -> dict[str, int]:
    return {"pk": _ready_table(world, state).dossier_id}


def _ready_table(world: World, state: str) -> AmendmentTable:
    """A table in this state whose texts are all checked."""
    table = AmendmentTableFactory(
        dossier=DossierFactory(organisation=world.ashyq_orta),
        state=state,
        approved_at=timezone.now(),
        checked=["summary_kk", "summary_ru"],
    )
    AmendmentRowFactory(table=table, is_checked=True)
    return table


# --- inforequests ------------------------------------------------------------------------------------------

MATRIX |= {
    # by                                           visit outs  obs   vol   mod   law   coord oper
    "inforequests:request-list":            "GET   login 200   200   200   200   200   200   403",
    "inforequests:request-compose":         "GET   login 200   403   200   200   200   200   403",
    "inforequests:request-from-dossier":    "POST  login 404   403   302   302   302   302   404",
    "inforequests:request":                 "GET   login 404   200   200   200   200   200   404",
    "inforequests:request-edit":            "GET   login 404   403   200   200   200   200   404",
    "inforequests:request-issue":           "POST  login 404   403   403   403   302   302   404",
    "inforequests:request-send":            "POST  login 404   403   403   403   302   302   404",
    "inforequests:request-remove":          "POST  login 404   403   302   302   302   302   404",
    "inforequests:request-restore":         "POST  login 404   403   302   302   302   302   404",
    "inforequests:request-copy":            "POST  login 404   403   302   302   302   302   404",
    "inforequests:event-record":            "GET   login 404   403   200   200   200   200   404",
    "inforequests:event-annul":             "POST  login 404   403   302   302   302   302   404",
    "inforequests:reminder-issue":          "POST  login 404   403   403   403   302   302   404",
    "inforequests:complaint-issue":         "GET   login 404   403   403   403   200   200   404",
    "inforequests:event-file-add":          "POST  login 404   403   302   302   302   302   404",
    "inforequests:event-file":              "GET   login 404   200   200   200   200   200   404",
    "inforequests:file-check":              "GET   login 404   200   200   200   200   200   404",
    "inforequests:file-check-ask":          "POST  login 404   403   302   302   302   302   404",
    "inforequests:quarantine":              "GET   login 200   403   200   200   200   200   403",
    "inforequests:incoming":                "GET   login 404   403   200   200   200   200   404",
    "inforequests:incoming-attach":         "POST  login 404   403   302   302   302   302   404",
    "inforequests:incoming-dismiss":        "POST  login 404   403   302   302   302   302   404",
    "inforequests:incoming-return":         "POST  login 404   403   302   302   302   302   404",
    "inforequests:incoming-original":       "GET   login 404   403   200   200   200   200   404",
    "inforequests:incoming-file":           "GET   login 404   403   200   200   200   200   404",
    "inforequests:statistics":              "GET   login 200   200   200   200   200   200   403",
    "inforequests:statistics-export":       "GET   login 200   200   200   200   200   200   403",
    "inforequests:statistics-picture":      "GET   login 200   200   200   200   200   200   403",
    "inforequests:directory":               "GET   login 200   200   200   200   200   200   403",
    "inforequests:directory-import":        "GET   login 200   403   200   200   200   200   403",
    "inforequests:holder-add":              "GET   login 200   403   200   200   200   200   403",
    "inforequests:holder-edit":             "GET   login 404   403   200   200   200   200   404",
    "inforequests:file-check-accept":       "POST  login 404   403   403   403   403   302   404",
    "inforequests:file-check-cleaned":      "POST  login 404   403   403   403   403   302   404",
    "inforequests:evaluation":              "GET   login 404   403   200   200   200   200   404",
    "inforequests:fact-list":               "GET   login 404   200   200   200   200   200   404",
    "inforequests:fact-remove":             "POST  login 404   403   302   302   302   302   404",
    "inforequests:fact-restore":            "POST  login 404   403   302   302   302   302   404",
    "inforequests:dossier-facts":           "GET   login 404   200   200   200   200   200   404",
    "inforequests:publication":             "GET   login 404   403   403   403   403   200   404",
    "inforequests:publication-publish":     "POST  login 404   403   403   403   403   302   404",
    "inforequests:publication-withdraw":    "POST  login 404   403   403   403   403   302   404",
    "inforequests:public-answer":           "GET   200   200   200   200   200   200   200   200",
    "inforequests:public-answer-in":        "GET   302   302   302   302   302   302   302   302",
    "inforequests:public-answer-file":      "GET   200   200   200   200   200   200   200   200",
    "inforequests:batch-list":              "GET   login 200   200   200   200   200   200   403",
    "inforequests:batch-compose":           "GET   login 200   403   200   200   200   200   403",
    "inforequests:batch":                   "GET   login 404   200   200   200   200   200   404",
    "inforequests:batch-edit":              "GET   login 404   403   200   200   200   200   404",
    "inforequests:batch-addressees":        "GET   login 404   403   200   200   200   200   404",
    "inforequests:batch-addressee-remove":  "POST  login 404   403   302   302   302   302   404",
    "inforequests:batch-remove":            "POST  login 404   403   302   302   302   302   404",
    "inforequests:batch-restore":           "POST  login 404   403   302   302   302   302   404",
    "inforequests:batch-issue":             "POST  login 404   403   403   403   302   302   404",
    "inforequests:batch-progress":          "GET   login 404   200   200   200   200   200   404",
    "inforequests:batch-stop":              "POST  login 404   403   403   403   302   302   404",
    "inforequests:batch-resume":            "POST  login 404   403   403   403   302   302   404",
    "inforequests:batch-retry":             "POST  login 404   403   403   403   302   302   404",
    "inforequests:batch-send":              "POST  login 404   403   403   403   302   302   404",
    "inforequests:batch-export":            "GET   login 404   200   200   200   200   200   404",
}  # fmt: skip


@targets
def inforequests_targets(world: World) -> Targets:
    theirs = {"organisation": world.ashyq_orta}
    draft = InfoRequestFactory(**theirs)
    removed = InfoRequestFactory(**theirs, state="removed", order=None)
    letter = {
        "addressee": f"holder:{draft.holder_id}",
        "mode": "kk",
        "subject_kk": "Су тарифтері туралы",
        "items_kk": "Тариф құрылымы",
        "answer_form": "electronic",
        "answer_way": "email",
        "seen": "0",
    }
    _rules_of_requests()
    known = {"created_by": world.aigerim, "ordered_on": timezone.localdate()}
    sent = InfoRequestFactory(**theirs, **known, state="sent")
    event = RequestEventFactory(info_request=sent, on=timezone.localdate())
    kept = EventFileFactory(event=event)
    refused = InfoRequestFactory(**theirs, **known, state="sent")
    for kind in ("sent", "refused"):
        RequestEventFactory(info_request=refused, kind=kind, on=timezone.localdate())
    batch = BatchFactory(**theirs)
    gone = BatchFactory(**theirs, state="removed")
    issued = {"issued_by": world.aigerim, "issued_at": timezone.now()}
    running = BatchFactory(**theirs, **issued, state="running")
    stopped = BatchFactory(**theirs, **issued, state="stopped")
    table = "Name in Kazakh;E-mail\nЖайық басқармасы;zhaiyq@example.kz\n"
    waiting = IncomingMailFactory(organisation=world.ashyq_orta)
    return {
        "inforequests:incoming": Target({"pk": waiting.pk}),
        "inforequests:incoming-attach": Target(
            {"pk": IncomingMailFactory(organisation=world.ashyq_orta).pk}, {"info_request": str(sent.pk)}
        ),
        "inforequests:incoming-dismiss": Target({"pk": IncomingMailFactory(organisation=world.ashyq_orta).pk}),
        "inforequests:incoming-return": Target(
            {"pk": IncomingMailFactory(organisation=world.ashyq_orta, state="dismissed").pk}
        ),
        "inforequests:incoming-original": Target({"pk": waiting.pk}),
        "inforequests:incoming-file": Target({"pk": waiting.pk, "index": 1}),
        "inforequests:request-compose": Target({}, letter, repeats="each one is another letter"),
        "inforequests:request-from-dossier": Target(
            {"pk": DossierFactory(**theirs).pk, "text": "full_draft"}
        ),
        "inforequests:batch-compose": Target({}, letter, repeats="each one is another text"),
        "inforequests:batch": Target({"pk": batch.pk}),
        "inforequests:batch-edit": Target({"pk": batch.pk}, letter),
        "inforequests:batch-addressees": Target({"pk": batch.pk}, {"pick": [f"holder:{draft.holder_id}"]}),
        "inforequests:batch-addressee-remove": Target({"pk": batch.pk}, {"line": "1", "all": "1"}),
        "inforequests:batch-remove": Target({"pk": BatchFactory(**theirs).pk}),
        "inforequests:batch-restore": Target({"pk": gone.pk}),
        "inforequests:batch-issue": Target({"pk": running.pk}, {"seen": "0"}),
        "inforequests:batch-progress": Target({"pk": running.pk}),
        "inforequests:batch-stop": Target({"pk": running.pk}),
        "inforequests:batch-resume": Target({"pk": stopped.pk}),
        "inforequests:batch-retry": Target({"pk": running.pk}),
        "inforequests:batch-send": Target({"pk": running.pk}),
        "inforequests:batch-export": Target({"pk": running.pk, "kind": "csv"}),
        "inforequests:request": Target({"pk": draft.pk}),
        "inforequests:request-edit": Target({"pk": draft.pk}, letter),
        "inforequests:request-issue": Target({"pk": draft.pk}, {"seen": "0"}),
        "inforequests:request-send": Target({"pk": InfoRequestFactory(**theirs, state="issued").pk}),
        "inforequests:request-remove": Target({"pk": InfoRequestFactory(**theirs).pk}),
        "inforequests:request-restore": Target({"pk": removed.pk}),
        "inforequests:request-copy": Target({"pk": draft.pk}, repeats="each one is another draft"),
        "inforequests:event-record": Target(
            {"pk": sent.pk, "kind": "answered"},
            {"on": timezone.localdate().isoformat(), "completeness": "part"},
        ),
        "inforequests:reminder-issue": Target({"pk": sent.pk}),
        "inforequests:complaint-issue": Target(
            {"pk": refused.pk},
            {"wrongs": ["refusal"], "grounds": ["unclear"], "mode": "ru", "reviewer_ru": "Министерство"},
        ),
        "inforequests:event-annul": Target({"pk": sent.pk, "event_pk": event.pk}),
        "inforequests:event-file-add": Target(
            {"pk": sent.pk, "event_pk": event.pk}, {"file": FileForEverybody("a.pdf", b"%PDF-1.7\n%%EOF")}
        ),
        "inforequests:event-file": Target({"pk": sent.pk, "file_pk": kept.pk}),
        "inforequests:file-check": Target({"pk": sent.pk, "file_pk": kept.pk}),
        "inforequests:file-check-ask": Target({"pk": sent.pk, "file_pk": kept.pk}),
        "inforequests:directory-import": Target({}, {"file": FileForEverybody("b.csv", table.encode())}),
        "inforequests:holder-add": Target({}, {"name_ru": "Управление", "mode": "ru", "is_active": "on"}),
        "inforequests:holder-edit": Target({"pk": draft.holder_id}),
        **_answers(world),
    }


def _answers(world: World) -> Targets:
    """A request that was answered, with a fact, and a published answer with a file."""
    answered = InfoRequestFactory(
        organisation=world.ashyq_orta, created_by=world.aigerim, ordered_on=timezone.localdate(), state="sent"
    )
    RequestEventFactory(info_request=answered, on=timezone.localdate())
    event = RequestEventFactory(
        info_request=answered, kind="answered", outcome="part", channel="", on=timezone.localdate()
    )
    body = b"%PDF-1.7 %%EOF"
    file = EventFileFactory(event=event, sha256=sha256(body).hexdigest(), file__data=body)
    fact = FactFactory(info_request=answered)
    page = PublicationFactory(info_request=answered, state="published", published_at=timezone.now())
    page.files.set([file])
    pk, of_file = {"pk": answered.pk}, {"pk": answered.pk, "file_pk": file.pk}
    dossier = {"pk": DossierFactory(organisation=world.ashyq_orta).pk}
    copy = {"file": FileForEverybody("b.pdf", b"%PDF-1.7 copy\n%%EOF")}
    return {
        "inforequests:file-check-accept": Target(of_file, {"keys": ["by_eye"], "reason": "Тексерілді"}),
        "inforequests:file-check-cleaned": Target(of_file, copy),
        "inforequests:evaluation": Target(
            pk, {"verdict_1": "full", "remark_1": "", "verdict_2": "", "remark_2": ""}
        ),
        "inforequests:fact-list": Target(pk, {"label_kk": "Тариф", "label_ru": "", "value": "112,5"}),
        "inforequests:fact-remove": Target({**pk, "fact_pk": fact.pk}),
        "inforequests:fact-restore": Target({**pk, "fact_pk": fact.pk}),
        "inforequests:dossier-facts": Target(dossier),
        "inforequests:publication": Target(pk, {"title_kk": "Тариф", "title_ru": "Тариф", "seen": "1"}),
        "inforequests:publication-publish": Target(pk, {"seen": "1", "embargo_until": "", "has_read": "on"}),
        "inforequests:publication-withdraw": Target(pk),
        "inforequests:public-answer": Target({"code": page.code}),
        "inforequests:public-answer-in": Target({"code": page.code, "language": "kk"}),
        "inforequests:public-answer-file": Target({"code": page.code, "number": 1}),
    }


def _rules_of_requests() -> None:
    """The time limits that clocks of requests are counted by."""
    for code in CODES:
        TimeLimitFactory(code=code)


# --- hearings ----------------------------------------------------------------------------------------------

MATRIX |= {
    # by                                           visit outs  obs   vol   mod   law   coord oper
    "hearings:hearing-list":                "GET   login 200   200   200   200   200   200   403",
    "hearings:hearing-add":                 "GET   login 200   403   403   200   200   200   403",
    "hearings:hearing":                     "GET   login 404   200   200   200   200   200   404",
    "hearings:hearing-edit":                "GET   login 404   403   403   200   200   200   404",
    "hearings:hearing-cancel":              "POST  login 404   403   403   302   302   302   404",
    "hearings:hearing-restore":             "POST  login 404   403   403   302   302   302   404",
    "hearings:announcement-edit":           "GET   login 404   403   403   200   403   200   404",
    "hearings:hearing-announce":            "POST  login 404   403   403   302   403   302   404",
    "hearings:poster-issue":                "POST  login 404   403   403   403   302   302   404",
    "hearings:pack":                        "GET   login 404   200   200   200   200   200   404",
    "hearings:pack-bring":                  "GET   login 404   403   403   302   302   302   404",
    "hearings:pack-make":                   "POST  login 404   403   403   403   302   302   404",
    "hearings:pack-take-out":               "POST  login 404   403   403   302   302   302   404",
    "hearings:pack-file":                   "GET   login 404   200   200   200   200   200   404",
    "hearings:public-pack":                 "GET   200   200   200   200   200   200   200   200",
    "hearings:public-pack-archive":         "GET   200   200   200   200   200   200   200   200",
    "hearings:public-pack-file":            "GET   200   200   200   200   200   200   200   200",
    "hearings:write":                       "GET   200   200   200   200   200   200   200   200",
    "hearings:written":                     "GET   200   200   200   200   200   200   200   200",
    "hearings:written-open":                "GET   302   302   302   302   302   302   302   302",
    "hearings:written-own":                 "GET   200   200   200   200   200   200   200   200",
    "hearings:written-confirm":             "POST  302   302   302   302   302   302   302   302",
    "hearings:written-withdraw":            "POST  302   302   302   302   302   302   302   302",
    "hearings:written-consent":             "POST  302   302   302   302   302   302   302   302",
    "hearings:written-data":                "GET   200   200   200   200   200   200   200   200",
    "hearings:written-erase":               "POST  200   200   200   200   200   200   200   200",
    "hearings:terms":                       "GET   login 200   403   403   403   403   200   403",
    "hearings:participants-export":         "POST  login 404   403   403   200   403   200   404",
    "hearings:participants":                "GET   login 404   403   403   200   403   200   404",
    "hearings:need-take":                   "POST  login 404   403   403   302   403   302   404",
    "hearings:need-settle":                 "POST  login 404   403   403   302   403   302   404",
    "hearings:hold":                        "GET   login 404   403   403   200   403   200   404",
    "hearings:hold-board":                  "GET   login 404   403   403   200   403   200   404",
    "hearings:entry-write":                 "POST  login 404   403   403   302   403   302   404",
    "hearings:attendance":                  "GET   login 404   403   403   200   403   200   404",
    "hearings:attendance-enter":            "GET   login 404   403   403   200   403   200   404",
    "hearings:check-in-forget":             "POST  login 404   403   403   302   403   302   404",
    "hearings:screen":                      "GET   login 404   200   200   200   200   200   404",
    "hearings:screen-link":                 "POST  login 404   403   403   302   403   302   404",
    "hearings:screen-open":                 "GET   200   200   200   200   200   200   200   200",
    "hearings:register":                    "GET   200   200   200   200   200   200   200   200",
    "hearings:registered":                  "GET   200   200   200   200   200   200   200   200",
    "hearings:own-open":                    "GET   302   302   302   302   302   302   302   302",
    "hearings:own":                         "GET   200   200   200   200   200   200   200   200",
    "hearings:own-confirm":                 "POST  302   302   302   302   302   302   302   302",
    "hearings:own-cancel":                  "POST  302   302   302   302   302   302   302   302",
    "hearings:own-consent":                 "POST  302   302   302   302   302   302   302   302",
    "hearings:own-data":                    "GET   200   200   200   200   200   200   200   200",
    "hearings:own-erase":                   "POST  200   200   200   200   200   200   200   200",
    "hearings:public-list":                 "GET   200   200   200   200   200   200   200   200",
    "hearings:public-hearing":              "GET   200   200   200   200   200   200   200   200",
    "hearings:public-in":                   "GET   302   302   302   302   302   302   302   302",
    "hearings:public-event":                "GET   200   200   200   200   200   200   200   200",
    "hearings:public-calendar":             "GET   200   200   200   200   200   200   200   200",
    "hearings:public-feed":                 "GET   200   200   200   200   200   200   200   200",
    "hearings:risk-tick":                   "POST  login 404   403   403   302   302   302   404",
    "hearings:item-add":                    "GET   login 404   403   403   200   200   200   404",
    "hearings:agenda-usual":                "POST  login 404   403   403   302   302   302   404",
    "hearings:item-edit":                   "GET   login 404   403   403   200   200   200   404",
    "hearings:item-move":                   "POST  login 404   403   403   302   302   302   404",
    "hearings:item-remove":                 "POST  login 404   403   403   302   302   302   404",
    "hearings:item-restore":                "POST  login 404   403   403   302   302   302   404",
    "hearings:minutes":                    "GET   login 404   403   403   200   200   200   404",
    "hearings:minutes-paper":              "GET   login 404   403   403   200   200   200   404",
    "hearings:minutes-edit":               "GET   login 404   403   403   200   403   200   404",
    "hearings:remark-answer":              "GET   login 404   403   403   200   403   200   404",
    "hearings:minutes-round":              "POST  login 404   403   403   302   403   302   404",
    "hearings:minutes-comment":            "POST  login 404   403   403   302   302   302   404",
    "hearings:minutes-settle":             "POST  login 404   403   403   302   403   302   404",
    "hearings:minutes-approve":            "POST  login 404   403   403   403   403   302   404",
    "hearings:minutes-issue":              "POST  login 404   403   403   403   302   302   404",
    "hearings:minutes-publish":            "POST  login 404   403   403   302   403   302   404",
    "hearings:minutes-amendments":         "POST  login 404   403   302   302   302   302   404",
    "hearings:minutes-letter":             "POST  login 404   403   403   403   302   302   404",
    "hearings:minutes-letter-page":        "GET   login 404   403   403   403   200   200   404",
    "hearings:minutes-letter-sent":        "POST  login 404   403   403   403   302   302   404",
    "hearings:minutes-letter-registered":  "POST  login 404   403   403   403   302   302   404",
    "hearings:minutes-letter-proof":       "GET   login 404   403   403   403   200   200   404",
    "hearings:minutes-letter-reply":       "POST  login 404   403   403   403   302   302   404",
    "hearings:public-minutes":             "GET   200   200   200   200   200   200   200   200",
    "hearings:public-minutes-file":        "GET   200   200   200   200   200   200   200   200",
    "hearings:stakeholder-list":            "GET   login 200   200   200   200   200   200   403",
    "hearings:stakeholder":                 "GET   login 404   200   200   200   200   200   404",
    "hearings:invitations":                 "GET   login 404   403   403   200   200   200   404",
    "hearings:invitation-remove":           "POST  login 404   403   403   302   302   302   404",
    "hearings:invitation-attendance":       "POST  login 404   403   403   302   302   302   404",
}  # fmt: skip


@targets
def hearings_targets(world: World) -> Targets:
    """A planned hearing with an agenda and an invited stakeholder, one that is over, and one that was called off."""
    load_hearing_rules()
    theirs = {"organisation": world.ashyq_orta}
    soon = timezone.now() + timedelta(days=40)
    held = {"state": "held", "announced_at": soon, "opened_at": soon, "closed_at": soon, "starts_at": soon}
    drafted = HearingFactory(**theirs, **held, rule_set="environment")
    remark = ProposalFactory(hearing=drafted)
    commented, agreed, opened_minutes = (HearingFactory(**theirs, **held) for _each in range(3))
    comment = MinutesComment.objects.create(
        **theirs,
        minutes=Minutes.objects.create(**theirs, hearing=commented, state="comments"),
        text="Күнін тексеріңіз",
        made_at=soon,
    )
    order = ordered(world.ashyq_orta, world.aigerim, kind="hearings.minutes")
    order.state, order.lease_key = OrderState.RENDERING, "minutes"
    order.save(update_fields=["state", "lease_key"])
    assert issue(order, Made(42, AT.date(), "d" * 32, FILES))
    final = {**theirs, "approved_at": soon, "order": order}
    approved = Minutes.objects.create(**final, hearing=agreed, state="approved")
    shown = Minutes.objects.create(**final, hearing=opened_minutes, state="published", published_at=soon)
    letters = [
        MinutesLetter.objects.create(
            **theirs, minutes=approved, to="body", addressee_kk="Орган", order=order, sent_on=sent_on
        )
        for sent_on in (None, AT.date())
    ]
    proof = LetterProofFactory(letter=letters[1])
    today = timezone.localdate().isoformat()
    said = hash_of(public_description(shown, Mode.KAZAKH))
    PublicFile.objects.create(
        minutes=shown, mode="kk", kind="pdf", description_hash=said, body=b"%PDF-1.7", checked_at=soon
    )
    planned = HearingFactory(**theirs, starts_at=soon)
    over = HearingFactory(**theirs, starts_at=timezone.now() - timedelta(days=3))
    off = HearingFactory(**theirs, starts_at=soon, state="cancelled")
    public = HearingFactory(
        **theirs, starts_at=soon, state="announced", announced_at=timezone.now(), notice=1
    )
    going_on = OpenHearingFactory(**theirs, screen_code="screencode")
    came_too = CheckInFactory(hearing=going_on)
    item, removed = AgendaItemFactory(hearing=planned), AgendaItemFactory(hearing=planned)
    AgendaItem.objects.filter(pk=removed.pk).update(removed_at=timezone.now())
    chosen, came = InvitationFactory(hearing=planned), InvitationFactory(hearing=over)
    entry = StakeholderFactory(**theirs)
    registered = RegistrationFactory(hearing=public)
    need = AccessNeedFactory(registration=registered)
    PackFileFactory(hearing=public)
    PackArchiveFactory(hearing=public)
    secret = secret_links.new_secret()
    OwnLink.objects.create(registration=registered, token_hash=secret_links.hash_of(secret))
    own, opened = {"pk": registered.pk}, reverse("hearings:own-open", args=[secret])
    sent, wrote_secret = WrittenProposalFactory(hearing=public), secret_links.new_secret()
    WrittenLink.objects.create(
        written=sent, token_hash=secret_links.hash_of(wrote_secret), created_at=timezone.now()
    )
    wrote, opened_wrote = {"pk": sent.pk}, reverse("hearings:written-open", args=[wrote_secret])
    pk, anew = {"pk": planned.pk}, "each one is a row of its own"
    plan = {
        **{"title_kk": "Тарифтер туралы тыңдау", "title_ru": "", "rule_set": "ordinary", "format": "in_person"},
        **{"starts_at": soon.strftime("%Y-%m-%dT15:00"), "minutes": "120"},
    }
    words = {"title_kk": "Ашылу", "title_ru": "Открытие", "minutes": "10", "speaker": ""}
    who = {"kind": "media", "name": "«Дала» газеті", "contact": "", "email": "", "language": "kk", "note": ""}
    of_item = {**pk, "item_pk": item.pk}
    return {
        "hearings:hearing-add": Target({}, plan, repeats=anew),
        "hearings:hearing": Target(pk),
        "hearings:hearing-edit": Target(pk, {**plan, "version": "1"}),
        "hearings:hearing-cancel": Target(pk, {"reason_kk": "Зал жөнделіп жатыр", "reason_ru": "Зал на ремонте"}),
        "hearings:hearing-restore": Target({"pk": off.pk}),
        "hearings:announcement-edit": Target(pk, {"rules_kk": "Сөзге 3 минут", "rules_ru": "Речь 3 минуты"}),
        "hearings:hearing-announce": Target(pk),
        "hearings:poster-issue": Target({"pk": public.pk}, {"mode": "kk"}),
        "hearings:public-hearing": Target({"code": public.code}),
        "hearings:pack": Target(pk),
        "hearings:pack-bring": Target({**pk, "kind": "questions"}),
        "hearings:pack-make": Target({**pk, "kind": "proposal_form"}),
        "hearings:pack-take-out": Target({**pk, "kind": "questions"}),
        "hearings:pack-file": Target({"pk": public.pk, "kind": "questions", "language": "kk"}),
        "hearings:public-pack": Target({"code": public.code}),
        "hearings:public-pack-archive": Target({"code": public.code}),
        "hearings:public-pack-file": Target({"code": public.code, "kind": "questions", "language": "kk"}),
        "hearings:write": Target(
            {"code": public.code},
            {"name": "Ерлан", "email": "erlan@example.kz", "text": "Тариф", "language": "kk", "taking_part": "on"},
        ),
        "hearings:written": Target({"code": public.code}),
        "hearings:written-open": Target({"secret": wrote_secret}),
        "hearings:written-own": Target(wrote, first=opened_wrote),
        "hearings:written-confirm": Target(wrote, first=opened_wrote),
        "hearings:written-withdraw": Target(wrote, first=opened_wrote),
        "hearings:written-consent": Target({**wrote, "purpose": "named"}, {"agree": "yes"}, first=opened_wrote),
        "hearings:written-data": Target(wrote, first=opened_wrote),
        "hearings:written-erase": Target(wrote, first=opened_wrote),
        "hearings:terms": Target({}, {"approved": "20"}),
        "hearings:participants-export": Target(
            {"pk": public.pk}, {"as": "csv"}, repeats="each download is in the log"
        ),
        "hearings:participants": Target({"pk": public.pk}),
        "hearings:need-take": Target({"pk": public.pk, "need_pk": need.pk}),
        "hearings:need-settle": Target({"pk": public.pk, "need_pk": need.pk}, {"state": "arranged"}),
        **{
            f"hearings:{name}": Target({"pk": going_on.pk})
            for name in ("hold", "hold-board", "attendance", "screen")
        },
        "hearings:screen-link": Target({"pk": going_on.pk}, repeats="each press makes another address"),
        "hearings:entry-write": Target(
            {"pk": going_on.pk},
            {
                **{"kind": "check_in", "entry_key": str(uuid4()), "name": "Ерлан", "represents": "«Үміт»"},
                **{"is_official": "on", "has_signed": "on", "may_be_named": "on", "check_in": "", "turn": ""},
                **{"limit_seconds": "180", "language": "kk", "text": "Мәтін", "norm": "3", "proposal": ""},
                **{"question_kk": "Қолдайсыз ба?", "question_ru": "", "way": "hands", "rule": "majority"},
                **{"base": "voting", "quorum": "0", "vote": "", "choice": "", "present": "", "to": ""},
                **{f"votes_{name}": "" for name in ("for", "against", "abstained", "spoilt")},
            },
        ),
        "hearings:attendance-enter": Target(
            {"pk": going_on.pk}, {"form_key": str(uuid4()), "new1-name": "Асель"}
        ),
        "hearings:check-in-forget": Target({"pk": going_on.pk, "check_in_pk": came_too.pk}),
        "hearings:screen-open": Target({"code": "screencode"}),
        "hearings:register": Target(
            {"code": public.code},
            {"name": "Ерлан", "email": "erlan@example.kz", "attendance": "room", "taking_part": "on"},
        ),
        "hearings:registered": Target({"code": public.code}),
        "hearings:own-open": Target({"secret": secret}),
        "hearings:own": Target(
            own, {"name": "Ерлан", "represents": "", "attendance": "room", "language": "kk"}, first=opened
        ),
        "hearings:own-confirm": Target(own, first=opened),
        "hearings:own-cancel": Target(own, first=opened),
        "hearings:own-consent": Target({**own, "purpose": "named"}, {"agree": "yes"}, first=opened),
        "hearings:own-data": Target(own, first=opened),
        "hearings:own-erase": Target(own, first=opened),
        "hearings:public-in": Target({"code": public.code, "language": "ru"}),
        "hearings:public-event": Target({"code": public.code}),
        "hearings:public-feed": Target({"language": "kk"}),
        "hearings:risk-tick": Target({**pk, "risk": "consent"}, {"done": "yes"}),
        "hearings:item-add": Target(pk, words, repeats=anew),
        "hearings:agenda-usual": Target({"pk": over.pk}),
        "hearings:item-edit": Target(of_item, words),
        "hearings:item-move": Target(of_item, {"to": "up"}),
        "hearings:item-remove": Target(of_item),
        "hearings:item-restore": Target({**pk, "item_pk": removed.pk}),
        "hearings:minutes": Target({"pk": drafted.pk}),
        "hearings:minutes-paper": Target({"pk": drafted.pk}),
        "hearings:minutes-edit": Target({"pk": drafted.pk}, {"decisions_kk": "Шешім", "version": "0"}),
        "hearings:remark-answer": Target({"pk": drafted.pk, "proposal_pk": remark.pk}, {"answer_kk": "Қабылданды"}),
        "hearings:minutes-round": Target({"pk": drafted.pk}, {"until": soon.strftime("%Y-%m-%d"), "people": []}),
        "hearings:minutes-comment": Target({"pk": commented.pk}, {"text": "Күнін тексеріңіз"}),
        "hearings:minutes-settle": Target({"pk": commented.pk, "comment_pk": comment.pk}, {"done": "yes"}),
        "hearings:minutes-approve": Target({"pk": commented.pk}),
        "hearings:minutes-issue": Target({"pk": agreed.pk}, {"mode": "kk"}),
        "hearings:minutes-publish": Target({"pk": agreed.pk}),
        "hearings:minutes-amendments": Target({"pk": agreed.pk}),
        "hearings:minutes-letter": Target({"pk": agreed.pk}, {"to": "council", "addressee_kk": "Кеңес", "mode": "kk"}),
        "hearings:minutes-letter-page": Target({"pk": agreed.pk, "letter_pk": letters[0].pk}),
        "hearings:minutes-letter-sent": Target(
            {"pk": agreed.pk, "letter_pk": letters[0].pk},
            {"sent_on": today, "channel": "letter", "proof": FileForEverybody("sent.pdf", b"%PDF-1.7\n%%EOF")}
            | dict.fromkeys(("incoming_number", "registered_on", "reply_on"), ""),
        ),
        "hearings:minutes-letter-registered": Target(
            {"pk": agreed.pk, "letter_pk": letters[1].pk},
            {"incoming_number": "ЗТ-17", "registered_on": "", "proof": FileForEverybody("page.pdf", b"%PDF-1.7\n%%EOF")},
        ),
        "hearings:minutes-letter-proof": Target({"pk": agreed.pk, "letter_pk": letters[1].pk, "proof_pk": proof.pk}),
        "hearings:minutes-letter-reply": Target({"pk": agreed.pk, "letter_pk": letters[1].pk}, {"replied_on": today}),
        "hearings:public-minutes": Target({"code": opened_minutes.code}),
        "hearings:public-minutes-file": Target({"code": opened_minutes.code, "language": "kk", "kind": "pdf"}),
        "hearings:stakeholder-list": Target({}, who),
        "hearings:stakeholder": Target({"pk": entry.pk}, who),
        "hearings:invitations": Target(pk, {"stakeholders": [entry.pk]}),
        "hearings:invitation-remove": Target({**pk, "invitation_pk": chosen.pk}),
        "hearings:invitation-attendance": Target({"pk": over.pk, "invitation_pk": came.pk}, {"part": "came"}),
    }


# --- monitoring --------------------------------------------------------------------------------------------

MATRIX |= {
    # by                                           visit outs  obs   vol   mod   law   coord oper
    "monitoring:today":                     "GET   200   200   200   200   200   200   200   302",
    "monitoring:guide":                     "GET   200   200   200   200   200   200   200   200",
    "monitoring:guide-chapter":             "GET   200   200   200   200   200   200   200   200",
    "monitoring:help":                      "GET   302   302   302   302   302   302   302   302",
    "monitoring:start":                     "GET   login 200   200   200   200   200   200   403",
    "monitoring:start-topic":               "GET   login 200   403   403   403   200   200   403",
    "monitoring:start-dismiss":             "POST  login 302   302   302   302   302   302   403",
    "monitoring:start-show":                "POST  login 302   302   302   302   302   302   403",
    "monitoring:dossier-list":              "GET   login 200   200   200   200   200   200   403",
    "monitoring:dossier":                   "GET   login 404   200   200   200   200   200   403",
    "monitoring:dossier-edit":              "POST  login 404   403   403   403   302   302   403",
    "monitoring:dossier-date-add":          "GET   login 404   403   403   403   200   200   403",
    "monitoring:dossier-close":             "POST  login 404   403   403   403   302   302   403",
    "monitoring:dossier-reopen":            "POST  login 404   403   403   403   302   302   403",
    "monitoring:adoption":                  "GET   login 404   200   200   200   200   200   404",
    "monitoring:fate-record":               "GET   login 404   403   403   403   200   200   404",
    "monitoring:fate-undo":                 "POST  login 404   403   403   403   302   302   404",
    "monitoring:publication-record":        "GET   login 404   403   403   403   200   200   404",
    "monitoring:force-add":                 "GET   login 404   403   403   403   200   200   404",
    "monitoring:force-edit":                "GET   login 404   403   403   403   200   200   404",
    "monitoring:force-check":               "POST  login 404   403   403   403   302   302   404",
    "monitoring:dossier-items":             "GET   login 404   200   200   200   200   200   404",
    "monitoring:item-list":                 "GET   login 200   200   200   200   200   200   403",
    "monitoring:item-export":               "GET   login 200   200   200   200   200   200   403",
    "monitoring:item-add":                  "GET   login 404   403   200   200   200   200   404",
    "monitoring:item":                      "GET   login 404   200   200   200   200   200   404",
    "monitoring:item-edit":                 "GET   login 404   403   200   200   200   200   404",
    "monitoring:item-move":                 "POST  login 404   403   302   302   302   302   404",
    "monitoring:item-undo":                 "POST  login 404   403   302   302   302   302   404",
    "monitoring:item-ask":                  "POST  login 404   403   302   302   302   302   404",
    "monitoring:item-request-link":         "POST  login 404   403   302   302   302   302   404",
    "monitoring:item-request-unlink":       "POST  login 404   403   302   302   302   302   404",
    "monitoring:measurement-add":           "POST  login 404   403   302   302   302   302   404",
    "monitoring:effects-take":              "POST  login 404   403   302   302   302   302   404",
    "monitoring:effect-add":                "GET   login 404   403   200   200   200   200   404",
    "monitoring:effect-edit":               "GET   login 404   403   200   200   200   200   404",
    "monitoring:council-list":              "GET   login 200   200   200   200   200   200   403",
    "monitoring:council-add":               "GET   login 200   403   200   200   200   200   403",
    "monitoring:council":                   "GET   login 404   200   200   200   200   200   404",
    "monitoring:council-edit":              "GET   login 404   403   200   200   200   200   404",
    "monitoring:entry-add":                 "GET   login 404   403   200   200   200   200   404",
    "monitoring:entry":                     "GET   login 404   200   200   200   200   200   404",
    "monitoring:entry-edit":                "GET   login 404   403   200   200   200   200   404",
    "monitoring:entry-answer":              "POST  login 404   403   302   302   302   302   404",
    "monitoring:entry-undo":                "POST  login 404   403   302   302   302   302   404",
    "monitoring:proof-add":                 "POST  login 404   403   302   302   302   302   404",
    "monitoring:proof-file":                "GET   login 404   200   200   200   200   200   404",
    "monitoring:thing-remove":              "POST  login 404   403   302   302   302   302   404",
    "monitoring:thing-restore":             "POST  login 404   403   302   302   302   302   404",
    "monitoring:search":                    "GET   login 200   200   200   200   200   200   403",
    "monitoring:work-list":                 "GET   login 200   200   200   200   200   200   403",
    "monitoring:influence":                 "GET   login 200   200   200   200   200   200   403",
    "monitoring:influence-rows":            "GET   login 200   200   200   200   200   200   403",
    "monitoring:influence-issue":           "POST  login 302   403   403   403   302   302   403",
    "monitoring:influence-csv":             "GET   login 200   200   200   200   200   200   403",
    "monitoring:influence-xlsx":            "GET   login 200   200   200   200   200   200   403",
    "monitoring:public-surveys":            "GET   200   200   200   200   200   200   200   200",
    "monitoring:document-check":            "GET   200   200   200   200   200   200   200   200",
    "monitoring:public-organisations":      "GET   200   200   200   200   200   200   200   200",
    "monitoring:public-organisation":       "GET   200   200   200   200   200   200   200   200",
    "monitoring:public-logo":               "GET   200   200   200   200   200   200   200   200",
    "monitoring:public-part":               "GET   200   200   200   200   200   200   200   200",
    "monitoring:public-position":           "GET   200   200   200   200   200   200   200   200",
    "monitoring:public-position-file":      "GET   200   200   200   200   200   200   200   200",
    "monitoring:position-feed":             "GET   200   200   200   200   200   200   200   200",
    "monitoring:sitemap":                   "GET   200   200   200   200   200   200   200   200",
    "monitoring:robots":                    "GET   200   200   200   200   200   200   200   200",
    "monitoring:page-desk":                 "GET   login 200   200   200   200   200   200   403",
    "monitoring:page-edit":                 "GET   login 200   403   403   403   403   200   403",
    "monitoring:page-open":                 "POST  login 302   403   403   403   403   302   403",
    "monitoring:page-close":                "POST  login 302   403   403   403   403   302   403",
    "monitoring:page-preview":              "GET   login 404   200   200   200   200   200   403",
    "monitoring:position-publish":          "GET   login 404   403   403   403   403   200   404",
    "monitoring:position-withdraw":         "POST  login 404   403   403   403   403   302   404",
    "monitoring:survey-listing":            "POST  login 404   403   403   403   403   302   404",
    "monitoring:webhook-list":              "GET   login 200   403   403   403   403   200   403",
    "monitoring:webhook-add":               "GET   login 302   403   403   403   403   302   403",
    "monitoring:webhook":                   "GET   login 404   403   403   403   403   200   404",
    "monitoring:webhook-test":              "POST  login 404   403   403   403   403   302   404",
    "monitoring:webhook-resume":            "POST  login 404   403   403   403   403   302   404",
    "monitoring:webhook-remove":            "POST  login 404   403   403   403   403   302   404",
    "monitoring:webhook-retry":             "POST  login 404   403   403   403   403   302   404",
    "monitoring:open-data-edit":            "GET   login 200   403   403   403   403   200   403",
    "monitoring:open-data-switch":          "POST  login 302   403   403   403   403   302   403",
    "monitoring:open-data":                 "GET   200   200   200   200   200   200   200   200",
    "monitoring:open-data-file":            "GET   200   200   200   200   200   200   200   200",
    "monitoring:api-guide":                 "GET   200   200   200   200   200   200   200   200",
    "monitoring:health":                    "GET   login 200   200   200   200   200   200   200",
    "monitoring:jobs":                      "GET   login 200   200   200   200   200   200   200",
    "monitoring:ready":                     "GET   200   200   200   200   200   200   200   200",
    # From this machine; tests/monitoring/test_operations.py asks from elsewhere.
    "monitoring:metrics":                   "GET   200   200   200   200   200   200   200   200",
    "monitoring:alive":                     "GET   200   200   200   200   200   200   200   200",
    "monitoring:worker-alive":              "GET   200   200   200   200   200   200   200   200",
}  # fmt: skip


def _open_data_targets(world: World) -> Targets:
    chosen = {"address": "https://ngo.example.kz/hook", "events": ["hearing.announced"]}
    program, _secret = webhook_actions.add(
        world.ashyq_orta, actor=world.aigerim, at=timezone.now(), **chosen
    )
    failed = webhook_actions.test(program, at=timezone.now())
    WebhookDelivery.objects.filter(pk=failed.pk).update(state="failed")
    of_program = {"pk": program.pk}
    row = open_data_actions.switch(world.ashyq_orta, on=True, actor=world.aigerim, at=timezone.now())
    open_data_actions.make(row, timezone.now())
    return {
        "monitoring:webhook-add": Target({}, chosen),
        "monitoring:webhook": Target(of_program),
        "monitoring:webhook-test": Target(of_program, repeats="each one is a test of its own"),
        "monitoring:webhook-resume": Target(of_program),
        "monitoring:webhook-remove": Target(of_program),
        "monitoring:webhook-retry": Target({**of_program, "delivery_pk": failed.pk}),
        "monitoring:open-data-switch": Target({"wish": "on"}),
        "monitoring:open-data": Target({"code": row.code}),
        "monitoring:open-data-file": Target({"code": row.code}),
    }


@targets
def public_page_targets(world: World) -> Targets:
    page, shown = opened_page(world.ashyq_orta), opened_page(with_logo=True, slug="shown")
    position = PositionFactory(organisation=page, with_document=True)
    place = {"slug": page.slug, "code": position.code}
    of_table, survey = {"pk": position.table_id}, OpenSurveyFactory(organisation=page)
    fields = {"submission": str(position.submission_id), "embargo_until": "", "has_read": "on"}
    return {
        "monitoring:document-check": Target(fields={"code": position.documents.get().code}),
        "monitoring:public-organisation": Target({"slug": page.slug}),
        "monitoring:public-logo": Target({"slug": shown.slug}),
        "monitoring:public-part": Target({"slug": page.slug, "part": "positions"}),
        "monitoring:public-position": Target(place),
        "monitoring:public-position-file": Target({**place, "number": 1}),
        "monitoring:position-feed": Target({"slug": page.slug, "language": "kk"}),
        "monitoring:page-edit": Target(fields={"slug": "ashyq", "about_kk": "Біз", "about_ru": "Мы"}),
        "monitoring:position-publish": Target(of_table, fields),
        "monitoring:position-withdraw": Target(of_table),
        "monitoring:survey-listing": Target({"pk": survey.pk, "whether": "on"}),
        "correspondence:share-picture": Target({"sha256": SharePictureFactory(organisation=page).sha256}),
    }


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
        "monitoring:start-topic": Target({"key": "ecology"}),
        "monitoring:guide-chapter": Target({"key": "first-day"}),
        "monitoring:help": Target({"key": "today"}),
        "monitoring:influence-issue": Target({}, {"mode": "kk"}),
        "monitoring:dossier": Target({"pk": open_.pk}),
        **_open_data_targets(world),
        "monitoring:dossier-edit": Target({"pk": open_.pk}, {"owner": world.aigerim.pk, "priority": 1}),
        "monitoring:dossier-date-add": Target({"pk": open_.pk}, date),
        "monitoring:dossier-close": Target({"pk": open_.pk}, {"reason": "Жоба қайтарып алынды"}),
        "monitoring:dossier-reopen": Target({"pk": closed.pk}),
    }


@targets
def act_in_life_targets(world: World) -> Targets:
    theirs = {"organisation": world.ashyq_orta}
    dossier = DossierFactory(**theirs)
    fate = FateFactory(dossier=dossier, published_on=date(2026, 9, 10))
    force = InForceFactory(fate=fate, is_whole=False, label_kk="5-тармақ")
    item, council = ItemFactory(dossier=dossier, kind="kpi"), CouncilFactory(**theirs)
    asked, proposal = InfoRequestFactory(**theirs, dossier=dossier), AgendaProposalFactory(council=council)
    answered = AgendaProposalFactory(council=council, state="refused", answered_on=date(2026, 9, 5))
    linked = InfoRequestFactory(**theirs)
    ItemRequest.objects.create(item=item, info_request=linked)
    gone = GroupEffectFactory(dossier=dossier, removed_at=AT)
    pk, of_dossier = {"pk": item.pk}, {"pk": dossier.pk}
    of_force = {"pk": dossier.pk, "force_pk": force.pk}
    entry = {"pk": council.pk, "kind": "proposal", "entry_pk": proposal.pk}
    return {
        "monitoring:adoption": Target(of_dossier),
        "monitoring:fate-record": Target({**of_dossier, "state": "adopted"}),
        "monitoring:fate-undo": Target({"pk": FateFactory(dossier=DossierFactory(**theirs)).dossier_id}),
        "monitoring:publication-record": Target(of_dossier),
        "monitoring:force-add": Target(of_dossier, {"label_kk": "7-тармақ", "rule": "act.in_force"}),
        "monitoring:force-edit": Target(of_force),
        "monitoring:force-check": Target(of_force, repeats="each look is told in the log"),
        "monitoring:dossier-items": Target(of_dossier),
        "monitoring:item-export": Target({"kind": "csv"}),
        "monitoring:item-add": Target(of_dossier, {"seen": 0, "kind": "bylaw", "title_kk": "Бұйрық"}),
        "monitoring:item": Target(pk),
        "monitoring:item-edit": Target(pk),
        "monitoring:item-move": Target({**pk, "state": "done"}, {"done_on": "2026-09-02"}),
        "monitoring:item-undo": Target(
            {"pk": ItemFactory(dossier=dossier, state="done", done_on=date(2026, 9, 2)).pk}
        ),
        "monitoring:item-ask": Target({"pk": ItemFactory(dossier=dossier, body_name="Басқарма").pk}),
        "monitoring:item-request-link": Target(pk, {"info_request": asked.pk}),
        "monitoring:item-request-unlink": Target({**pk, "request_pk": linked.pk}),
        "monitoring:measurement-add": Target(pk, {"on": "2026-09-02", "value": "62,5", "source": "Есеп"}),
        "monitoring:effects-take": Target(of_dossier),
        "monitoring:effect-add": Target(of_dossier, {"name_kk": "Зейнеткерлер", "noted_on": "2026-09-02"}),
        "monitoring:effect-edit": Target({**of_dossier, "effect_pk": GroupEffectFactory(dossier=dossier).pk}),
        "monitoring:council-add": Target({}, {"name_kk": "Кеңес", "level": "central"}),
        "monitoring:council": Target({"pk": council.pk}),
        "monitoring:council-edit": Target({"pk": council.pk}),
        "monitoring:entry-add": Target(
            {"pk": council.pk, "kind": "opinion"}, {"on": "2026-09-02", "rule": "public_council.opinion"}
        ),
        "monitoring:entry": Target(entry),
        "monitoring:entry-edit": Target(entry),
        "monitoring:entry-answer": Target(
            entry, {"state": "included", "answered_on": "2026-09-02", "answer": ""}
        ),
        "monitoring:entry-undo": Target({**entry, "entry_pk": answered.pk}),
        "monitoring:proof-add": Target(
            {"what": "item", "pk": item.pk},
            {
                "on": "2026-09-02",
                "file": FileForEverybody("a.pdf", b"%PDF-1.7 a %%EOF"),
                "note": "Бұйрық",
                "link": "",
            },
        ),
        "monitoring:proof-file": Target({"pk": ProofFactory(item=item).pk}),
        "monitoring:thing-remove": Target({"what": "effect", "pk": GroupEffectFactory(dossier=dossier).pk}),
        "monitoring:thing-restore": Target({"what": "effect", "pk": gone.pk}),
    }


# --- monitoring: field evidence ----------------------------------------------------------------------------

MATRIX |= {
    # by                                           visit outs  obs   vol   mod   law   coord oper
    "monitoring:survey-list":               "GET   login 200   200   200   200   200   200   403",
    "monitoring:survey-add":                "GET   login 200   403   200   200   200   200   403",
    "monitoring:survey":                    "GET   login 404   200   200   200   200   200   404",
    "monitoring:survey-edit":               "GET   login 404   403   200   200   200   200   404",
    "monitoring:survey-open":               "POST  login 404   403   403   403   403   302   404",
    "monitoring:survey-close":              "POST  login 404   403   403   403   403   302   404",
    "monitoring:survey-copy":               "POST  login 404   403   302   302   302   302   404",
    "monitoring:survey-poster":             "POST  login 404   403   403   403   302   302   404",
    "monitoring:survey-preview":            "GET   login 404   200   200   200   200   200   404",
    "monitoring:survey-question-add":       "GET   login 404   403   200   200   200   200   404",
    "monitoring:survey-question-edit":      "GET   login 404   403   200   200   200   200   404",
    "monitoring:survey-question-move":      "POST  login 404   403   302   302   302   302   404",
    "monitoring:survey-question-remove":    "POST  login 404   403   302   302   302   302   404",
    "monitoring:survey-question-restore":   "POST  login 404   403   302   302   302   302   404",
    "monitoring:survey-results":            "GET   login 404   200   200   200   200   200   404",
    "monitoring:survey-figures":            "GET   login 404   200   200   200   200   200   404",
    "monitoring:survey-results-publish":    "POST  login 404   403   403   403   403   302   404",
    "monitoring:survey-results-withdraw":   "POST  login 404   403   403   403   403   302   404",
    "monitoring:survey-answers":            "GET   login 404   403   403   403   200   200   404",
    "monitoring:survey-answers-export":     "POST  login 404   403   403   403   200   200   404",
    "monitoring:survey-doubtful-count":     "POST  login 404   403   403   403   302   302   404",
    "monitoring:survey-answer-aside":       "POST  login 404   403   403   403   302   302   404",
    "monitoring:survey-answer-count":       "POST  login 404   403   403   403   302   302   404",
    "monitoring:call-list":                 "GET   login 200   403   200   200   200   200   403",
    "monitoring:call-add":                  "GET   login 200   403   200   200   200   200   403",
    "monitoring:call-export":               "GET   login 200   403   200   200   200   200   403",
    "monitoring:call-figures":              "GET   login 200   200   200   200   200   200   403",
    "monitoring:call-categories":           "GET   login 200   403   200   200   200   200   403",
    "monitoring:call-categories-usual":     "POST  login 302   403   302   302   302   302   403",
    "monitoring:call-category-edit":        "GET   login 404   403   200   200   200   200   404",
    "monitoring:call":                      "GET   login 404   403   200   200   200   200   404",
    "monitoring:call-edit":                 "GET   login 404   403   200   200   200   200   404",
    "monitoring:call-settle":               "POST  login 404   403   302   302   302   302   404",
    "monitoring:call-reopen":               "POST  login 404   403   302   302   302   302   404",
    "monitoring:case-list":                 "GET   login 200   403   200   200   200   200   403",
    "monitoring:case-add":                  "GET   login 200   403   200   200   200   200   403",
    "monitoring:case":                      "GET   login 404   403   200   200   200   200   404",
    "monitoring:case-edit":                 "GET   login 404   403   200   200   200   200   404",
    "monitoring:case-copy":                 "GET   login 404   403   200   200   200   200   404",
    "monitoring:case-settle":               "POST  login 404   403   302   302   302   302   404",
    "monitoring:case-publish":              "POST  login 404   403   403   403   403   302   404",
    "monitoring:case-take-down":            "POST  login 404   403   403   403   403   302   404",
    "monitoring:case-consent":              "POST  login 404   403   302   302   302   302   404",
    "monitoring:case-link":                 "POST  login 404   403   403   403   200   200   404",
    "monitoring:contact-read":              "POST  login 404   403   403   403   200   200   404",
    "monitoring:contact-erase":             "POST  login 404   403   403   403   302   302   404",
    "monitoring:contact-own":               "GET   200   200   200   200   200   200   200   200",
    "monitoring:public-survey":             "GET   200   200   200   200   200   200   200   200",
    "monitoring:public-survey-thanks":      "GET   200   200   200   200   200   200   200   200",
    "monitoring:public-results":            "GET   200   200   200   200   200   200   200   200",
    "monitoring:public-figures":            "GET   200   200   200   200   200   200   200   200",
    "monitoring:public-survey-in":          "GET   302   302   302   302   302   302   302   302",
    "monitoring:public-cases":              "GET   200   200   200   200   200   200   200   200",
    "monitoring:public-case":               "GET   200   200   200   200   200   200   200   200",
}  # fmt: skip


@targets
def evidence_targets(world: World) -> Targets:
    """A survey being written, one that is open, one whose results are published; a call; cases; contact data."""
    load_hearing_rules()
    theirs, at = {"organisation": world.ashyq_orta}, timezone.now()
    drafted, opened = SurveyFactory(**theirs), OpenSurveyFactory(**theirs, asks_contact=True)
    shown = OpenSurveyFactory(
        **theirs, state="closed", published_at=at, figures={"counted": 9, "questions": []}
    )
    question, removed = QuestionFactory(survey=drafted), QuestionFactory(survey=drafted, removed_at=at)
    asked = QuestionFactory(survey=opened, kind="short")
    counted = SurveyAnswerFactory(survey=opened, values={str(asked.pk): "Кеш"})
    aside = SurveyAnswerFactory(survey=opened, state="set_aside")
    to_publish = OpenSurveyFactory(**theirs, state="closed")
    secret = secret_links.new_secret()
    own = ContactFactory(**theirs, survey=opened, token_hash=secret_links.hash_of(secret))
    call, done = CallFactory(**theirs), CallFactory(**theirs, state="done")
    category = CallCategoryFactory(**theirs)
    case, public = CaseFactory(**theirs), CaseFactory(**theirs, state="published", published_at=at)
    pk, anew, read = {"pk": drafted.pk}, "each one is a row of its own", "each reading is a line of the log"
    frame = {**{"title_kk": "Сауалнама", "title_ru": "", "intro_kk": "", "intro_ru": ""}, "smallest_group": "5"}
    words = {"kind": "single", "text_kk": "Қай өңір?", "text_ru": "", "options_kk": "А\nБ", "options_ru": ""}
    said = {"asked": "Неге кешікті?", "channel": "phone", "called_at": "2026-01-12T10:00", "due_on": ""}
    told = {"source": "meeting", "story": "Үш ай күтті", "keep": "on", "way": "spoken"}
    of_question, of_removed = {**pk, "question_pk": question.pk}, {**pk, "question_pk": removed.pk}
    of_opened, of_shown, of_case = {"pk": opened.pk}, {"pk": shown.pk}, {"pk": case.pk}
    return {
        "monitoring:survey-add": Target({}, frame, repeats=anew),
        "monitoring:survey": Target(of_opened),
        "monitoring:survey-edit": Target(pk, {**frame, "version": "1"}),
        "monitoring:survey-open": Target(pk),
        "monitoring:survey-close": Target(of_opened),
        "monitoring:survey-copy": Target(pk, repeats=anew),
        "monitoring:survey-poster": Target(of_opened, {"mode": "kk"}),
        "monitoring:survey-preview": Target(pk),
        "monitoring:survey-question-add": Target(pk, words, repeats=anew),
        "monitoring:survey-question-edit": Target(of_question, {**words, "version": "1"}),
        "monitoring:survey-question-move": Target(of_question, {"to": "up"}),
        "monitoring:survey-question-remove": Target(of_question),
        "monitoring:survey-question-restore": Target(of_removed),
        "monitoring:survey-results": Target(of_opened),
        "monitoring:survey-figures": Target(of_opened),
        "monitoring:survey-results-publish": Target({"pk": to_publish.pk}),
        "monitoring:survey-results-withdraw": Target(of_shown),
        "monitoring:survey-answers": Target(of_opened),
        "monitoring:survey-answers-export": Target(of_opened, {"as": "csv"}, repeats=read),
        "monitoring:survey-doubtful-count": Target(of_opened),
        "monitoring:survey-answer-aside": Target({**of_opened, "answer_pk": counted.pk}),
        "monitoring:survey-answer-count": Target({**of_opened, "answer_pk": aside.pk}),
        "monitoring:call-add": Target({}, said),
        "monitoring:call-categories": Target({}, {"name_kk": "Жер", "name_ru": "Земля", "is_used": "on"}),
        "monitoring:call-category-edit": Target(
            {"pk": category.pk}, {"name_kk": "Су", "name_ru": "Вода"}, repeats=read
        ),
        "monitoring:call": Target({"pk": call.pk}),
        "monitoring:call-edit": Target({"pk": call.pk}, {**said, "version": "1"}),
        "monitoring:call-settle": Target({"pk": call.pk}),
        "monitoring:call-reopen": Target({"pk": done.pk}),
        "monitoring:case-add": Target({}, told, repeats=anew),
        "monitoring:case": Target(of_case),
        "monitoring:case-edit": Target(of_case, {"source": "letter", "story": "Төрт ай", "version": "1"}),
        "monitoring:case-copy": Target(of_case, {"copy_kk": "Төрт ай", "version": "1"}),
        "monitoring:case-settle": Target(of_case, repeats=read),
        "monitoring:case-publish": Target(of_case),
        "monitoring:case-take-down": Target({"pk": public.pk}),
        "monitoring:case-consent": Target({**of_case, "purpose": "letters"}, {"agree": "yes", "way": "spoken"}),
        "monitoring:case-link": Target(of_case, repeats="each one is an address made anew"),
        "monitoring:contact-read": Target({"pk": own.pk}, repeats=read),
        "monitoring:contact-erase": Target({"pk": own.pk}),
        "monitoring:contact-own": Target({"secret": secret}),
        "monitoring:public-survey": Target({"code": opened.code}, {f"q{asked.pk}": "Кеш"}),
        "monitoring:public-survey-thanks": Target({"code": opened.code}),
        "monitoring:public-results": Target({"code": shown.code}),
        "monitoring:public-figures": Target({"code": shown.code}),
        "monitoring:public-survey-in": Target({"code": opened.code, "language": "kk"}),
        "monitoring:public-case": Target({"code": public.code}),
    }
