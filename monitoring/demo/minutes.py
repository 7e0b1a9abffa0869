"""The hearing of the demonstration that was held: its record, its minutes up to their publishing, what followed them."""

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from accounts.models import User
from correspondence.documents import Mode, Text
from correspondence.issuing import claim, make
from deadlines import queries as deadline_queries
from hearings.actions import agenda, announcing, checklist, follow_up, minutes, planning, registration
from hearings.actions.entries import Entry
from hearings.actions.record import write
from hearings.actions.registration import Application
from hearings.models import AgendaItem, Hearing, Minutes
from hearings.states import Attendance, EntryKind, Format, LetterTo, MinutesState, Purpose, Risk, RuleSet
from projects.models import Dossier

FILE = Path(__file__).with_name("minutes.toml")
PLANNED, HELD, COMMENTED = timedelta(18), timedelta(4), timedelta(3)
PRESENT = 18
BEGINS = time(15, 4)
NOTHING = {
    "question_kk": "",
    "question_ru": "",
    "way": "hands",
    "rule": "majority",
    "base": "voting",
    "quorum": 10,
}


def hold_past_hearing(dossier: Dossier, head: User, secretary: User, lawyer: User, at: datetime) -> Hearing:
    """Held some days ago, its minutes commented on and approved; `finish` does what waits for their number."""
    with FILE.open("rb") as file:
        facts = tomllib.load(file)
    hearing = announce(dossier, facts, (head, secretary), deadline_queries.day_of(at - HELD), at - PLANNED)
    recorded(hearing, facts["person"], head)
    told = at - COMMENTED
    on = deadline_queries.day_of(told)
    minutes.write_minutes(hearing, facts["texts"], None, seen=0, actor=secretary, on=on, at=told)
    until = deadline_queries.day_of(at)
    minutes.start_round(hearing, [lawyer], until, actor=secretary, on=on, at=told)
    minutes.comment(hearing, facts["remark"], actor=lawyer, on=on, at=told + timedelta(hours=2))
    minutes.comment(hearing, "", actor=head, on=on, at=told + timedelta(hours=3))
    written = Minutes.objects.get(hearing=hearing)
    remark = written.comments.select_related("minutes__hearing").get()
    minutes.settle(remark, is_settled=True, actor=secretary, on=on, at=told + timedelta(hours=4))
    minutes.approve(hearing, actor=head, on=deadline_queries.day_of(at), at=at)
    return hearing


def finish(at: datetime) -> None:
    """Outside a transaction: the minutes get their number and are published, proposals become amendments. The letter that
    goes with them is left to the worker.
    """
    order = claim(at)
    if order is None or not make(order):
        return
    found = Minutes.objects.filter(state=MinutesState.APPROVED).select_related("hearing__moderator").first()
    if found is None or found.hearing.moderator is None or found.issued is None:
        return
    hearing, when = (
        Hearing.objects.select_related("organisation", "dossier__draft").get(pk=found.hearing_id),
        timezone.now(),
    )
    on, actor = deadline_queries.day_of(when), found.hearing.moderator
    minutes.publish(hearing, actor=actor, on=on, at=when)
    follow_up.to_amendments(hearing, actor=actor, on=on, at=when)
    follow_up.write_letter(hearing, LetterTo.BODY, Text(), Mode.BOTH, actor=actor, on=on, at=when)


def announce(
    dossier: Dossier, facts: dict[str, Any], people: tuple[User, User], day: date, begun: datetime
) -> Hearing:
    """A hearing for the `day`, planned and announced at the moment `begun`; those with an e-mail sign up the next day."""
    head, secretary = people
    plan = {
        **{name: facts.get(name, "") for name in planning.PLANNED},
        "rule_set": RuleSet.ORDINARY,
        "format": Format.IN_PERSON,
        "starts_at": timezone.make_aware(datetime.combine(day, time(15))),
        "minutes": 120,
        "moderator": head,
        "secretary": secretary,
        "documents_on": None,
        "announced_on": None,
    }
    on = deadline_queries.day_of(begun)
    hearing = planning.plan_hearing(dossier.organisation, plan, dossier=dossier, actor=head, on=on, at=begun)
    agenda.take_usual_agenda(hearing, actor=head, at=begun)
    for risk in Risk:
        checklist.tick(hearing, risk, is_done=True, actor=head, at=begun)
    texts = {name: facts.get(name, "") for name in announcing.ANNOUNCED}
    texts |= {"draft_url": hearing.draft_url, "seats_room": 40, "seats_online": None}
    announcing.change_announcement(hearing, texts, {}, actor=head, at=begun)
    planning.announce_hearing(hearing, actor=head, on=on, at=begun)
    for number, person in enumerate(facts["person"]):
        if "email" in person:
            _register(hearing, number, person, begun + timedelta(days=1))
    return hearing


