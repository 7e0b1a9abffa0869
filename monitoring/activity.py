from django.utils.translation import gettext_lazy as _

from accounts.activity import SENTENCES, Sentence
from monitoring.evidence_states import Purpose
from monitoring.states import EntryKind, FateState, ItemState

SENTENCES.update(
    {
        "webhook.added": Sentence(_("%(actor)s entered a program that is told what happens: %(subject)s")),
        "webhook.removed": Sentence(_("%(actor)s removed the program that was told what happens: %(subject)s")),
        "webhook.resumed": Sentence(_("%(actor)s switched on again the program that is told what happens: %(subject)s")),
        "webhook.switched_off": Sentence(_("Messages to the program %(subject)s were given up: it did not take them.")),
        "open_data.switched_on": Sentence(_("%(actor)s switched on the open data of the organisation.")),
        "open_data.switched_off": Sentence(_("%(actor)s switched off the open data of the organisation.")),
        "fate.recorded": Sentence(
            _("%(actor)s recorded what became of the draft: %(state)s, %(day)s. %(subject)s"),
            days=("day",),
            state=FateState,
        ),
        "fate.corrected": Sentence(_("%(actor)s corrected what became of the draft: %(subject)s")),
        "fate.taken_back": Sentence(
            _("%(actor)s took back what was recorded of the draft: %(state)s. %(subject)s"), state=FateState
        ),
        "fate.published": Sentence(
            _("%(actor)s recorded the official publication of the act, %(day)s: %(subject)s"), days=("day",)
        ),
        "force.saved": Sentence(_("%(actor)s wrote down when it takes force: %(subject)s")),
        "force.checked": Sentence(_("%(actor)s checked that it is in force: %(subject)s")),
        "item.added": Sentence(_("%(actor)s wrote down what the act promises: %(subject)s")),
        "item.changed": Sentence(_("%(actor)s changed what the act promises: %(subject)s")),
        "item.moved": Sentence(
            _("%(actor)s moved what the act promises from «%(before)s» to «%(state)s»: %(subject)s"),
            state=ItemState,
            before=ItemState,
        ),
        "item.request_linked": Sentence(
            _("%(actor)s linked a request for information with what the act promises: %(subject)s")
        ),
        "item.request_unlinked": Sentence(
            _("%(actor)s took a request for information off what the act promises: %(subject)s")
        ),
        "item.measured": Sentence(
            _("%(actor)s wrote down a value of the indicator, %(value)s on %(day)s: %(subject)s"),
            days=("day",),
        ),
        "effect.groups_taken": Sentence(
            _("%(actor)s took over the target groups of the assessment. Groups: %(count)s. %(subject)s")
        ),
        "effect.saved": Sentence(_("%(actor)s wrote down the effect on a target group: %(subject)s")),
        "proof.kept": Sentence(_("%(actor)s added evidence: %(subject)s")),
        "council.saved": Sentence(_("%(actor)s wrote into the directory of public councils: %(subject)s")),
        "council.entry_saved": Sentence(
            _("%(actor)s wrote down of the public council «%(council)s»: %(kind)s."), kind=EntryKind
        ),
        "council.answered": Sentence(
            _("%(actor)s recorded an answer. %(council)s: %(kind)s."), kind=EntryKind
        ),
        "council.answer_taken_back": Sentence(
            _("%(actor)s took back an answer. %(council)s: %(kind)s."), kind=EntryKind
        ),
        "life.removed": Sentence(_("%(actor)s removed: %(subject)s")),
        "life.restored": Sentence(_("%(actor)s brought back: %(subject)s")),
        "survey.begun": Sentence(_("%(actor)s began a survey: %(subject)s")),
        "survey.changed": Sentence(_("%(actor)s changed the survey: %(subject)s")),
        "survey.opened": Sentence(_("%(actor)s opened the survey for answers: %(subject)s")),
        "survey.reopened": Sentence(_("%(actor)s opened the survey again: %(subject)s")),
        "survey.closed": Sentence(_("%(actor)s closed the survey: %(subject)s")),
        "survey.question_added": Sentence(_("%(actor)s added a question to the survey: %(subject)s")),
        "survey.question_changed": Sentence(_("%(actor)s changed a question of the survey: %(subject)s")),
        "survey.question_mended": Sentence(
            _("%(actor)s mended a slip in a question of the open survey: %(subject)s")
        ),
        "survey.question_moved": Sentence(
            _("%(actor)s changed the order of questions of the survey: %(subject)s")
        ),
        "survey.question_removed": Sentence(_("%(actor)s removed a question of the survey: %(subject)s")),
        "survey.question_restored": Sentence(_("%(actor)s put a question back into the survey: %(subject)s")),
        "survey.answer_set_aside": Sentence(_("%(actor)s set an answer of the survey aside: %(subject)s")),
        "survey.answer_counted": Sentence(
            _("%(actor)s let an answer of the survey count again: %(subject)s")
        ),
        "survey.doubtful_counted": Sentence(
            _("%(actor)s let doubtful answers of the survey count: %(subject)s. Answers: %(count)s.")
        ),
        "survey.answers_exported": Sentence(
            _(
                "%(actor)s downloaded single answers of the survey: %(subject)s. Answers: %(count)s, as %(format)s."
            )
        ),
        "survey.results_published": Sentence(
            _("%(actor)s published the results of the survey: %(subject)s. Answers: %(count)s.")
        ),
        "survey.results_withdrawn": Sentence(_("%(actor)s took back the results of the survey: %(subject)s")),
        "survey.listed": Sentence(_("%(actor)s put the survey on public lists: %(subject)s")),
        "survey.unlisted": Sentence(_("%(actor)s took the survey off public lists: %(subject)s")),
        "position.published": Sentence(
            _("%(actor)s published the position on the organisation's public page: %(subject)s")
        ),
        "position.embargoed": Sentence(
            _("%(actor)s published the position under an embargo until %(day)s: %(subject)s"), days=("day",)
        ),
        "position.withdrawn": Sentence(
            _("%(actor)s took the position off the organisation's public page: %(subject)s")
        ),
        "contact.read": Sentence(_("%(actor)s looked at contact data. Of: %(subject)s")),
        "contact.consented": Sentence(
            _("%(actor)s wrote down a consent: %(purpose)s. Of: %(subject)s"), purpose=Purpose
        ),
        "contact.erased": Sentence(_("%(actor)s erased contact data. Of: %(subject)s")),
        "call.taken": Sentence(_("%(actor)s wrote down a call to the hotline: %(subject)s")),
        "call.changed": Sentence(_("%(actor)s changed a call to the hotline: %(subject)s")),
        "call.settled": Sentence(_("%(actor)s settled a call to the hotline: %(subject)s")),
        "call.reopened": Sentence(_("%(actor)s opened a call to the hotline again: %(subject)s")),
        "call.category_saved": Sentence(_("%(actor)s saved a category of calls: %(subject)s")),
        "case.written": Sentence(_("%(actor)s wrote down a case: %(subject)s")),
        "case.changed": Sentence(_("%(actor)s changed what was told: %(subject)s")),
        "case.copy_written": Sentence(_("%(actor)s wrote the copy without the person: %(subject)s")),
        "case.signs_settled": Sentence(
            _("%(actor)s looked through what the machine found in the copy: %(subject)s")
        ),
        "case.published": Sentence(_("%(actor)s published a case: %(subject)s")),
        "case.taken_down": Sentence(_("%(actor)s took a case off the public pages: %(subject)s")),
        "case.consent_withdrawn": Sentence(
            _("%(actor)s wrote down that a consent was withdrawn: %(purpose)s. Of: %(subject)s"),
            purpose=Purpose,
        ),
        "case.link_made": Sentence(_("%(actor)s made an address for the person of a case: %(subject)s")),
        "case.story_erased": Sentence(_("%(actor)s erased a story whose term was over: %(subject)s")),
        "case.erased": Sentence(_("%(actor)s erased a case: %(subject)s")),
    }
)
