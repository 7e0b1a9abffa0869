"""Which deadlines and calendar addresses a person may reach."""

from datetime import datetime

from django.http import Http404

from accounts.access import Right, membership_in, organisation_ids, reach
from accounts.models import User
from accounts.secret_links import hash_of
from deadlines.models import CalendarFeed, Deadline


def deadline(person: User, pk: int, right: Right) -> Deadline:
    return reach(person, Deadline.objects.select_related("organisation", "responsible"), right, pk=pk)


def own_feed(person: User, pk: int) -> CalendarFeed:
    """An address that this person made; anybody else's does not exist for them."""
    rows = CalendarFeed.objects.select_related("organisation")
    found = rows.filter(user=person, organisation__in=organisation_ids(person), pk=pk).first()
    if found is None:
        raise Http404
    return found


def feed_by_secret(secret: str, at: datetime) -> CalendarFeed:
    """The address that `secret` opens at the moment `at`, with the rights that its owner has now; else Http404.

    Found by the hash, through its index: whether and how a secret is wrong changes nothing in the work done.
    """
    rows = CalendarFeed.objects.select_related("user", "organisation")
    found = rows.filter(token_hash=hash_of(secret), expires_at__gt=at).first()
    if found is None or membership_in(found.user, found.organisation_id) is None:
        raise Http404
    return found
