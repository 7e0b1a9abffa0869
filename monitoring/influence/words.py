"""What the figures of the report are called and what each means, in one sentence."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amendments.states import ANSWERED, Channel, Fate
from common import dates

# A share is said only of so many cases: of fewer it says nothing.
LEAST_CASES = 10


@dataclass(frozen=True)
class MonthName:
    """A month in the language that is active when it is shown."""

    on: date

    def __str__(self) -> str:
        return dates.month(self.on, (get_language() or "kk")[:2])


# Of each section: its title, and which day decides whether a thing belongs to the period.
SECTIONS: dict[str, tuple[Promise, Promise]] = {
    "seen": (
        _("Drafts"),
        _(
            "By the day on which the draft came before the organisation. Decisions are shown as they stand now."
        ),
    ),
    "sent": (
        _("Proposals"),
        _(
            "By the day on which a proposal was first sent. Answers are shown as they stand now, whenever they came; "
            "only those that a person confirmed count."
        ),
    ),
    "answered": (
        _("Answers of the period"),
        _(
            "By the day on which a person confirmed the answer, whenever the proposal was sent: proposals of earlier "
            "periods are among them."
        ),
    ),
    "wording": (
        _("Our wording in the adopted act"),
        _("Of the proposals first sent in the period, as far as the text of the adopted act was compared."),
    ),
    "asked": (
        _("Requests for information"),
        _("By the day of the letter. A letter that was passed on counts for each body that had it in hands."),
    ),
    "held": (
        _("Public hearings"),
        _("By the day on which the hearing began. Hearings that were called off or not closed do not count."),
    ),
    "months": (_("Month by month"), _("Each column by the day that is named in its own section.")),
}

COLUMNS: dict[str, Promise] = {
    "seen": _("Drafts seen"),
    "dossiers": _("Dossiers opened"),
    "sent": _("Proposals sent"),
    "accepted": _("Accepted of them"),
    "tables": _("Tables of proposals sent"),
    "sendings": _("Sendings"),
    "answered": _("Answers confirmed"),
    "results": _("Taken over, or found in the act"),
    "asked": _("Requests sent"),
    "held": _("Hearings held"),
}

DEFINITIONS: dict[str, Promise] = {
    "seen": _("Drafts that matched a topic of ours; one that is discussed a second time counts again."),
    "decided.joined": _("A dossier was opened on the draft."),
    "decided.declined": _("Somebody decided against taking part, and said why."),
    "decided.open": _("The question still waits, and there is time to take part."),
    "decided.missed": _("Nobody had decided when the discussion ended."),
    "dossiers": _("Drafts on which work was begun, those found without a topic among them."),
    "sent": _(
        "Rows of tables of proposals, each once, at its first sending. Those of a coalition count for the "
        "organisation that leads it."
    ),
    "fate.accepted": _("The body took the proposal over, and a person confirmed it."),
    "fate.partly": _("The body took a part of it over, and a person confirmed it."),
    "fate.not_accepted": _("The body declined it, and a person confirmed it."),
    "fate.not_answered": _("The term for the answer is over without a word, and a person confirmed it."),
    "fate.waiting": _("No answer yet, or none that a person has confirmed."),
    "fate.withdrawn": _("Left out of a later text of the table before it was answered."),
    "tables": _("Tables of which a proposal was first sent in the period."),
    "sendings": _("The same table may be sent in several ways, and again."),
    **{
        f"channel.{channel.value}": _("Sendings in this way; each counts, that of the same table again too.")
        for channel in Channel
    },
    "answered": _("Answers to proposals, silence among them, that a person confirmed in the period."),
    "wording.verbatim": _("The act holds our wording word for word; a person has seen to it."),
    "wording.partly": _("The act holds a part of our wording; a person has seen to it."),
    "wording.absent": _("The act does not hold our wording; a person has seen to it."),
    "wording.computed": _(
        "The program has compared the texts, and nobody has looked yet: it counts nowhere else."
    ),
    "wording.unknown": _("The text of the adopted act was not brought in."),
    "results": _("Accepted at least in part, or found in the adopted act at least in part; each once."),
    "asked": _("Letters, each once for every body that had it in hands."),
    "ending.in_time": _("The answer came within the term of the law."),
    "ending.late": _("The answer came after the term of the law."),
    "ending.undated": _("An answer came, but it cannot be said whether in time."),
    "ending.refused": _("The body refused the information, in time or late."),
    "ending.elsewhere": _("The body had to do no more: another has it, or it named a publication."),
    "ending.running": _("Nothing has come yet, and nothing had to."),
    "ending.ended": _("We ended it ourselves before the term was over."),
    "ending.silent": _("The term of the law is over and nothing has come."),
    "held": _("Hearings that were opened and closed."),
    "reach.registered": _("Everybody who registered and confirmed it by the letter."),
    "reach.came": _("Everybody who was checked in at the hearing."),
    "reach.spoke": _("Everybody who was given the floor; once a hearing."),
    "reach.proposed": _("Proposals in the record, without those struck out as mistakes."),
}

EMPTY: dict[str, Promise] = {
    "topic": _("Without a topic"),
    "body": _("A body that is not in the directory"),
}

# Of each table: its title, the head of its first column, what to know when reading it.
GRIDS: dict[str, tuple[Promise, Promise, Promise | str]] = {
    "seen_topics": (
        _("Drafts by topic"),
        _("Topic"),
        _("A draft that several topics matched stands in each of their lines, so the lines add up to more."),
    ),
    "sent_bodies": (_("Proposals by state body"), _("State body"), ""),
    "sent_topics": (
        _("Proposals by topic"),
        _("Topic"),
        _(
            "A proposal whose draft several topics matched stands in each of their lines, so the lines add up to more."
        ),
    ),
    "sent_categories": (_("Proposals by category"), _("Category"), ""),
    "asked_bodies": (_("Requests by body"), _("Body"), ""),
    "months": (_("Month by month"), _("Month"), ""),
}


def share_sentence(numbers: dict[str, int]) -> str:
    """'3 accepted of 12 answered (25 %); 20 sent; 8 wait'. `numbers`: by fate, and all as 'sent'."""
    answered = sum(numbers[fate] for fate in ANSWERED)
    facts = {
        "accepted": numbers[Fate.ACCEPTED],
        "answered": answered,
        "sent": numbers["sent"],
        "wait": numbers[Fate.WAITING],
        "share": round(100 * numbers[Fate.ACCEPTED] / answered) if answered else 0,
    }
    if answered >= LEAST_CASES:
        return (
            _now(
                "%(accepted)s accepted of %(answered)s answered (%(share)s %%); sent: %(sent)s; waiting: %(wait)s."
            )
            % facts
        )
    return _now("%(accepted)s accepted of %(answered)s answered; sent: %(sent)s; waiting: %(wait)s.") % facts


def in_time_sentence(numbers: dict[str, int]) -> str:
    """'5 answered in time of 12 whose term can be judged (42 %)'."""
    judged = sum(numbers[key] for key in ("in_time", "late", "silent"))
    facts = {
        "in_time": numbers["in_time"],
        "judged": judged,
        "sent": numbers["asked"],
        "share": round(100 * numbers["in_time"] / judged) if judged else 0,
    }
    if judged >= LEAST_CASES:
        return (
            _now(
                "%(in_time)s answered in time of %(judged)s answered or silent (%(share)s %%); sent: %(sent)s."
            )
            % facts
        )
    return _now("%(in_time)s answered in time of %(judged)s answered or silent; sent: %(sent)s.") % facts


UNKNOWN: tuple[Promise, ...] = (
    _(
        "Answers that nobody has confirmed are counted as waiting, even where a page of the portal shows a mark."
    ),
    _(
        "An answer of a body says nothing on how it is carried out; that is looked at after the act is in force."
    ),
    _("That a wording stands in the act does not prove that it stands there because of the proposal."),
    _("What the organisation did outside this portal is not counted."),
)
