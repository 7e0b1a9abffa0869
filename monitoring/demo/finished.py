"""The dossier of the demonstration that has gone the whole way; told day by day, with the actions that people take.

Everything is inside the transaction of the demonstration: a first start that is cut off leaves nothing half told.
"""

from amendments.actions.submission import Sending, record_submission, set_report_day
from amendments.models import AmendmentRow, AmendmentTable
from deadlines.actions import close_deadline
from hearings.actions import follow_up
from hearings.models import Hearing
from inforequests.actions.evaluation import Judged, judge_items
from inforequests.actions.events import Happening, record_event
from inforequests.actions.facts import Noted, note_fact
from inforequests.actions.issuing import issue_request
from inforequests.actions.requests import write_ready_request
from inforequests.models import InfoRequest
from inforequests.states import Channel as AskedBy
from inforequests.states import Completeness, EventKind, ReadyText
from monitoring.demo import answers
from monitoring.demo.amendments import approved, write_row, written
from monitoring.demo.finished_hearing import hold, publish_minutes, write_letter
from monitoring.demo.page import demo_page
from monitoring.demo.story import Story, finish, make_documents, tasks_of
from projects.actions import dossiers, road_map, topics
from projects.actions.ingest import ingest_cards
from projects.models import Dossier, DraftAct, Source, WatchTopic
from projects.portal import merge_cards, parse_list
from projects.states import Priority, RoadMapDirection, RoadMapPart, TaskState

FIRST_NUMBER = 990300001


def see(story: Story, source: Source, topic: WatchTopic) -> None:
    """The topic is there first; then the portal posts the draft, and it is found."""
    seen_at = story.at(75, 9, 20)
    topics.save_topic(topic, actor=story.head, at=story.at(80, 10), on=story.day(80))
    number = story.facts["portal_id"]
    kk, ru = (
        parse_list(
            demo_page(language, story.on, story.days, seen_on=story.day(75), only=number), language
        ).cards
        for language in ("kk", "ru")
    )
    ingest_cards(source, merge_cards(kk, ru), at=seen_at, on=story.day(75))
    draft = DraftAct.objects.get(portal_id=number)
    topics.match_drafts([draft.pk], at=seen_at, on=story.day(75), quiet=True)


def take_part(story: Story) -> Dossier:
    """From the decision to take part to the sending of the table on the last day but one of the discussion."""
    at, head = story.at(74, 10), story.head
    dossier = dossiers.open_dossier(
        DraftAct.objects.get(portal_id=story.facts["portal_id"]),
        organisation=story.organisation,
        owner=story.lawyer,
        actor=head,
        on=story.day(74),
        at=at,
        priority=Priority.HIGH,
    )
    backwards = RoadMapDirection.BACKWARDS
    road_map.plan_road_map(dossier, direction=backwards, actor=head, on=story.day(74), at=at)
    finish(dossier, story.facts["finished"][:1], head, story.at(74, 16))
    asked = _ask(story, dossier)
    answers.assess(dossier, story.facts["assessment"], story.lawyer, story.at(73, 11))
    hearing = hold(story, dossier)
    _answered(story, asked)
    table = written(dossier, story.facts | {"row": story.facts["row"][:3]}, story.lawyer, story.at(70, 12))
    publish_minutes(story, hearing)
    _send(story, table, hearing)
    write_letter(story, hearing)
    return dossier


# --- The request ------------------------------------------------------------------------------------------------------


def _ask(story: Story, dossier: Dossier) -> InfoRequest:
    """The full draft was not on the portal; it is asked for on the second day."""
    asked = write_ready_request(dossier, ReadyText.FULL_DRAFT, actor=story.lawyer, at=story.at(74, 15))
    assert asked is not None, "the draft names its body"
    on, path = story.day(73), f"/requests/{asked.pk}/"
    issue_request(asked, seen=asked.version, path=path, actor=story.lawyer, at=story.at(73, 9))
    make_documents(story.at(73, 9, 5))
    asked.refresh_from_db()
    sent = Happening(EventKind.SENT, on, channel=AskedBy.OTINISH)
    record_event(asked, sent, actor=story.lawyer, at=story.at(73, 9, 30))
    return asked


def _answered(story: Story, asked: InfoRequest) -> None:
    """All of it came, was judged, and figures were taken out of it."""
    facts, on = story.facts["request"], story.day(69)
    answer = Happening(EventKind.ANSWERED, on, number="ЖТ-2/69", note=facts["note"])
    record_event(asked, answer, actor=story.lawyer, at=story.at(69, 11))
    judged = {item.number: Judged(Completeness.FULL) for item in asked.items.all()}
    judge_items(asked, judged, actor=story.lawyer, at=story.at(69, 12))
    for kk, ru, value, unit in facts["facts"]:
        note_fact(asked, Noted(kk, ru, value, unit), None, actor=story.lawyer, at=story.at(69, 12, 30))
    record_event(asked, Happening(EventKind.CLOSED, on), actor=story.lawyer, at=story.at(69, 13))


# --- The table --------------------------------------------------------------------------------------------------------


def _send(story: Story, table: AmendmentTable, hearing: Hearing) -> None:
    """The hearing's proposal becomes the last row; the table is approved in the evening and sent the next morning."""
    follow_up.to_amendments(hearing, actor=story.head, on=story.day(61), at=story.at(61, 10, 30))
    row = AmendmentRow.objects.select_related("table__organisation").filter(table=table).order_by("id").last()
    assert row is not None, "the hearing proposed one"
    write_row(row, story.facts["row"][3], story.lawyer, story.at(61, 12))
    table.refresh_from_db()
    approved(table, story.lawyer, story.head, story.at(61, 17))
    numbers = tuple(str(FIRST_NUMBER + place) for place in range(len(story.facts["row"])))
    at = story.at(60, 11)
    sent = record_submission(table, Sending("portal", at, numbers=numbers), actor=story.lawyer, at=at)
    if sent.receipt_deadline is not None:
        close_deadline(sent.receipt_deadline, actor=story.lawyer, at=story.at(60, 12))
    set_report_day(sent, story.day(53), actor=story.lawyer, on=story.day(60), at=at)
    answers.answer(table, story.facts["row"], story.lawyer, story.at(52, 10))


def end_road_map(story: Story, dossier: Dossier) -> None:
    """What did not close by itself: plan B was not needed."""
    for task in tasks_of(dossier):
        if task.state in (TaskState.OPEN, TaskState.RESERVE):
            if task.part == RoadMapPart.PLAN_B:
                road_map.skip_task(task, story.facts["no_plan_b"], actor=story.head, at=story.at(51, 10))
            else:
                road_map.finish_task(task, actor=story.head, at=story.at(51, 10))
