from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.states import Moves


class HearingState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("hearing", "planned")
    ANNOUNCED = "announced", pgettext_lazy("hearing", "announced")
    OPEN = "open", pgettext_lazy("hearing", "going on")
    HELD = "held", pgettext_lazy("hearing", "held")
    CANCELLED = "cancelled", pgettext_lazy("hearing", "cancelled")


# What was announced and then cancelled stays so: people were told. What was held may be opened again to mend the record.
HEARING_MOVES: Moves = {
    HearingState.PLANNED: frozenset({HearingState.ANNOUNCED, HearingState.CANCELLED}),
    HearingState.ANNOUNCED: frozenset({HearingState.OPEN, HearingState.CANCELLED}),
    HearingState.OPEN: frozenset({HearingState.HELD}),
    HearingState.HELD: frozenset({HearingState.OPEN}),
    HearingState.CANCELLED: frozenset({HearingState.PLANNED}),
}
# The public knows of it, and it takes or took place.
PUBLIC = frozenset({HearingState.ANNOUNCED, HearingState.OPEN, HearingState.HELD})
BEGUN = frozenset({HearingState.OPEN, HearingState.HELD})


class Format(models.TextChoices):
    IN_PERSON = "in_person", pgettext_lazy("hearing", "in person")
    ONLINE = "online", pgettext_lazy("hearing", "online")
    HYBRID = "hybrid", pgettext_lazy("hearing", "in person and online")


WITH_ROOM = frozenset({Format.IN_PERSON, Format.HYBRID})
WITH_ONLINE = frozenset({Format.ONLINE, Format.HYBRID})


class RuleSet(models.TextChoices):
    ORDINARY = "ordinary", _("ordinary hearing of an NGO")
    ENVIRONMENT = "environment", _("environmental hearing by the Ecological Code")


class StakeholderKind(models.TextChoices):
    EXPERT = "expert", _("expert")
    STATE_BODY = "state_body", _("state body")
    BUSINESS = "business", _("business")
    TARGET_GROUP = "target_group", _("target group")
    MEDIA = "media", _("media")
    OTHER = "other", pgettext_lazy("stakeholder", "other")


class Language(models.TextChoices):
    """The languages of an announcement and of letters to those who take part."""

    KAZAKH = "kk", "Қазақша"
    RUSSIAN = "ru", "Русский"


class PackKind(models.TextChoices):
    """What those who take part read beforehand: the six items of stage 3 of the methodology."""

    DRAFT = "draft", _("The draft act")
    EXPLANATORY_NOTE = "explanatory_note", _("The explanatory note")
    COMPARATIVE_TABLE = "comparative_table", _("The comparative table")
    ANALYTICAL_NOTE = "analytical_note", _("The analytical note of the organisation")
    QUESTIONS = "questions", _("Questions for discussion")
    PROPOSAL_FORM = "proposal_form", _("The form for written proposals")


class DocumentKind(models.TextChoices):
    """What is issued of a hearing (correspondence.kinds)."""

    POSTER = "hearings.poster", _("Poster of a public hearing")
    PACK_DRAFT = "hearings.pack_draft", _("Text of the draft for a public hearing")
    PACK_TABLE = "hearings.pack_table", _("Comparative table for a public hearing")
    PACK_FORM = "hearings.pack_form", _("Form for written proposals")
    MINUTES = "hearings.minutes", _("Minutes of a public hearing")
    MINUTES_LETTER = "hearings.minutes_letter", _("Letter with the minutes of a public hearing")


class Risk(models.TextChoices):
    """The legal-risk checklist of stage 1: personal data (Law 94-V) and equal access."""

    PURPOSE = (
        "purpose",
        _("The purpose of collecting participants' data is written down (Law 94-V, article 7)"),
    )
    MINIMUM = "minimum", _("Only the data that the hearing needs are asked for")
    CONSENT = (
        "consent",
        _("The texts of consent name the organisation, its BIN, the term and the list of data (article 8)"),
    )
    STORAGE = "storage", _("The data are kept in a database in Kazakhstan (article 12)")
    DESTRUCTION = "destruction", _("It is decided when the contact data are destroyed (article 18)")
    NO_COPIES = "no_copies", _("Nobody takes copies of identity documents (article 7)")
    RECORDING = "recording", _("People are told in advance of video and audio recording")
    ACCESS = "access", _("The room can be entered without steps, an interpreter is found if one is asked for")


