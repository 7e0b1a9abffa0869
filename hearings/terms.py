"""How long the data of those who took part are kept, and from which event: reference data, made shorter by organisations."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from deadlines import queries as deadline_queries
from deadlines.calendar import Rule, due_date
from deadlines.queries import UnknownTimeLimit
from hearings.models import Hearing, RetentionTerm
from hearings.states import HearingState, Term


@dataclass(frozen=True)
class Keeping:
    """By which term, from which day, until which last day."""

    term: Term
    start_on: date
    last_on: date


class TermBook:
    """The terms as in force on a day, with what each organisation has shortened (three queries)."""

    def __init__(self, on: date) -> None:
        self.on, self.days = on, deadline_queries.calendar()
        rows = deadline_queries.time_limits(term.value for term in Term)
        self.rules: dict[Term, Rule] = {}
        for term in Term:
            limit = rows.on(term.value, on)
            if limit is None or limit.quantity is None:
                raise UnknownTimeLimit(
                    f"The time limit {term.value!r} has no length today: run manage.py load_reference."
                )
            self.rules[term] = deadline_queries.rule_of(limit)
        self._own: dict[tuple[int, str], int] = {
            (row.organisation_id, row.term): row.days for row in RetentionTerm.objects.all()
        }

    def rule(self, organisation_id: int, term: Term) -> Rule:
        """The reference rule, or the shorter one of the organisation."""
        rule, own = self.rules[term], self._own.get((organisation_id, term))
        return replace(rule, quantity=min(own, rule.quantity)) if own is not None else rule

    def own(self, organisation_id: int) -> Mapping[Term, int | None]:
        return {term: self._own.get((organisation_id, term)) for term in Term}

    def last_on(self, organisation_id: int, term: Term, start_on: date) -> date:
        return due_date(self.rule(organisation_id, term), start_on, self.days)

    def of_hearing(self, hearing: Hearing) -> Keeping:
        """How long the contact data of its participants are kept: from the approval of the minutes; from the calling off;
        else, for longer, from the hearing itself.
        """
        if hearing.minutes_approved_at is not None:
            term, start = Term.APPROVED, timezone.localdate(hearing.minutes_approved_at)
        elif hearing.state == HearingState.CANCELLED:
            off = hearing.cancelled_at or hearing.starts_at
            term, start = Term.CANCELLED, timezone.localdate(off)
        else:
            term, start = Term.UNRECORDED, hearing.ends_on
        return Keeping(term, start, self.last_on(hearing.organisation_id, term, start))

    def needs_of(self, hearing: Hearing) -> Keeping:
        last = self.last_on(hearing.organisation_id, Term.NEEDS, hearing.ends_on)
        return Keeping(Term.NEEDS, hearing.ends_on, last)
