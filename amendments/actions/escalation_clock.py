"""The clock of the reply to an escalation letter: by the rule of the law, else by a person."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from amendments.actions.escalation import escalation_path, log_letter
from amendments.models import Escalation
from amendments.states import EscalationState, EscalationTo
from common.states import IllegalMove
from deadlines import actions as deadline_actions
from deadlines import queries as deadline_queries
from deadlines.actions import Words
from deadlines.calendar import compute
from deadlines.models import Deadline, TimeLimit
from deadlines.states import DateSource, DeadlineState
from projects.actions.discussion import about
from projects.models import DossierDate

# Where the rule has no number, as nobody knows it, a person sets the day.
REPLY_RULES = {
    EscalationTo.PUBLIC_COUNCIL: "public_council.letter_reply",
    EscalationTo.AUTHORISED_BODY: "application.answer",
    EscalationTo.OTHER: "application.answer",
}
WAIT_FOR = {
    EscalationTo.PUBLIC_COUNCIL: Words(
        "Қоғамдық кеңестің жауабын алу", "Получить ответ общественного совета"
    ),
    EscalationTo.AUTHORISED_BODY: Words(
        "Уәкілетті органның жауабын алу", "Получить ответ уполномоченного органа"
    ),
    EscalationTo.OTHER: Words("Жолданған хатқа жауап алу", "Получить ответ на направленное письмо"),
}


def reply_rule(escalation: Escalation, on: date) -> TimeLimit | None:
    """The rule of the addressee's reply in force on `on`, perhaps without a number of days."""
    code = REPLY_RULES[EscalationTo(escalation.to)]
    return deadline_queries.time_limits([code]).on(code, on)


def open_clock(
    escalation: Escalation,
    *,
    actor: User,
    on: date,
    at: datetime,
    limit: TimeLimit | None = None,
    start_on: date | None = None,
    due_on: date | None = None,
) -> Deadline:
    dossier = escalation.table.dossier
    clock = deadline_actions.open_deadline(
        organisation=escalation.organisation,
        kind="escalation.reply",
        label=WAIT_FOR[EscalationTo(escalation.to)],
        about=about(dossier),
        path=escalation_path(escalation),
        limit=limit,
        start_on=start_on,
        due_on=due_on,
        source=DateSource.OWN,
        responsible=dossier.owner or actor,
        on=on,
        at=at,
    )
    DossierDate.objects.create(dossier=dossier, deadline=clock)
    Escalation.objects.filter(pk=escalation.pk).update(reply_deadline=clock)
    escalation.reply_deadline = clock
    return clock


@transaction.atomic
def set_reply_day(escalation: Escalation, due_on: date, *, actor: User, on: date, at: datetime) -> None:
    """The day on which a person wants the reply, instead of the rule's or where there is none.

    ValidationError: the day has passed. IllegalMove: the letter does not wait for a reply.
    """
    if due_on < on:
        raise ValidationError({"due_on": _("This day has passed.")}, code="past")
    clock = waiting(escalation).reply_deadline
    if clock is None or clock.state != DeadlineState.OPEN:
        open_clock(escalation, actor=actor, on=on, at=at, due_on=due_on)
    elif clock.due_on == due_on:
        return
    else:
        deadline_actions.move_deadline(
            clock, due_on, on=on, at=at, reason="person", actor=actor, source=DateSource.OWN
        )
        escalation.reply_deadline = clock
    log_letter(escalation, "escalation.reply_day_set", actor=actor, at=at, day=due_on.isoformat())


def count_anew(clock: Deadline | None, start_on: date | None, *, actor: User, on: date, at: datetime) -> None:
    """A clock that a rule counts runs from another day; one that a person has set stays."""
    if clock is None or clock.state != DeadlineState.OPEN or clock.time_limit is None or start_on is None:
        return
    computation = compute(deadline_queries.rule_of(clock.time_limit), start_on, deadline_queries.calendar())
    if clock.due_on != computation.due_on:
        deadline_actions.move_deadline(
            clock,
            computation.due_on,
            on=on,
            at=at,
            reason="person",
            actor=actor,
            computation=computation,
            start_on=start_on,
        )


def waiting(escalation: Escalation) -> Escalation:
    """The row as it is now, held until the end of the transaction."""
    rows = Escalation.objects.select_for_update(of=("self",))
    along = rows.select_related(
        "reply_deadline", "reply_deadline__time_limit", "reply_deadline__organisation"
    )
    fresh = along.get(pk=escalation.pk)
    if fresh.state != EscalationState.SENT:
        raise IllegalMove(_("This step is not possible in the present state."), code="illegal_move")
    return fresh