class Attendance(models.TextChoices):
    ROOM = "room", _("in the room")
    ONLINE = "online", pgettext_lazy("attendance", "online")


class RegistrationState(models.TextChoices):
    SEATED = "seated", _("has a place")
    WAITING = "waiting", _("on the waiting list")
    CANCELLED = "cancelled", pgettext_lazy("registration", "cancelled")
    LAPSED = "lapsed", _("not confirmed in time")
    ERASED = "erased", _("data erased")


# A place may be given up for the other kind of place, and then waited for.
REGISTRATION_MOVES: Moves = {
    RegistrationState.SEATED: frozenset(
        {
            RegistrationState.WAITING,
            RegistrationState.CANCELLED,
            RegistrationState.LAPSED,
            RegistrationState.ERASED,
        }
    ),
    RegistrationState.WAITING: frozenset(
        {
            RegistrationState.SEATED,
            RegistrationState.CANCELLED,
            RegistrationState.LAPSED,
            RegistrationState.ERASED,
        }
    ),
    RegistrationState.CANCELLED: frozenset({RegistrationState.ERASED}),
    RegistrationState.LAPSED: frozenset({RegistrationState.ERASED}),
}


class Purpose(models.TextChoices):
    """What a person agrees to, each by itself; only the first is needed to take part."""

    TAKING_PART = "taking_part", _("Use my data so that I can take part")
    NAMED = "named", _("Name me in the public copy of the minutes")
    RECORDED = "recorded", _("Record me on video and audio")
    CONTACTED = "contacted", _("Write to me about later hearings")


class NeedKind(models.TextChoices):
    SIGN_LANGUAGE = "sign_language", _("sign language interpreter")
    STEP_FREE = "step_free", _("way without steps")
    LARGE_PRINT = "large_print", _("materials in large print")
    OTHER = "other", pgettext_lazy("access need", "something else")


class NeedState(models.TextChoices):
    ASKED = "asked", _("asked for")
    ARRANGED = "arranged", _("arranged")
    DECLINED = "declined", _("not possible")


NEED_MOVES: Moves = {
    NeedState.ASKED: frozenset({NeedState.ARRANGED, NeedState.DECLINED}),
    NeedState.DECLINED: frozenset({NeedState.ARRANGED}),
}


class EntryKind(models.TextChoices):
    """What the moderator's screen writes into the record of a hearing."""

    OPEN = "open", _("opened the hearing")
    CLOSE = "close", _("closed the hearing")
    REOPEN = "reopen", _("opened the record again")
    ITEM_START = "item_start", _("began an item of the agenda")
    ITEM_END = "item_end", _("ended an item of the agenda")
    CHECK_IN = "check_in", _("checked a participant in")
    CHECK_IN_UNDO = "check_in_undo", _("took a check-in back")
    LEFT = "left", _("noted that a participant left or came back")
    TURN_ADD = "turn_add", _("put a speaker into the queue")
    TURN_START = "turn_start", _("gave a speaker the floor")
    TURN_END = "turn_end", _("ended a speech")
    TURN_BACK = "turn_back", _("put a speaker back into the queue")
    TURN_MOVE = "turn_move", _("changed the order of speakers")
    TURN_DROP = "turn_drop", _("took a speaker out of the queue")
    TURN_WRITE = "turn_write", _("wrote down a speech")
    PROPOSAL_ADD = "proposal_add", _("wrote down a proposal")
    PROPOSAL_WRITE = "proposal_write", _("mended a proposal")
    PROPOSAL_STATE = "proposal_state", _("withdrew, struck out or restored a proposal")
    VOTE_DECLARE = "vote_declare", _("declared a vote")
    VOTE_CAST = "vote_cast", _("wrote down a person's vote")
    VOTE_CLOSE = "vote_close", _("closed a vote")
    VOTE_DROP = "vote_drop", _("called a vote off")


class Origin(models.TextChoices):
    """How a proposal reached the hearing."""

    HALL = "hall", _("said at the hearing")
    WRITING = "writing", _("in writing beforehand")


class ProposalState(models.TextChoices):
    STANDING = "standing", pgettext_lazy("proposal", "stands")
    WITHDRAWN = "withdrawn", _("withdrawn by the author")
    STRUCK = "struck", _("struck out: written down by mistake")


