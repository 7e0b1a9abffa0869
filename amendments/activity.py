from django.utils.translation import gettext_lazy as _

from accounts.activity import SENTENCES, Sentence
from amendments.states import (
    Adoption,
    Channel,
    EscalationTo,
    Language,
    Recommendation,
    ReplyResult,
    TableState,
    Verdict,
)

SENTENCES.update(
    {
        "assessment.saved": Sentence(
            _(
                "%(actor)s assessed the draft: %(subject)s. Version %(version)s, recommendation: %(recommendation)s."
            ),
            recommendation=Recommendation,
        ),
        "amendments.begun": Sentence(_("%(actor)s began the amendment table: %(subject)s")),
        "amendments.summary_changed": Sentence(
            _("%(actor)s wrote on the position summary of the amendments: %(subject)s")
        ),
        "amendment.added": Sentence(_("%(actor)s added an amendment: %(subject)s")),
        "amendment.duplicated": Sentence(_("%(actor)s made a copy of the amendment «%(subject)s».")),
        "amendment.changed": Sentence(_("%(actor)s wrote on the amendment «%(subject)s».")),
        "amendment.checked": Sentence(
            _("%(actor)s checked the amendment «%(subject)s». Language: %(language)s."),
            language=Language,
        ),
        "amendment.moved": Sentence(_("%(actor)s moved the amendment «%(subject)s».")),
        "amendment.removed": Sentence(_("%(actor)s removed the amendment «%(subject)s».")),
        "amendment.restored": Sentence(_("%(actor)s took back the removal of the amendment «%(subject)s».")),
        "amendment.commented": Sentence(_("%(actor)s commented on the amendment «%(subject)s».")),
        "amendments.sent": Sentence(_("%(actor)s sent the amendments to review: %(subject)s")),
        "amendments.passed": Sentence(
            _("%(actor)s passed the amendments on: %(subject)s. Now: %(state)s."), state=TableState
        ),
        "amendments.returned": Sentence(_("%(actor)s returned the amendments with remarks: %(subject)s")),
        "amendments.approved": Sentence(_("%(actor)s approved the amendments: %(subject)s")),
        "amendments.reopened": Sentence(_("%(actor)s opened the amendments again: %(subject)s")),
        "amendments.submitted": Sentence(
            _("%(actor)s recorded that the amendments were sent: %(subject)s. Channel: %(channel)s."),
            channel=Channel,
        ),
        "submission.receipt_kept": Sentence(
            _("%(actor)s kept the receipt «%(name)s» of sending the amendments: %(subject)s")
        ),
        "submission.numbers_added": Sentence(
            _("%(actor)s wrote down the numbers given to the amendments: %(numbers)s. %(subject)s")
        ),
        "submission.report_day_set": Sentence(
            _("%(actor)s set the day to look for the body's report: %(day)s. %(subject)s"), days=("day",)
        ),
        "outcome.page_brought": Sentence(
            _("%(actor)s brought in a saved page of the portal with answers: %(name)s. %(subject)s")
        ),
        "outcome.confirmed": Sentence(
            _("%(actor)s confirmed the body's answer to the amendment «%(subject)s»: %(verdict)s."),
            verdict=Verdict,
        ),
        "outcome.confirmed_together": Sentence(
            _("%(actor)s confirmed the body's answers to several amendments at once (%(number)s): %(subject)s")
        ),
        "outcome.taken_back": Sentence(
            _("%(actor)s took back the confirmation of answers (%(number)s): %(subject)s")
        ),
        "outcome.candidate_rejected": Sentence(
            _("%(actor)s said that a comment is not about the amendment «%(subject)s».")
        ),
        "outcome.candidate_restored": Sentence(
            _("%(actor)s put a comment back among those that may be about the amendment «%(subject)s».")
        ),
        "outcome.adopted_brought": Sentence(
            _("%(actor)s brought in the adopted text: %(subject)s. Language: %(language)s."),
            language=Language,
        ),
        "outcome.adoption_corrected": Sentence(
            _("%(actor)s corrected how the adopted text has the amendment «%(subject)s»: %(adoption)s."),
            adoption=Adoption,
        ),
        "outcome.adoption_recomputed": Sentence(
            _("%(actor)s took the computed comparison with the adopted text for the amendment «%(subject)s».")
        ),
        "escalation.begun": Sentence(
            _("%(actor)s began a letter on proposals not accepted or not answered. To: %(to)s. %(subject)s"),
            to=EscalationTo,
        ),
        "escalation.issued": Sentence(
            _("%(actor)s issued the letter on proposals not accepted or not answered. To: %(to)s. %(subject)s"),
            to=EscalationTo,
        ),
        "escalation.rewritten": Sentence(
            _("%(actor)s took the issued letter back to change it. To: %(to)s. %(subject)s"), to=EscalationTo
        ),
        "escalation.withdrawn": Sentence(
            _("%(actor)s withdrew the letter before it was sent. To: %(to)s. %(subject)s"), to=EscalationTo
        ),
        "escalation.restored": Sentence(
            _("%(actor)s took back the withdrawal of the letter. To: %(to)s. %(subject)s"), to=EscalationTo
        ),
        "escalation.sent": Sentence(
            _("%(actor)s recorded that letter No. %(number)s was sent. To: %(to)s. %(subject)s"),
            to=EscalationTo,
        ),
        "escalation.registered": Sentence(
            _("%(actor)s wrote down how the letter was registered: %(number)s. To: %(to)s. %(subject)s"),
            to=EscalationTo,
        ),
        "escalation.reply_day_set": Sentence(
            _("%(actor)s set the day of the reply to the letter: %(day)s. To: %(to)s. %(subject)s"),
            days=("day",),
            to=EscalationTo,
        ),
        "escalation.answered": Sentence(
            _("%(actor)s recorded the reply to the letter: %(result)s. From: %(to)s. %(subject)s"),
            to=EscalationTo,
            result=ReplyResult,
        ),
        "escalation.reply_taken_back": Sentence(
            _("%(actor)s took back the recorded reply to the letter. From: %(to)s. %(subject)s"),
            to=EscalationTo,
        ),
        "text.brought": Sentence(
            _(
                "%(actor)s brought in the text of the draft: %(subject)s. Language: %(language)s, "
                "version %(version)s, elements: %(elements)s."
            ),
            language=Language,
        ),
        "text.element_mended": Sentence(_("%(actor)s mended an element of the draft's text: %(subject)s")),
        "text.element_joined": Sentence(_("%(actor)s joined elements of the draft's text: %(subject)s")),
        "text.element_split": Sentence(_("%(actor)s cut an element of the draft's text in two: %(subject)s")),
        "coalition.invited": Sentence(_("%(actor)s invited %(subject)s to sign the amendments.")),
        "coalition.revoked": Sentence(
            _("%(actor)s withdrew the invitation of %(subject)s to sign the amendments.")
        ),
        "coalition.joined": Sentence(_("%(subject)s signs the amendments too.")),
        "coalition.withdrew": Sentence(_("%(subject)s does not sign the amendments any more.")),
        "library.added": Sentence(_("%(actor)s put an entry into the library: %(subject)s")),
        "library.removed": Sentence(_("%(actor)s removed an entry from the library: %(subject)s")),
    }
)
