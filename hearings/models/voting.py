"""Votes at a hearing. They are advisory: what they bind nobody to is still what the hall thinks."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from hearings.models.hearing import AgendaItem, Hearing, in_reader_language
from hearings.models.record import CheckIn, Proposal
from hearings.states import Choice, VoteBase, VoteRule, VoteWay


class Vote(models.Model):
    """A question put to the vote: how it is counted is declared before anybody votes.

    `number`: the order in which votes were declared. `quorum`: how many have to be present; 0 for none. `present`: how
    many were there when it was counted. `votes_…` are counted by hand or from the box and empty until then; of a vote
    by name they stay empty, because NamedVote says it. `votes_spoilt`: ballots from the box that say nothing. The result is
    computed (hearings.vote_count, hearings.board.votes_of). `dropped_at`: called off before it was counted.
    """

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="votes")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    entry_key = models.UUIDField(default=uuid.uuid4)
    number = models.PositiveIntegerField()
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, related_name="+")
    proposal = models.ForeignKey(Proposal, on_delete=models.SET_NULL, null=True, related_name="votes")
    question_kk = models.TextField(blank=True)
    question_ru = models.TextField(blank=True)
    way = models.CharField(max_length=8, choices=VoteWay, default=VoteWay.HANDS)
    rule = models.CharField(max_length=12, choices=VoteRule, default=VoteRule.MAJORITY)
    base = models.CharField(max_length=8, choices=VoteBase, default=VoteBase.VOTING)
    quorum = models.PositiveIntegerField(default=0)
    declared_at = models.DateTimeField()
    present = models.PositiveIntegerField(null=True)
    votes_for = models.PositiveIntegerField(null=True)
    votes_against = models.PositiveIntegerField(null=True)
    votes_abstained = models.PositiveIntegerField(null=True)
    votes_spoilt = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hearing", "entry_key"], name="vote_key_once"),
            models.UniqueConstraint(fields=["hearing", "number"], name="vote_number_once"),
            models.UniqueConstraint(
                fields=["hearing"],
                condition=Q(closed_at__isnull=True, dropped_at__isnull=True),
                name="vote_one_going_on",
            ),
            models.CheckConstraint(condition=Q(way__in=VoteWay.values), name="vote_way"),
            models.CheckConstraint(condition=Q(rule__in=VoteRule.values), name="vote_rule"),
            models.CheckConstraint(condition=Q(base__in=VoteBase.values), name="vote_base"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(present__isnull=False, dropped_at__isnull=True),
                name="vote_closed_has_present",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | Q(way=VoteWay.NAMED)
                | Q(votes_for__isnull=False, votes_against__isnull=False, votes_abstained__isnull=False),
                name="vote_closed_is_counted",
            ),
            models.CheckConstraint(
                condition=Q(votes_for__isnull=True)
                | Q(
                    present__gte=F("votes_for")
                    + F("votes_against")
                    + F("votes_abstained")
                    + F("votes_spoilt")
                ),
                name="vote_sum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hearing_id} {self.number}"

    @property
    def question(self) -> str:
        return in_reader_language(self.question_kk, self.question_ru)


class NamedVote(models.Model):
    """How one of those present voted, in a vote by name."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="named")
    check_in = models.ForeignKey(CheckIn, on_delete=models.RESTRICT, related_name="votes")
    choice = models.CharField(max_length=10, choices=Choice)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vote", "check_in"], name="named_vote_once"),
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="named_vote_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.vote_id}/{self.check_in_id}"
