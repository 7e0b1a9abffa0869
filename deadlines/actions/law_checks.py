"""Comparing the library of law with the law: who is told that it is time, and noting that it was done."""

from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import queries as account_queries
from accounts.actions import record
from accounts.models import User
from correspondence.actions import queue_email
from deadlines import library, queries
from deadlines.library import ToCheck
from deadlines.models import Checked, Law, LawArticle, LawCheck, TimeLimit
from deadlines.states import Confidence

VERBS = {TimeLimit: "time_limit.checked", Law: "law.checked", LawArticle: "law_article.checked"}


def keep_law_check(at: datetime) -> int:
    """Tell the operators what of the law has to be read again: the list of the year, and later in it whatever joins
    the list. Each row is told once a year; returns how many were told now.

    Nothing is noted as told while there is nobody to tell.
    """
    on = queries.day_of(at)
    check, _is_new = LawCheck.objects.get_or_create(year=on.year)
    told = set(check.told)
    untold = [item for item in library.to_check(on) if item.key not in told]
    operators = account_queries.operators()
    if not untold or not operators:
        return 0
    return _tell(check.pk, untold, operators, on=on, at=at)


@transaction.atomic
def _tell(
    check_id: int, untold: list[ToCheck], operators: list[account_queries.Operator], *, on: date, at: datetime
) -> int:
    check = LawCheck.objects.select_for_update().get(pk=check_id)
    told = set(check.told)
    now = [item for item in untold if item.key not in told]
    if not now:
        return 0
    for operator in operators:
        _write(operator, now, key=f"law_check:{on.year}:{len(told)}:{operator.address}", at=at)
    LawCheck.objects.filter(pk=check.pk).update(told=[*check.told, *(item.key for item in now)], told_at=at)
    return len(now)


def _write(operator: account_queries.Operator, items: list[ToCheck], *, key: str, at: datetime) -> None:
    with translation.override(operator.language):
        context = {
            "unsure": [item for item in items if item.is_unsure],
            "old": [item for item in items if not item.is_unsure],
            "count": len(items),
            "site": settings.SITE_URL,
        }
        queue_email(
            key=key,
            address=operator.address,
            recipient=operator.person,
            language=operator.language,
            subject=render_to_string("emails/law_check.subject.txt", context),
            text=render_to_string("emails/law_check.txt", context).strip() + "\n",
            at=at,
        )


@transaction.atomic
def confirm_checked(row: Checked, *, read_on: date, where: str, actor: User, at: datetime) -> None:
    """Note that `actor` compared the row with the text of the law on the day `read_on`.

    A rule that rests on an act is 'read in the law' from then on; one that rests on none keeps its mark. `where`: the
    wording or the address. Raises ValidationError for a day to come, or one before the last check.
    """
    if read_on > queries.day_of(at):
        raise ValidationError(_("This day has not come yet."), code="future")
    held = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if held.checked_on and read_on < held.checked_on:
        raise ValidationError(_("It was checked on a later day already."), code="older")
    held.checked_on, held.checked_by, held.checked_where = read_on, actor, where
    if not isinstance(held, TimeLimit) or held.source_law_id:
        held.confidence = Confidence.READ
    held.save(update_fields=["checked_on", "checked_by", "checked_where", "confidence"])
    record(
        VERBS[type(held)],
        actor=actor,
        organisation=None,
        obj=held,
        subject=held.law if isinstance(held, LawArticle) else held,
        at=at,
        details={"day": read_on.isoformat(), "article": getattr(held, "number", ""), "where": where},
    )
