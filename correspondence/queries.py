"""Who was told what, and whether it arrived."""

from accounts import queries as account_queries
from accounts.models import MembershipQuerySet, Organisation
from correspondence.models import Notice, NoticeQuerySet


def notices_of(*threads: str) -> NoticeQuerySet:
    """Everything that people were told in these threads, the latest first, with the e-mails that carried it.

    A thread is named by whoever writes into it: 'deadline:17', 'window:4'. Show it with correspondence.wording.told
    and the template correspondence/_notices.html.
    """
    told = Notice.objects.filter(thread__in=threads).select_related("recipient", "email")
    return told.order_by("-created_at", "-id")


def dead_addresses(organisation: Organisation) -> MembershipQuerySet:
    """Members whose address refused the last letter, the longest silent first."""
    silent = account_queries.members(organisation).filter(user__mail_refused_at__isnull=False)
    return silent.order_by("user__mail_refused_at", "pk")
