from django.utils.translation import gettext_lazy as _

from accounts.activity import SENTENCES, Sentence
from monitoring.states import EntryKind, FateState, ItemState

SENTENCES.update(
    {
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
    }
)
