"""The library of law: the acts, their articles, the rules that rest on them, and what has to be compared with the law."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import Organisation
from deadlines.models import Checked, Deadline, Law, LawArticle, LawCheck, TimeLimit
from deadlines.states import DeadlineState
from deadlines.wording import UNVERIFIED

KINDS: dict[str, type[Checked]] = {"rule": TimeLimit, "law": Law, "article": LawArticle}
MONTHS = 12
SHOWN_DEADLINES = 20
REGISTRY = "https://adilet.zan.kz"
LANGUAGE_IN_REGISTRY = {"kk": "kaz", "ru": "rus"}


def laws() -> QuerySet[Law]:
    """Every act with how many rules rest on it (`rules`) and how many articles are cited (`cited`)."""
    return Law.objects.annotate(
        rules=Count("time_limits", distinct=True), cited=Count("articles", distinct=True)
    )


@dataclass(frozen=True)
class LawWithArticles:
    """An act, its articles in their order, and its rules that name no article."""

    law: Law
    articles: list[LawArticle]
    loose: list[TimeLimit]


def law_with_articles(code: str) -> LawWithArticles | None:
    rules = TimeLimit.objects.order_by("code", "valid_from")
    law = Law.objects.filter(code=code).select_related("checked_by").first()
    if law is None:
        return None
    articles = law.articles.select_related("checked_by").prefetch_related(Prefetch("time_limits", rules))
    return LawWithArticles(
        law,
        sorted(articles, key=lambda row: _place(row.number)),
        list(rules.filter(source_law=law, articles__isnull=True)),
    )


def _place(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("-"))


def rule(pk: int) -> TimeLimit | None:
    found = TimeLimit.objects.filter(pk=pk).select_related("source_law", "checked_by")
    return found.prefetch_related("articles").first()


def deadlines_by_rule(organisation: Organisation, limit: TimeLimit) -> QuerySet[Deadline]:
    """The organisation's open deadlines that this rule counts, the most urgent first."""
    found = Deadline.objects.of(organisation).filter(time_limit=limit, state=DeadlineState.OPEN)
    return found.order_by("due_on", "pk")


def registry_address(law: Law, language: str) -> str:
    """The official text on adilet.zan.kz in Kazakh ('kk') or Russian; '' where the act's code is not known."""
    if not law.registry_code:
        return ""
    return f"{REGISTRY}/{LANGUAGE_IN_REGISTRY[language]}/docs/{law.registry_code}"


# --- What has to be compared with the law -------------------------------------------------------------------------


@dataclass(frozen=True)
class ToCheck:
    """One row to compare with the law. `is_unsure`: nobody has read it there; else it was read too long ago."""

    kind: str
    row: Checked
    is_unsure: bool

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.row.pk}"

    @property
    def law(self) -> str:
        """The name of the act that the row belongs to; a rule that rests on no act names its own source."""
        row = self.row
        if isinstance(row, LawArticle):
            return str(row.law)
        return str(row.source_law or row.law) if isinstance(row, TimeLimit) else str(row)


def year_before(on: date) -> date:
    """The same day twelve months earlier; of 29 February, the 28th."""
    last = 28 if (on.month, on.day) == (2, 29) else on.day
    return date(on.year - 1, on.month, last)


def _due(on: date) -> Q:
    return Q(confidence__in=UNVERIFIED) | Q(checked_on__isnull=True) | Q(checked_on__lt=year_before(on))


def to_check(on: date) -> list[ToCheck]:
    """What is unverified or was read more than twelve months before `on`: acts, articles, and rules in force."""
    due = _due(on)
    rules = TimeLimit.objects.valid_on(on).filter(due).select_related("source_law", "checked_by")
    articles = sorted(
        LawArticle.objects.filter(due).select_related("law", "checked_by"),
        key=lambda row: (row.law.place, _place(row.number)),
    )
    found: list[tuple[str, Iterable[Checked]]] = [
        ("law", Law.objects.filter(due).select_related("checked_by")),
        ("article", articles),
        ("rule", rules.order_by("law_kk", "code")),
    ]
    return [ToCheck(kind, row, row.confidence in UNVERIFIED) for kind, rows in found for row in rows]


def to_check_by_law(on: date) -> list[tuple[str, list[ToCheck]]]:
    """The same, act by act: the act itself, its articles, its rules."""
    grouped: dict[str, list[ToCheck]] = defaultdict(list)
    for item in to_check(on):
        grouped[item.law].append(item)
    return sorted(grouped.items())


def count_to_check(on: date) -> int:
    """How many rows `to_check` would give (one query)."""
    looked_at: tuple[QuerySet[Any], ...] = (QuerySet(Law), QuerySet(LawArticle), TimeLimit.objects.valid_on(on))
    laws, articles, rules = (rows.filter(_due(on)).order_by().values_list("pk") for rows in looked_at)
    return laws.union(articles, rules, all=True).count()


def latest_check() -> LawCheck | None:
    return LawCheck.objects.first()
