"""The hearing of the finished dossier: announced, held, its minutes published and sent."""

from datetime import timedelta

from amendments.states import Channel
from correspondence.documents import Mode, Text
from hearings.actions import follow_up, minutes, stakeholders
from hearings.models import Hearing, MinutesLetter
from hearings.states import LetterTo
from monitoring.demo.minutes import announce, recorded
from monitoring.demo.story import Story, finish, make_documents
from projects.models import Dossier


def hold(story: Story, dossier: Dossier) -> Hearing:
    facts = story.facts["hearing"]
    begun = story.at(73, 14)
    hearing = announce(dossier, facts, (story.head, story.secretary), story.day(62), begun)
    for entry in facts["stakeholder"]:
        new = stakeholders.new_stakeholder(story.organisation, begun)
        row = stakeholders.save_stakeholder(
            new, {"contact": "", "note": "", **entry}, actor=story.head, at=begun
        )
        stakeholders.choose(hearing, [row], actor=story.head, at=begun)
    finish(dossier, story.facts["finished"][1:], story.secretary, story.at(64, 12))
    recorded(hearing, facts["person"], story.head)
    return hearing


def publish_minutes(story: Story, hearing: Hearing) -> None:
    """Written on the evening of the hearing, commented on, approved and published on the day after it."""
    facts, evening = story.facts["hearing"], story.at(62, 19)
    day, next_day = story.day(62), story.day(61)
    minutes.write_minutes(hearing, facts["texts"], None, seen=0, actor=story.secretary, on=day, at=evening)
    minutes.start_round(hearing, [story.lawyer], next_day, actor=story.secretary, on=day, at=evening)
    minutes.comment(hearing, facts["remark"], actor=story.lawyer, on=day, at=evening + timedelta(hours=1))
    minutes.comment(hearing, "", actor=story.head, on=day, at=evening + timedelta(hours=2))
    remark = hearing.written_minutes.comments.select_related("minutes__hearing").get(minutes__hearing=hearing)
    minutes.settle(remark, is_settled=True, actor=story.secretary, on=next_day, at=story.at(61, 9))
    minutes.approve(hearing, actor=story.head, on=next_day, at=story.at(61, 9, 30))
    make_documents(story.at(61, 9, 40))
    minutes.publish(hearing, actor=story.head, on=next_day, at=story.at(61, 10))


def write_letter(story: Story, hearing: Hearing) -> None:
    """The minutes go to the public council, which replies."""
    at, on, actor, reply = story.at(60, 14), story.day(60), story.secretary, story.facts["reply"]
    council = Text(reply["council_kk"], reply["council_ru"])
    letter = follow_up.write_letter(hearing, LetterTo.COUNCIL, council, Mode.BOTH, actor=actor, on=on, at=at)
    make_documents(at + timedelta(minutes=5))
    sent = follow_up.Dispatch(on, Channel.E_OTINISH, reply_on=story.day(45))
    follow_up.record_dispatch(_fresh(letter), sent, actor=actor, on=on, at=at + timedelta(minutes=20))
    said, replied, at = f"{reply['kk']} / {reply['ru']}", story.day(50), story.at(50, 11)
    follow_up.record_reply(_fresh(letter), replied, said, actor=actor, on=replied, at=at)


def _fresh(letter: MinutesLetter) -> MinutesLetter:
    along = ("order__issued", "minutes__hearing__organisation", "reply_deadline__organisation")
    return MinutesLetter.objects.select_related(*along).get(pk=letter.pk)
