"""From notices to e-mails: urgent ones at once, thread by thread; news together, at the hour the reader chose."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.models import Membership, User
from accounts.states import Digest
from common import dates
from correspondence.actions import queue_email
from correspondence.models import Notice, OutgoingEmail
from correspondence.states import NoticeState

NEWS_PAUSE = timedelta(hours=1)
READERS_A_SWEEP = 2_000
ITEMS_SHOWN = 50

Group = tuple[User, str, list[Notice]]


def compose_notices(at: datetime) -> int:
    """Turn the notices whose time has come into outbox rows; returns how many e-mails were written.

    `at` is the moment of the sweep; the hours of digests are hours of Almaty.
    """
    written = 0
    for reader, notices in _waiting(at):
        for key_part, group in _groups(reader, notices, at):
            written += _write(reader, key_part, group, at)
    return written


def _waiting(at: datetime) -> Iterable[tuple[User, list[Notice]]]:
    pending = Notice.objects.pending().filter(created_at__lte=at).order_by("recipient_id", "id")
    by_reader: dict[int, list[Notice]] = defaultdict(list)
    for notice in pending.select_related("recipient", "organisation").iterator(chunk_size=2_000):
        by_reader[notice.recipient_id].append(notice)
    for notices in islice(by_reader.values(), READERS_A_SWEEP):
        yield notices[0].recipient, notices


def _groups(reader: User, notices: list[Notice], at: datetime) -> Iterable[tuple[str, list[Notice]]]:
    threads: dict[tuple[int, str], list[Notice]] = defaultdict(list)
    news: dict[int, list[Notice]] = defaultdict(list)
    for notice in notices:
        if notice.is_urgent:
            threads[notice.organisation_id, notice.thread].append(notice)
        else:
            news[notice.organisation_id].append(notice)
    for (_organisation, thread), group in threads.items():
        yield thread, group
    for organisation_id, group in news.items():
        if news_may_leave(reader, organisation_id, min(n.created_at for n in group), at):
            yield f"news:{organisation_id}", group


def news_may_leave(reader: User, organisation_id: int, waiting_since: datetime, at: datetime) -> bool:
    """Whether the digest of this reader is due: at the chosen hour of a day (or Monday) that began after the news;
    'at once' means at most one e-mail of news an hour."""
    if reader.digest == Digest.INSTANT:
        recent = OutgoingEmail.objects.filter(
            recipient=reader, created_at__gt=at - NEWS_PAUSE, key__startswith=f"news:{organisation_id}:"
        )
        return not recent.exists()
    local = timezone.localtime(at)
    digest_on = local.date()
    if reader.digest == Digest.WEEKLY:
        digest_on -= timedelta(days=digest_on.weekday())
    digest_at = timezone.make_aware(datetime.combine(digest_on, time(reader.digest_hour)))
    if digest_at > at:
        digest_at -= timedelta(days=7 if reader.digest == Digest.WEEKLY else 1)
    return waiting_since <= digest_at


def _write(reader: User, key_part: str, group: list[Notice], at: datetime) -> int:
    """One e-mail for these notices, in one transaction with the note that they are in it."""
    ids = [notice.pk for notice in group]
    belongs = Membership.objects.current().filter(user=reader, organisation=group[0].organisation).exists()
    with transaction.atomic():
        taken = Notice.objects.filter(pk__in=ids, state=NoticeState.PENDING)
        if not belongs:
            taken.update(state=NoticeState.CANCELLED)
            return 0
        subject, text, html = render(reader, group)
        email = queue_email(
            key=f"{key_part}:{reader.pk}:{group[-1].pk}",
            address=reader.email,
            subject=subject,
            text=text,
            html=html,
            language=reader.mail_language,
            organisation=group[0].organisation,
            recipient=reader,
            at=at,
        )
        taken.update(state=NoticeState.MAILED, email=email)
    return 1


def render(reader: User, group: list[Notice]) -> tuple[str, str, str]:
    """Subject, text and HTML of the e-mail that carries these notices, in the reader's language of e-mails.

    An urgent e-mail takes its subject from the latest notice; news are counted in theirs. Each notice is a part of its
    own: templates/emails/_<template>.txt and .html.
    """
    language = reader.mail_language
    shown = group[-ITEMS_SHOWN:]
    items = [_item(notice, language) for notice in shown]
    context: dict[str, Any] = {
        "reader": reader,
        "organisation": group[0].organisation,
        "items": items,
        "lead": items[-1],
        "earlier": items[:-1],
        "facts": items[-1]["facts"],
        "count": len(group),
        "more": len(group) - len(shown),
        "site": settings.SITE_URL,
        "language": language,
    }
    frame = "urgent" if group[0].is_urgent else "news"
    subject = f"emails/_{group[-1].template}.subject.txt" if group[0].is_urgent else "emails/news.subject.txt"
    with translation.override(language):
        return (
            render_to_string(subject, context),
            render_to_string(f"emails/{frame}.txt", context).strip() + "\n",
            render_to_string(f"emails/{frame}.html", context),
        )


def _item(notice: Notice, language: str) -> dict[str, Any]:
    name = notice.template
    return {
        "template": name,
        "text": f"emails/_{name}.txt",
        "html": f"emails/_{name}.html",
        "facts": facts_in(notice.facts, language),
    }


def facts_in(facts: dict[str, Any], language: str) -> dict[str, Any]:
    """Facts as a letter in `language` needs them.

    Each `x_kk`/`x_ru` pair gives `x` (the other language where one is empty). Each day `x_on`, ISO in the table, gives a
    date and the words `x_day` and `x_until`. `days_left` (working days) gives the sentence `left`, and a reminder noted
    later than planned is `is_late`.
    """
    other = "ru" if language == "kk" else "kk"
    words = {key[:-3] for key in facts if key.endswith(("_kk", "_ru"))}
    said: dict[str, Any] = {word: facts.get(f"{word}_{language}") or facts.get(f"{word}_{other}") or "" for word in words}
    today = timezone.localdate()
    days = {key[:-3]: date.fromisoformat(value) for key, value in facts.items() if key.endswith("_on") and value}
    for name, on in days.items():
        said[f"{name}_on"] = on
        said[f"{name}_day"] = dates.day(on, language, today=today)
        said[f"{name}_until"] = dates.until(on, language, today)
    if "days_left" in facts and "noted" in days:
        left = max(0, facts["days_left"])
        said["left"] = dates.countdown(left, days["due"], days["noted"], language).sentence
        said["is_late"] = days["planned"] < days["noted"]
    return {**facts, **said}
