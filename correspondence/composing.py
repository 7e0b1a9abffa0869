"""From notices to e-mails: urgent ones at once, thread by thread; news together, at the hour the reader chose."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import Membership, User
from accounts.states import Digest
from common import dates
from correspondence.actions import queue_email
from correspondence.models import Notice, NoticeQuerySet, OutgoingEmail
from correspondence.states import NoticeState

NEWS_PAUSE = timedelta(hours=1)
EMAILS_A_SWEEP = 5_000
ITEMS_SHOWN = 50
BLANK_LINES = re.compile(r"\n{3,}")


def compose_notices(at: datetime) -> int:
    """Turn the notices whose time has come into outbox rows; returns how many e-mails were written.

    `at` is the moment of the sweep; the hours of digests are hours of Almaty.
    """
    pending = Notice.objects.pending().filter(created_at__lte=at)
    written = 0
    for key_part, group in [*_urgent_groups(pending), *_news_groups(pending, at)]:
        written += _write(key_part, group, at)
    return written


def _urgent_groups(pending: NoticeQuerySet) -> Iterator[tuple[str, NoticeQuerySet]]:
    """One group for each reader and thread, the longest waiting first."""
    urgent = pending.filter(is_urgent=True)
    keys = (
        urgent.values("recipient_id", "organisation_id", "thread").annotate(first=Min("id")).order_by("first")
    )
    for key in keys[:EMAILS_A_SWEEP]:
        key.pop("first")
        yield key["thread"], urgent.filter(**key)


def _news_groups(pending: NoticeQuerySet, at: datetime) -> Iterator[tuple[str, NoticeQuerySet]]:
    """One group for each reader and organisation whose digest is due."""
    news = pending.filter(is_urgent=False)
    keys = list(
        news.values("recipient_id", "organisation_id").annotate(since=Min("created_at")).order_by("since")
    )
    readers = User.objects.in_bulk({key["recipient_id"] for key in keys})
    for key in keys:
        since = key.pop("since")
        if news_may_leave(readers[key["recipient_id"]], key["organisation_id"], since, at):
            yield f"news:{key['organisation_id']}", news.filter(**key)


def news_may_leave(reader: User, organisation_id: int, waiting_since: datetime, at: datetime) -> bool:
    """Whether the digest of this reader is due: at the chosen hour of a day (or Monday) that began after the news;
    'at once' means at most one e-mail of news an hour."""
    if reader.digest == Digest.INSTANT:
        recent = OutgoingEmail.objects.filter(
            recipient=reader, created_at__gt=at - NEWS_PAUSE, key__startswith=f"news:{organisation_id}:"
        )
        return not recent.exists()
    digest_on = at.astimezone(dates.ALMATY).date()
    if reader.digest == Digest.WEEKLY:
        digest_on -= timedelta(days=digest_on.weekday())
    digest_at = datetime.combine(digest_on, time(reader.digest_hour), dates.ALMATY)
    if digest_at > at:
        digest_at -= timedelta(days=7 if reader.digest == Digest.WEEKLY else 1)
    return waiting_since <= digest_at


@transaction.atomic
def _write(key_part: str, waiting: NoticeQuerySet, at: datetime) -> int:
    """One e-mail for these notices and the note that they are in it, or neither; returns how many e-mails.

    The rows are locked and read here: what was cancelled, or taken by another sweep, since it was listed, is left out.
    """
    group = list(
        waiting.select_for_update(of=("self",)).select_related("recipient", "organisation").order_by("id")
    )
    if not group:
        return 0
    reader, organisation = group[0].recipient, group[0].organisation
    mine = Notice.objects.filter(pk__in=[notice.pk for notice in group])
    if not Membership.objects.current().filter(user=reader, organisation=organisation).exists():
        mine.update(state=NoticeState.CANCELLED)
        return 0
    subject, text, html = render(reader, group, at.astimezone(dates.ALMATY).date())
    email = queue_email(
        key=f"{key_part}:{reader.pk}:{group[-1].pk}",
        address=reader.email,
        subject=subject,
        text=text,
        html=html,
        language=reader.mail_language,
        organisation=organisation,
        recipient=reader,
        at=at,
    )
    mine.update(state=NoticeState.MAILED, email=email)
    return 1


# --- Words --------------------------------------------------------------------------------------------------------


def render(reader: User, group: Sequence[Notice], on: date) -> tuple[str, str, str]:
    """Subject, text and HTML of the e-mail that carries these notices, in the reader's language of e-mails.

    `on`: the day of writing, in Almaty. An urgent e-mail takes its subject from the latest notice; news are counted in
    theirs. Each notice is a part of its own: templates/emails/_<template>.txt and .html.
    """
    language = reader.mail_language
    shown = group[-ITEMS_SHOWN:]
    items = [_item(notice, language, on) for notice in shown]
    context: dict[str, Any] = {
        "reader": reader,
        "organisation": group[0].organisation,
        "items": items,
        "lead": items[-1],
        "earlier": [item for item in items[:-1] if not _is_stood_for(item)],
        "stood_for": [item["facts"]["planned_day"] for item in items[:-1] if _is_stood_for(item)],
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
            " ".join(render_to_string(subject, context).split()),
            BLANK_LINES.sub("\n\n", render_to_string(f"emails/{frame}.txt", context)).strip() + "\n",
            render_to_string(f"emails/{frame}.html", context),
        )


def subject_of(notice: Notice, language: str, on: date) -> str:
    """What the notice says, in one line of `language`, whatever e-mail it is in."""
    with translation.override(language):
        facts = facts_in(notice.facts, language, on)
        return " ".join(render_to_string(f"emails/_{notice.template}.subject.txt", {"facts": facts}).split())


def _item(notice: Notice, language: str, on: date) -> dict[str, Any]:
    name = notice.template
    return {
        "template": name,
        "text": f"emails/_{name}.txt",
        "html": f"emails/_{name}.html",
        "facts": facts_in(notice.facts, language, on),
    }


def _is_stood_for(item: dict[str, Any]) -> bool:
    """A reminder that came too late to be a letter of its own: a later one of its thread is in the same letter."""
    return bool(item["facts"].get("is_late"))


def facts_in(facts: dict[str, Any], language: str, on: date) -> dict[str, Any]:
    """Facts as a letter in `language`, written on the day `on`, needs them.

    Each `x_kk`/`x_ru` pair gives `x` (the other language where one is empty). Each day `x_on`, ISO in the table, gives a
    date and the words `x_day` and `x_until`. `days_left` (working days) gives the sentence `left`; a reminder noted later
    than planned `is_late`; the last day `is_today` or `is_past` when the reminder was noted.
    """
    other = "ru" if language == "kk" else "kk"
    words = {key[:-3] for key in facts if key.endswith(("_kk", "_ru"))}
    said: dict[str, Any] = {
        word: facts.get(f"{word}_{language}") or facts.get(f"{word}_{other}") or "" for word in words
    }
    days = {
        key[:-3]: date.fromisoformat(value) for key, value in facts.items() if key.endswith("_on") and value
    }
    for name, day in days.items():
        said[f"{name}_on"] = day
        said[f"{name}_day"] = dates.day(day, language, today=on)
        said[f"{name}_until"] = dates.until(day, language, on)
    if "days_left" in facts and "noted" in days:
        left = max(0, facts["days_left"])
        said["left"] = dates.countdown(left, days["due"], days["noted"], language).sentence
        said["is_late"] = days["planned"] < days["noted"]
        said["is_today"], said["is_past"] = days["due"] == days["noted"], days["due"] < days["noted"]
    return {**facts, **said}
