"""The hearing of the demonstration: announced, with an agenda, people invited and people registered."""

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import Organisation, User
from deadlines import queries as deadline_queries
from hearings.actions import agenda, announcing, checklist, planning, registration, stakeholders
from hearings.actions.registration import Application
from hearings.models import Hearing
from hearings.states import Attendance, Format, NeedKind, Purpose, Risk, RuleSet
from projects.models import Dossier

FILE = Path(__file__).with_name("hearings.toml")
IN_CALENDAR_DAYS = 16  # enough for the notice that good practice asks for
ROOM = 2  # so that the last who came waits
AFTERNOON = time(15)


def hold_hearing(
    organisation: Organisation, dossier: Dossier, head: User, secretary: User, at: datetime
) -> Hearing:
    with FILE.open("rb") as file:
        facts = tomllib.load(file)
    on = deadline_queries.day_of(at)
    hearing = planning.plan_hearing(
        organisation, _plan(facts, head, secretary, at), dossier=dossier, actor=head, on=on, at=at
    )
    agenda.take_usual_agenda(hearing, actor=head, at=at)
    for risk in (Risk.PURPOSE, Risk.MINIMUM, Risk.CONSENT, Risk.NO_COPIES):
        checklist.tick(hearing, risk, is_done=True, actor=head, at=at)
    for entry in facts["stakeholder"]:
        new = stakeholders.new_stakeholder(organisation, at)
        row = stakeholders.save_stakeholder(new, {"contact": "", "note": "", **entry}, actor=head, at=at)
        stakeholders.choose(hearing, [row], actor=head, at=at)
    texts = {name: facts.get(name, "") for name in announcing.ANNOUNCED}
    texts |= {"draft_url": hearing.draft_url, "seats_room": ROOM, "seats_online": None}
    announcing.change_announcement(hearing, texts, {}, actor=head, at=at)
    planning.announce_hearing(hearing, actor=head, on=on, at=at)
    for number, person in enumerate(facts["participant"]):
        _register(hearing, number, person, at)
    return hearing


def _plan(facts: dict[str, Any], head: User, secretary: User, at: datetime) -> dict[str, Any]:
    day = deadline_queries.calendar().roll_forward(deadline_queries.day_of(at) + timedelta(IN_CALENDAR_DAYS))
    return {
        **{name: facts.get(name, "") for name in planning.PLANNED},
        "rule_set": RuleSet.ORDINARY,
        "format": Format.HYBRID,
        "starts_at": timezone.make_aware(datetime.combine(day, AFTERNOON)),
        "minutes": 120,
        "moderator": head,
        "secretary": secretary,
        "documents_on": None,
        "announced_on": None,
    }


def _register(hearing: Hearing, number: int, person: dict[str, Any], at: datetime) -> None:
    language = person.get("language", "kk")
    application = Application(
        name=person["name"],
        email=person["email"],
        language=language,
        attendance=Attendance(person["attendance"]),
        shown_in=language,
        purposes=[Purpose(purpose) for purpose in person["purposes"]],
        represents=person.get("represents", ""),
        needs={NeedKind(kind): "" for kind in person.get("needs", [])},
    )
    key = registration.key_of_form(f"demo:{hearing.pk}:{number}")
    registration.confirm(registration.register(hearing, application, form_key=key, at=at), at=at)
