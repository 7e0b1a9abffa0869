from django.utils.translation import gettext_lazy as _

from accounts.activity import SENTENCES, Sentence
from hearings.states import LetterTo, NeedState, PackKind, ProposalState, Risk, Term

SENTENCES.update(
    {
        "hearing.planned": Sentence(_("%(actor)s planned a public hearing: %(subject)s")),
        "hearing.changed": Sentence(_("%(actor)s changed the plan of the hearing: %(subject)s")),
        "hearing.announced": Sentence(_("%(actor)s announced the hearing: %(subject)s")),
        "hearing.announcement_changed": Sentence(
            _("%(actor)s changed the announcement of the hearing: %(subject)s")
        ),
        "hearing.cancelled": Sentence(_("%(actor)s called the hearing off: %(subject)s. Reason: %(reason)s")),
        "hearing.opened": Sentence(_("%(actor)s opened the hearing: %(subject)s")),
        "hearing.closed": Sentence(_("%(actor)s closed the hearing: %(subject)s")),
        "hearing.reopened": Sentence(_("%(actor)s opened the record of the hearing again: %(subject)s")),
        "record.list_entered": Sentence(
            _("%(actor)s entered the list of those who came to the hearing: %(subject)s. Lines: %(count)s.")
        ),
        "record.person_forgotten": Sentence(
            _("%(actor)s erased the name of a person from the record of the hearing: %(subject)s")
        ),
        "record.screen_linked": Sentence(
            _("%(actor)s made an address for the screen of the room: %(subject)s")
        ),
        "record.proposal_added": Sentence(
            _("%(actor)s wrote down proposal № %(number)s at the hearing: %(subject)s")
        ),
        "record.proposal_mended": Sentence(
            _("%(actor)s mended proposal № %(number)s of the hearing: %(subject)s")
        ),
        "record.proposal_moved": Sentence(
            _("%(actor)s changed proposal № %(number)s of the hearing: %(subject)s. Now: %(state)s."),
            state=ProposalState,
        ),
        "record.vote_declared": Sentence(
            _("%(actor)s declared vote № %(number)s at the hearing: %(subject)s")
        ),
        "record.vote_closed": Sentence(
            _(
                "%(actor)s closed vote № %(number)s of the hearing: %(subject)s. "
                "For %(in_favour)s, against %(against)s, abstained %(abstained)s."
            )
        ),
        "record.vote_counted_again": Sentence(
            _(
                "%(actor)s put right the count of vote № %(number)s of the hearing: %(subject)s. "
                "For %(in_favour)s, against %(against)s, abstained %(abstained)s."
            )
        ),
        "record.vote_dropped": Sentence(
            _("%(actor)s called vote № %(number)s of the hearing off: %(subject)s")
        ),
        "hearing.restored": Sentence(_("%(actor)s planned the hearing again: %(subject)s")),
        "hearing.stakeholders_chosen": Sentence(
            _("%(actor)s chose whom to invite to the hearing: %(subject)s. Added: %(count)s.")
        ),
        "hearing.stakeholder_left_out": Sentence(
            _("%(actor)s took an entry off the list of those invited to the hearing: %(subject)s")
        ),
        "hearing.attendance_noted": Sentence(_("%(actor)s noted who came to the hearing: %(subject)s")),
        "hearing.risk_ticked": Sentence(
            _("%(actor)s ticked a point of the checklist of the hearing: %(subject)s. The point: %(risk)s."),
            risk=Risk,
        ),
        "hearing.risk_unticked": Sentence(
            _(
                "%(actor)s took back a tick in the checklist of the hearing: %(subject)s. The point: %(risk)s."
            ),
            risk=Risk,
        ),
        "pack.brought": Sentence(
            _("%(actor)s brought files into the pack of the hearing: %(subject)s. Material: %(material)s."),
            material=PackKind,
        ),
        "pack.made": Sentence(
            _(
                "%(actor)s had a material of the pack made for the hearing: %(subject)s. Material: %(material)s."
            ),
            material=PackKind,
        ),
        "pack.taken_out": Sentence(
            _("%(actor)s took files out of the pack of the hearing: %(subject)s. Material: %(material)s."),
            material=PackKind,
        ),
        "minutes.written": Sentence(_("%(actor)s wrote the minutes of the hearing: %(subject)s")),
        "minutes.remark_answered": Sentence(
            _("%(actor)s answered a remark made at the hearing: %(subject)s. The remark: № %(number)s.")
        ),
        "minutes.round_started": Sentence(
            _("%(actor)s gave the draft minutes of the hearing to be read: %(subject)s")
        ),
        "minutes.commented": Sentence(
            _("%(actor)s commented on the draft minutes of the hearing: %(subject)s")
        ),
        "minutes.approved": Sentence(_("%(actor)s approved the minutes of the hearing: %(subject)s")),
        "minutes.published": Sentence(_("%(actor)s published the minutes of the hearing: %(subject)s")),
        "minutes.letter_written": Sentence(
            _("%(actor)s wrote a letter with the minutes of the hearing: %(subject)s. To: %(to)s."),
            to=LetterTo,
        ),
        "minutes.letter_sent": Sentence(
            _(
                "%(actor)s recorded the sending of the minutes of the hearing: %(subject)s. Letter № %(number)s."
            )
        ),
        "minutes.letter_registered": Sentence(
            _(
                "%(actor)s noted what the addressee gave the letter with the minutes of the hearing: %(subject)s. "
                "Incoming number: %(number)s."
            )
        ),
        "minutes.letter_answered": Sentence(
            _("%(actor)s recorded a reply to the minutes of the hearing: %(subject)s")
        ),
        "minutes.to_amendments": Sentence(
            _(
                "%(actor)s took proposals of the hearing into the table of amendments: %(subject)s. Rows: %(count)s."
            )
        ),
        "registration.erased": Sentence(
            _("The data of a person registered for the hearing were erased: %(subject)s")
        ),
        "written.erased": Sentence(
            _("The data of the author of a written proposal were erased. Hearing: %(subject)s")
        ),
        "retention.erased": Sentence(
            _("The term of keeping is over. Erased: %(count)s. Hearing: %(subject)s")
        ),
        "retention.term_set": Sentence(
            _("%(actor)s set a term of keeping participants' data. %(term)s: %(days)s."), term=Term
        ),
        "participants.exported": Sentence(
            _(
                "%(actor)s downloaded the list of participants of the hearing: %(subject)s. Lines: %(count)s, as %(format)s."
            )
        ),
        "need.taken": Sentence(_("%(actor)s took on an access need for the hearing: %(subject)s")),
        "need.settled": Sentence(
            _("%(actor)s settled an access need for the hearing: %(subject)s. Now: %(state)s."),
            state=NeedState,
        ),
        "agenda.begun": Sentence(_("%(actor)s took the usual agenda for the hearing: %(subject)s")),
        "agenda.added": Sentence(_("%(actor)s added «%(item)s» to the agenda of the hearing: %(subject)s")),
        "agenda.changed": Sentence(
            _("%(actor)s changed «%(item)s» in the agenda of the hearing: %(subject)s")
        ),
        "agenda.moved": Sentence(_("%(actor)s moved «%(item)s» in the agenda of the hearing: %(subject)s")),
        "agenda.removed": Sentence(
            _("%(actor)s removed «%(item)s» from the agenda of the hearing: %(subject)s")
        ),
        "agenda.restored": Sentence(
            _("%(actor)s put «%(item)s» back into the agenda of the hearing: %(subject)s")
        ),
        "stakeholder.added": Sentence(_("%(actor)s added an entry to the map of stakeholders: %(subject)s")),
        "stakeholder.changed": Sentence(
            _("%(actor)s changed an entry of the map of stakeholders: %(subject)s")
        ),
    }
)
