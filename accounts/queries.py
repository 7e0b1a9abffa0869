"""Reads about people and organisations that are used twice, or that need a join."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db.models import Q, QuerySet
from django.db.models.functions import Collate
from django.utils.functional import Promise
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext_lazy as _

from accounts.factors import with_second_factor
from accounts.models import (
    AccessKey,
    ActivityEntry,
    Invitation,
    Membership,
    MembershipQuerySet,
    Organisation,
    Session,
    User,
)
from accounts.secret_links import hash_of
from accounts.states import InvitationState, MailLanguage, Role

ACTIVITY_PAGE = 50
CARD_FIELDS = (
    "name_kk",
    "name_ru",
    "bin",
    "address_kk",
    "address_ru",
    "phone",
    "email",
    "website",
    "signatory_name_kk",
    "signatory_name_ru",
    "signatory_post_kk",
    "signatory_post_ru",
)
_NEEDED_IN_LETTERS: tuple[tuple[str, Promise], ...] = (
    ("name_kk", _("the name in Kazakh")),
    ("name_ru", _("the name in Russian")),
    ("bin", _("the BIN")),
    ("address_kk", _("the address in Kazakh")),
    ("address_ru", _("the address in Russian")),
    ("phone", _("the phone")),
    ("email", _("the e-mail")),
    ("signatory_name_kk", _("who signs, in Kazakh")),
    ("signatory_name_ru", _("who signs, in Russian")),
    ("signatory_post_kk", _("the post of the signatory in Kazakh")),
    ("signatory_post_ru", _("the post of the signatory in Russian")),
)


def members(organisation: Organisation) -> MembershipQuerySet:
    """The current memberships with their people, in the order of the Kazakh alphabet."""
    return (
        Membership.objects.current()
        .filter(organisation=organisation)
        .select_related("user", "organisation")
        .order_by(Collate("user__name", "kk"), "pk")
    )


def people(organisation: Organisation, roles: frozenset[Role] = frozenset(Role)) -> list[User]:
    """The current members with one of `roles`."""
    return [membership.user for membership in members(organisation).filter(role__in=roles)]


def is_member(user: User, organisation: Organisation) -> bool:
    return Membership.objects.current().filter(user=user, organisation=organisation).exists()


def coordinators(organisation: Organisation) -> MembershipQuerySet:
    """The current memberships of coordinators: whom to tell when nobody else answers."""
    return members(organisation).filter(role=Role.COORDINATOR)


def people_ever(organisation: Organisation) -> list[User]:
    """Everybody who is or was a member, for choosing whose deeds to look at."""
    return list(
        User.objects.filter(memberships__organisation=organisation).order_by(Collate("name", "kk"), "pk")
    )


def waiting_invitations(organisation: Organisation) -> list[Invitation]:
    """Invitations without an answer, the newest first; those out of date among them."""
    return list(
        Invitation.objects.filter(organisation=organisation, state=InvitationState.OPEN)
        .select_related("organisation", "invited_by")
        .order_by("-created_at", "-pk")
    )


def invitation_by_secret(secret: str) -> Invitation | None:
    """The invitation whose letter carried `secret`, in whatever state it is."""
    return invitation_by_hash(hash_of(secret))


def invitation_by_hash(token_hash: str) -> Invitation | None:
    return (
        Invitation.objects.select_related("organisation", "invited_by").filter(token_hash=token_hash).first()
    )


def accepted_invitation(pk: int) -> Invitation | None:
    rows = Invitation.objects.select_related("organisation", "invited_by")
    return rows.filter(pk=pk, state=InvitationState.ACCEPTED).first()


def invitation_letters(organisation: Organisation, *, since: datetime) -> int:
    verbs = ("invitation.sent", "invitation.resent")
    return ActivityEntry.objects.filter(organisation=organisation, verb__in=verbs, at__gt=since).count()


def reset_letters(user: User, *, since: datetime) -> int:
    return ActivityEntry.objects.filter(
        object_type=User._meta.label_lower,
        object_id=user.pk,
        verb="person.password_reset_asked",
        at__gt=since,
    ).count()


def user_by_reset_link(uid: str, token: str) -> User | None:
    """The person whose letter carried this link, while it works: once, and for a day."""
    try:
        pk = int(urlsafe_base64_decode(uid))
    except ValueError:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user is not None and default_token_generator.check_token(user, token) else None


def members_with_second_factor(organisation: Organisation) -> set[int]:
    """The keys of the people among the current members who have one."""
    of_it = Q(memberships__organisation=organisation, memberships__is_active=True)
    return set(with_second_factor(User.objects.filter(of_it)).values_list("pk", flat=True))


def open_sessions(user: User, at: datetime) -> list[Session]:
    """The person's sessions that still open something, the one used last first."""
    rows = Session.objects.filter(user=user, expire_date__gt=at).defer("session_data")
    return list(rows.order_by("-seen_at", "-signed_in_at", "session_key"))


def missing_in_letters(organisation: Organisation) -> list[Promise]:
    """What a letter to a state body needs and the card does not have yet."""
    return [name for field, name in _NEEDED_IN_LETTERS if not getattr(organisation, field)]


def fingerprint(organisation: Organisation) -> str:
    """Changes whenever the organisation's card does: by it two people writing at once are noticed."""
    values = [str(getattr(organisation, name) or "") for name in (*CARD_FIELDS, "logo")]
    return hashlib.sha256("\0".join(values).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class ActivityPage:
    """Entries, the newest first. `older` and `newer`: the entry to go on from, None where the log ends."""

    entries: list[ActivityEntry]
    older: int | None
    newer: int | None


def activity_of(organisation: Organisation, person_id: int | None = None) -> QuerySet[ActivityEntry]:
    """What was done in the organisation, by one person or by everybody, the newest first."""
    log = ActivityEntry.objects.filter(organisation=organisation).select_related("actor").order_by("-pk")
    return log if person_id is None else log.filter(actor_id=person_id)


def activity_page(
    organisation: Organisation,
    *,
    person_id: int | None = None,
    before: int | None = None,
    after: int | None = None,
    size: int = ACTIVITY_PAGE,
) -> ActivityPage:
    """`size` entries of the organisation older than the entry `before`, or newer than `after`."""
    log = activity_of(organisation, person_id)
    if after is not None:
        rows = list(log.filter(pk__gt=after).order_by("pk")[: size + 1])
        has_newer, rows = len(rows) > size, rows[:size][::-1]
        has_older = True
    else:
        rows = list((log.filter(pk__lt=before) if before is not None else log)[: size + 1])
        has_older, rows = len(rows) > size, rows[:size]
        has_newer = before is not None
    return ActivityPage(
        entries=rows,
        older=rows[-1].pk if rows and has_older else None,
        newer=rows[0].pk if rows and has_newer else None,
    )


@dataclass(frozen=True)
class Operator:
    """Whom to write to about the portal itself. `person` is None for the address of the settings."""

    address: str
    language: str
    person: User | None


def operators() -> list[Operator]:
    """Who runs the portal: the address of the settings, else every active operator; nobody where there is neither."""
    if settings.OPERATOR_EMAIL:
        return [Operator(settings.OPERATOR_EMAIL, MailLanguage.RUSSIAN, None)]
    people = User.objects.filter(is_staff=True, is_active=True).order_by("pk")
    return [Operator(person.email, person.mail_language, person) for person in people]


def keys_of(membership: Membership) -> list[AccessKey]:
    """The person's keys in this organisation that were not revoked, the newest first."""
    return list(AccessKey.objects.filter(membership=membership, revoked_at__isnull=True).order_by("-pk"))