PROPOSAL_MOVES: Moves = {
    ProposalState.STANDING: frozenset({ProposalState.WITHDRAWN, ProposalState.STRUCK}),
    ProposalState.WITHDRAWN: frozenset({ProposalState.STANDING}),
    ProposalState.STRUCK: frozenset({ProposalState.STANDING}),
}


class VoteWay(models.TextChoices):
    HANDS = "hands", _("by show of hands")
    NAMED = "named", _("by name")
    SECRET = "secret", _("by secret ballot")


class VoteRule(models.TextChoices):
    MAJORITY = "majority", _("simple majority: more than half")
    TWO_THIRDS = "two_thirds", _("two thirds or more")
    CONSENSUS = "consensus", _("consensus: nobody against")


class VoteBase(models.TextChoices):
    """Of whom the rule is counted."""

    VOTING = "voting", _("of those who vote")
    PRESENT = "present", _("of those present")


class VoteResult(models.TextChoices):
    """Computed from the counts, never stored."""

    ADOPTED = "adopted", pgettext_lazy("vote", "adopted")
    NOT_ADOPTED = "not_adopted", pgettext_lazy("vote", "not adopted")
    NO_QUORUM = "no_quorum", pgettext_lazy("vote", "no quorum")


class Choice(models.TextChoices):
    FOR = "for", pgettext_lazy("vote", "for")
    AGAINST = "against", pgettext_lazy("vote", "against")
    ABSTAINED = "abstained", pgettext_lazy("vote", "abstained")


class ArchiveState(models.TextChoices):
    """The ZIP of a participant pack, made by the worker."""

    WAITING = "waiting", _("being made")
    READY = "ready", pgettext_lazy("archive", "ready")
    FAILED = "failed", _("could not be made")


ARCHIVE_MOVES: Moves = {
    ArchiveState.WAITING: frozenset({ArchiveState.READY, ArchiveState.FAILED}),
}


class WrittenState(models.TextChoices):
    """A proposal sent by the public form, before it is one of the record."""

    SENT = "sent", _("not confirmed yet")
    CONFIRMED = "confirmed", pgettext_lazy("written proposal", "confirmed")
    LAPSED = "lapsed", _("not confirmed in time")
    WITHDRAWN = "withdrawn", _("withdrawn by the author")
    ERASED = "erased", _("data erased")


WRITTEN_MOVES: Moves = {
    WrittenState.SENT: frozenset(
        {WrittenState.CONFIRMED, WrittenState.LAPSED, WrittenState.WITHDRAWN, WrittenState.ERASED}
    ),
    WrittenState.CONFIRMED: frozenset({WrittenState.WITHDRAWN, WrittenState.ERASED}),
    WrittenState.WITHDRAWN: frozenset({WrittenState.ERASED}),
    WrittenState.LAPSED: frozenset({WrittenState.ERASED}),
}


class Term(models.TextChoices):
    """How long the data of those who took part are kept: the codes of the time limits that say it (reference data)."""

    APPROVED = "personal_data.after_minutes", _("After the approval of the minutes")
    UNRECORDED = "personal_data.without_minutes", _("After the hearing, while no minutes are approved")
    CANCELLED = "personal_data.after_cancellation", _("After a hearing was called off")
    NEEDS = "personal_data.access_needs", _("Access needs, after the hearing")
    UNCONFIRMED = "personal_data.unconfirmed", _("What nobody confirmed")
class MinutesState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("minutes", "draft")
    COMMENTS = "comments", pgettext_lazy("minutes", "being commented on")
    APPROVED = "approved", pgettext_lazy("minutes", "approved")
    PUBLISHED = "published", pgettext_lazy("minutes", "published")


# What is approved was issued with a number, so there is no way back.
MINUTES_MOVES: Moves = {
    MinutesState.DRAFT: frozenset({MinutesState.COMMENTS}),
    MinutesState.COMMENTS: frozenset({MinutesState.DRAFT, MinutesState.APPROVED}),
    MinutesState.APPROVED: frozenset({MinutesState.PUBLISHED}),
}
WRITABLE = frozenset({MinutesState.DRAFT, MinutesState.COMMENTS})
FINAL = frozenset({MinutesState.APPROVED, MinutesState.PUBLISHED})


class LetterTo(models.TextChoices):
    """To whom the minutes are sent."""

    BODY = "body", _("the state body that drafts the act")
    COUNCIL = "council", _("the public council")
    ENVIRONMENT = "environment", _("the environment protection body")
