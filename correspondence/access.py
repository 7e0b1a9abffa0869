"""Which e-mails a person may see, and which may be sent again or taken out."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from accounts.access import Right, may, membership_in, memberships
from accounts.models import Membership, User
from correspondence.models import OutgoingEmail, OutgoingEmailQuerySet


def outbox(membership: Membership) -> OutgoingEmailQuerySet:
    """The e-mails of the organisation for whoever may read them, else those written to this person."""
    if may(membership, Right.READ_OUTBOX):
        return OutgoingEmail.objects.of(membership.organisation)
    here = Q(organisation=membership.organisation) | Q(organisation__isnull=True)
    return OutgoingEmail.objects.filter(here, recipient=membership.user)


def email(person: User, pk: int) -> OutgoingEmail:
    """An e-mail of an organisation whose outbox the person may read, or one to the person; else Http404.

    What an organisation wrote to somebody who has left it since is not shown to that person any more.
    """
    mine = memberships(person)
    read = [membership.organisation_id for membership in mine if may(membership, Right.READ_OUTBOX)]
    here = Q(organisation__in=[membership.organisation_id for membership in mine]) | Q(
        organisation__isnull=True
    )
    visible = Q(organisation__in=read) | Q(recipient=person) & here
    found = OutgoingEmail.objects.filter(visible, pk=pk).select_related("organisation", "recipient").first()
    if found is None:
        raise Http404
    return found


def manageable_email(person: User, pk: int) -> OutgoingEmail:
    """An e-mail that the person may put back or take out. One that may only be read: PermissionDenied."""
    found = email(person, pk)
    if not may_manage(person, found):
        raise PermissionDenied
    return found


def may_manage(person: User, row: OutgoingEmail) -> bool:
    if row.organisation_id is None:
        return False
    return may(membership_in(person, row.organisation_id), Right.READ_OUTBOX)