def _register(hearing: Hearing, number: int, person: dict[str, Any], at: datetime) -> None:
    application = Application(
        name=person["name"],
        email=person["email"],
        language=person["language"],
        attendance=Attendance.ROOM,
        shown_in=person["language"],
        purposes=[Purpose(purpose) for purpose in person["purposes"]],
        represents=person["represents"],
    )
    key = registration.key_of_form(f"demo:{hearing.pk}:{number}")
    registration.confirm(registration.register(hearing, application, form_key=key, at=at), at=at)


class Clerk:
    """Writes entries one after the other, each some minutes later than the last."""

    def __init__(self, hearing: Hearing, actor: User) -> None:
        self.hearing, self.actor = hearing, actor
        self.at = timezone.make_aware(datetime.combine(hearing.starts_on, BEGINS))

    def note(self, kind: EntryKind, minutes: int = 1, **facts: Any) -> UUID:
        key, self.at = uuid4(), self.at + timedelta(minutes=minutes)
        write(self.hearing, Entry(kind, key, facts, self.at), actor=self.actor, at=self.at)
        return key


def recorded(hearing: Hearing, people: list[dict[str, Any]], head: User) -> None:
    clerk, registered = Clerk(hearing, head), {row.name: row.pk for row in hearing.registrations.all()}
    clerk.note(EntryKind.OPEN)
    for person in people:
        ticks = {name: person.get(name, False) for name in ("is_official", "has_signed", "may_be_named")}
        clerk.note(
            EntryKind.CHECK_IN,
            0,
            name=person["name"],
            represents=person["represents"],
            registration=registered.get(person["name"]),
            **ticks,
        )
    items = list(AgendaItem.objects.filter(hearing=hearing).order_by("order"))
    for item in items[:3]:
        clerk.note(EntryKind.ITEM_START, 1, item=item.pk)
        clerk.at += timedelta(minutes=item.minutes)
    clerk.note(EntryKind.ITEM_START, 1, item=items[3].pk)
    proposals = [(_spoken(clerk, person), person) for person in people if "thesis" in person]
    clerk.note(EntryKind.ITEM_START, 10, item=items[4].pk)
    for proposal, person in proposals:
        if proposal is not None:
            _voted(clerk, proposal, person["votes"])
    clerk.note(EntryKind.ITEM_START, 2, item=items[5].pk)
    clerk.note(EntryKind.CLOSE, 8)


def _spoken(clerk: Clerk, person: dict[str, Any]) -> UUID | None:
    """Three minutes with the floor; what was proposed meanwhile gets its number."""
    turn = clerk.note(EntryKind.TURN_ADD, 1, name=person["name"])
    clerk.note(EntryKind.TURN_START, 1, turn=turn)
    proposal = None
    if "proposal" in person:
        said = {"text": person["proposal"], "norm": person["norm"], "language": person["language"]}
        proposal = clerk.note(EntryKind.PROPOSAL_ADD, 2, name=person["name"], **said)
    clerk.note(EntryKind.TURN_END, 1, turn=turn)
    thesis = {"thesis": person["thesis"], "language": person["language"], "seen": 1}
    clerk.note(EntryKind.TURN_WRITE, 0, turn=turn, **thesis)
    return proposal


def _voted(clerk: Clerk, proposal: UUID, counts: list[int]) -> None:
    vote = clerk.note(EntryKind.VOTE_DECLARE, 2, proposal=proposal, **NOTHING)
    names = ("votes_for", "votes_against", "votes_abstained")
    clerk.note(EntryKind.VOTE_CLOSE, 3, vote=vote, present=PRESENT, **dict(zip(names, counts, strict=True)))
