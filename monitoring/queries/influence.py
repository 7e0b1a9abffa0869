"""What the influence report counts: facts of a period, read once; everything shown is counted from them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, F, QuerySet, Value

from accounts.models import Organisation
from amendments.models import SubmittedRow
from amendments.queries.influence import SentFact, best_results, sent_facts, submissions_in
from amendments.states import Fate, Wording
from common.periods import Period
from hearings.held import HeldFact, held_facts
from inforequests.asked import AskedFact, asked_facts, holders_of
from inforequests.models import Holder
from projects.models import StateBody
from projects.seen import SeenFact, Topics, dossiers_opened, matched_topics, seen_facts

DOSSIERS = "dossiers"
MOST_RESULTS = 20
_RESULTS = frozenset({Fate.ACCEPTED, Fate.PARTLY})
_ADOPTED = frozenset({Wording.VERBATIM, Wording.PARTLY})


@dataclass(frozen=True)
class Influence:
    """The facts of one organisation and period as of the day `on`. `sent`: rows first sent in the period; `answered`: rows
    whose answer was confirmed in it, whenever they were sent. `channels`: how many sendings there were by each."""

    organisation: Organisation
    period: Period
    on: date
    seen: list[SeenFact]
    sent: list[SentFact]
    answered: list[SentFact]
    topics: Topics
    channels: dict[str, int]
    dossiers: int
    held: list[HeldFact]
    asked: list[AskedFact]
    bodies: dict[int, StateBody]
    holders: dict[int, Holder]
    results: list[SubmittedRow]
    results_in_all: int


def influence(organisation: Organisation, period: Period, on: date) -> Influence:
    """At most twelve queries, whatever there is."""
    facts = sent_facts(organisation, period)
    sent = [fact for fact in facts if period.begins_at <= fact.sent_at < period.ends_before]
    answered = [
        fact
        for fact in facts
        if fact.confirmed_at is not None and period.begins_at <= fact.confirmed_at < period.ends_before
    ]
    counted = _channels_and_dossiers(organisation, period)
    best = sorted(filter(is_result, sent), key=lambda fact: (fact.sent_at, fact.pk), reverse=True)
    return Influence(
        organisation=organisation,
        period=period,
        on=on,
        seen=seen_facts(organisation, period, on),
        sent=sent,
        answered=answered,
        topics=matched_topics(organisation),
        channels={key: number for key, number in counted.items() if key != DOSSIERS},
        dossiers=counted.get(DOSSIERS, 0),
        held=held_facts(organisation, period),
        asked=asked_facts(organisation, period, on),
        bodies=StateBody.objects.in_bulk({fact.body for fact in sent if fact.body is not None}),
        holders=holders_of(organisation),
        results=list(best_results(organisation, [fact.pk for fact in best[:MOST_RESULTS]])),
        results_in_all=len(best),
    )


def is_result(fact: SentFact) -> bool:
    """The body took it over at least in part, or our words stand in the act."""
    return fact.fate in _RESULTS or fact.wording in _ADOPTED


def _channels_and_dossiers(organisation: Organisation, period: Period) -> dict[str, int]:
    """One query for both."""
    sendings: QuerySet = submissions_in(organisation, period).order_by().values(key=F("channel"))
    opened: QuerySet = dossiers_opened(organisation, period).order_by()
    opened = opened.values(key=Value(DOSSIERS, output_field=CharField()))
    both = [rows.annotate(number=Count("pk")).values_list("key", "number") for rows in (sendings, opened)]
    return dict(both[0].union(both[1], all=True))
