"""Votes: declared, counted, closed. What cannot be is refused; what comes of it is computed."""

from django.core.exceptions import ValidationError
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from hearings.actions.entries import Step, item_at, row_of
from hearings.actions.log import log
from hearings.models import CheckIn, NamedVote, Proposal, Vote
from hearings.states import Choice, VoteWay
from hearings.vote_count import Tally, is_possible

DECLARED = ("question_kk", "question_ru", "way", "rule", "base", "quorum")


def declare_vote(step: Step) -> None:
    """Say what is voted on and how it is counted, before anybody votes.

    ValidationError: there is no question, or another vote is going on.
    """
    facts, hearing = step.facts, step.hearing
    proposal = row_of(step, Proposal.objects.all(), "proposal") if facts.get("proposal") else None
    if not (facts["question_kk"] or facts["question_ru"] or proposal):
        raise ValidationError({"question_kk": _("Write the question.")}, code="required")
    votes = Vote.objects.filter(hearing=hearing)
    if votes.filter(closed_at__isnull=True, dropped_at__isnull=True).exists():
        raise ValidationError(_("Another vote is going on: close it first."), code="going_on")
    number = (votes.aggregate(last=Max("number"))["last"] or 0) + 1
    Vote.objects.create(
        hearing=hearing,
        organisation=hearing.organisation,
        entry_key=step.entry.entry_key,
        number=number,
        proposal=proposal,
        item=item_at(hearing, step.made_at),
        declared_at=step.made_at,
        **{name: facts[name] for name in DECLARED},
    )
    log(hearing, "record.vote_declared", actor=step.actor, at=step.at, number=number)


def cast_vote(step: Step) -> None:
    """Write down how one of those present voted, in a vote by name; the last word of a person counts.

    ValidationError: the vote is not by name, or is closed.
    """
    vote = row_of(step, Vote.objects.all(), "vote")
    if vote.way != VoteWay.NAMED:
        raise ValidationError(_("This vote is not by name."), code="not_named")
    _require_open(vote)
    voter = row_of(step, CheckIn.objects.all(), "check_in")
    NamedVote.objects.update_or_create(
        vote=vote, check_in=voter, defaults={"choice": Choice(step.facts["choice"])}
    )


def tally_of(vote: Vote) -> Tally | None:
    """The counts of a vote: of one by name, from the names; None while nothing has been counted."""
    if vote.way == VoteWay.NAMED:
        counted = dict(NamedVote.objects.filter(vote=vote).values_list("choice").annotate(n=Count("pk")))
        return Tally(*(counted.get(choice.value, 0) for choice in Choice))
    if vote.votes_for is None:
        return None
    return Tally(vote.votes_for, vote.votes_against or 0, vote.votes_abstained or 0, vote.votes_spoilt)


def close_vote(step: Step) -> None:
    """Close the vote with its counts; with `again`, put right those of a closed one.

    ValidationError: more votes than people present; it is closed already with other counts, or was called off.
    """
    facts, vote = step.facts, row_of(step, Vote.objects.all(), "vote")
    is_named, present = vote.way == VoteWay.NAMED, facts["present"]
    counted = tally_of(vote) if is_named else _counted(step)
    if counted is None or not is_possible(counted, present):
        voting = counted.voting if counted else 0
        message = _("%(votes)s votes, but %(present)s present: count again.") % {
            "votes": voting,
            "present": present,
        }
        raise ValidationError(message, code="impossible")
    if vote.closed_at is not None:
        if vote.present == present and tally_of(vote) == counted:
            return
        if not facts.get("again"):
            raise ValidationError(_("This vote is closed already."), code="closed")
    else:
        _require_open(vote)
    kept = {} if is_named else _columns(counted)
    closed_at = vote.closed_at or max(vote.declared_at, step.made_at)
    Vote.objects.filter(pk=vote.pk).update(present=present, closed_at=closed_at, **kept)
    verb = "record.vote_counted_again" if vote.closed_at else "record.vote_closed"
    said = {"in_favour": counted.in_favour, "against": counted.against, "abstained": counted.abstained}
    log(step.hearing, verb, actor=step.actor, at=step.at, number=vote.number, **said)


def _counted(step: Step) -> Tally:
    """ValidationError: a count is missing."""
    facts = step.facts
    if any(facts.get(name) is None for name in ("votes_for", "votes_against", "votes_abstained")):
        raise ValidationError(_("Write how many voted for, against and abstained."), code="required")
    return Tally(
        facts["votes_for"], facts["votes_against"], facts["votes_abstained"], facts.get("votes_spoilt") or 0
    )


def _columns(tally: Tally) -> dict[str, int]:
    return {
        "votes_for": tally.in_favour,
        "votes_against": tally.against,
        "votes_abstained": tally.abstained,
        "votes_spoilt": tally.spoilt,
    }


def drop_vote(step: Step) -> None:
    """Call a vote off that was declared by mistake. ValidationError: it is closed."""
    vote = row_of(step, Vote.objects.all(), "vote")
    if vote.dropped_at is not None:
        return
    _require_open(vote)
    Vote.objects.filter(pk=vote.pk).update(dropped_at=step.made_at)
    log(step.hearing, "record.vote_dropped", actor=step.actor, at=step.at, number=vote.number)


def _require_open(vote: Vote) -> None:
    if vote.closed_at is not None:
        raise ValidationError(_("This vote is closed already."), code="closed")
    if vote.dropped_at is not None:
        raise ValidationError(_("This vote was called off."), code="dropped")
