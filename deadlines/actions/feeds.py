"""Secret addresses for calendar programs."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import record
from accounts.models import Organisation, User
from accounts.secret_links import hash_of, new_secret
from deadlines.models import CalendarFeed

FEED_LIFE = timedelta(days=365)
FEEDS_A_PERSON = 10


@transaction.atomic
def create_feed(user: User, organisation: Organisation, *, only_mine: bool, at: datetime) -> str:
    """A secret address for a calendar program; returns the secret, which is kept only as a hash.

    It reads what the person may see on the day of reading, for a year. ValidationError: the person has ten already.
    """
    CalendarFeed.objects.filter(user=user, expires_at__lte=at).delete()
    if CalendarFeed.objects.filter(user=user, organisation=organisation).count() >= FEEDS_A_PERSON:
        message = _("You have %(count)s addresses already. Revoke one that is not used any more.")
        raise ValidationError(message, code="too_many", params={"count": FEEDS_A_PERSON})
    secret = new_secret()
    feed = CalendarFeed.objects.create(
        user=user,
        organisation=organisation,
        only_mine=only_mine,
        token_hash=hash_of(secret),
        created_at=at,
        expires_at=at + FEED_LIFE,
    )
    record("calendar_feed.created", actor=user, organisation=organisation, obj=feed, subject=user, at=at)
    return secret


@transaction.atomic
def revoke_feed(feed: CalendarFeed, *, actor: User, at: datetime) -> None:
    """The address stops working from the next reading on."""
    record(
        "calendar_feed.revoked", actor=actor, organisation=feed.organisation, obj=feed, subject=actor, at=at
    )
    feed.delete()


def note_feed_use(feed: CalendarFeed, on: date) -> None:
    """Remember the day of the last reading, so that an unused address can be recognised."""
    CalendarFeed.objects.filter(pk=feed.pk).exclude(last_used_on=on).update(last_used_on=on)
