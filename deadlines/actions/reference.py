"""The calendar and the rules of law: loaded from the reviewed files, changed by the operator."""

from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from accounts.actions import record
from accounts.models import User
from deadlines import law_file, reference
from deadlines.models import (
    CalendarException,
    CalendarYear,
    Checked,
    Law,
    LawArticle,
    Reviewed,
    TimeLimit,
)

TIME_LIMIT_FIELDS = (
    *("quantity", "unit", "direction", "roll_over", "valid_to", "confidence", "checked_on"),
    *(
        f"{name}_{language}"
        for name in ("name", "start_event", "law", "article", "note")
        for language in ("kk", "ru")
    ),
)

LAW_FIELDS = (
    *("place", "number", "adopted_on", "registry_code", "in_methodology", "wording_on"),
    *("confidence", "checked_on"),
    *(f"{name}_{language}" for name in ("title", "about", "note") for language in ("kk", "ru")),
)
ARTICLE_FIELDS = ("about_kk", "about_ru", "quote_kk", "quote_ru", "confidence", "checked_on")
_OF_THE_CHECK = ("confidence", "checked_on")


def record_reference_change(row: models.Model, verb: str, *, actor: User, at: datetime) -> None:
    """Log that the operator changed a year, a date or a rule. Call it inside the transaction of the change."""
    record(verb, actor=actor, organisation=None, obj=row, subject=row, at=at)


def is_own_exception(row: CalendarException) -> bool:
    """Whether the date was entered here and does not stand in the reviewed file, which would bring it back."""
    return row.on not in {exception.on for exception in reference.load_calendar().exceptions}


@transaction.atomic
def load_rules_and_calendar() -> None:
    """Bring the tables to what the reviewed files say; rows that an administrator edited stay as they are."""
    calendar = reference.load_calendar()
    for year in calendar.years:
        fields = {"certainty": year.certainty, "source": year.source, "checked_on": year.checked_on}
        _load(CalendarYear, {"year": year.year}, fields)
    for row in calendar.exceptions:
        fields = {
            name: getattr(row, name)
            for name in ("kind", "reason_kk", "reason_ru", "order", "certainty", "checked_on")
        }
        _load(CalendarException, {"on": row.on}, fields)
    _load_laws()
    laws = {law.code: law for law in Law.objects.all()}
    articles = {(article.law_id, article.number): article for article in LawArticle.objects.all()}
    for limit in reference.load_time_limits():
        key = {"code": limit.code, "valid_from": limit.valid_from}
        _load_checked(TimeLimit, key, {name: getattr(limit, name) for name in TIME_LIMIT_FIELDS})
        if law := laws.get(limit.law_code):
            cited = [articles[law.pk, number] for number in law_file.articles_cited(limit.article)]
            _link(TimeLimit.objects.get(**key), law, cited)


def _load_laws() -> None:
    laws, articles = law_file.load_laws()
    for row in laws:
        _load_checked(Law, {"code": row.code}, {name: getattr(row, name) for name in LAW_FIELDS})
    by_code = {law.code: law for law in Law.objects.all()}
    for article in articles:
        key = {"law": by_code[article.law], "number": article.number}
        _load_checked(LawArticle, key, {name: getattr(article, name) for name in ARTICLE_FIELDS})


def _link(limit: TimeLimit, law: Law, cited: list[LawArticle]) -> None:
    """Tie a rule to its act and articles; where the operator changed the rule, only what is not tied yet."""
    if limit.is_edited and limit.source_law_id:
        return
    if limit.source_law_id != law.pk:
        TimeLimit.objects.filter(pk=limit.pk).update(source_law=law)
    limit.articles.set(cited)


def _load_checked(model: type[Checked], key: dict[str, Any], fields: dict[str, Any]) -> None:
    """As `_load`; what somebody has compared with the law here since the file was reviewed counts as checked,
    unless the file says something else of the law than it did then."""
    row = model._default_manager.filter(**key).first()
    if row is None or row.checked_by_id is None:
        _load(model, key, fields)
        return
    said = {name: value for name, value in fields.items() if name not in _OF_THE_CHECK}
    is_the_same = all((getattr(row, name) or "") == (value or "") for name, value in said.items())
    if is_the_same and (row.checked_on or date.min) >= fields["checked_on"]:
        return
    _load(model, key, {**fields, "checked_by": None, "checked_where": ""})


def _load(model: type[Reviewed], key: dict[str, Any], fields: dict[str, Any]) -> None:
    if not model._default_manager.filter(**key, is_edited=True).exists():
        model._default_manager.update_or_create(**key, defaults=fields)
