from django.utils.translation import gettext_lazy as _

from accounts.activity import SENTENCES, Sentence

SENTENCES.update(
    {
        "draft.brought": Sentence(
            _("%(actor)s brought in drafts: %(new)s new, %(changed)s changed. %(subject)s")
        ),
        "topic.created": Sentence(_("%(actor)s began to watch for the topic «%(subject)s».")),
        "topic.changed": Sentence(_("%(actor)s changed the topic «%(subject)s».")),
        "topic.removed": Sentence(_("%(actor)s removed the topic «%(subject)s».")),
        "triage.declined": Sentence(_("%(actor)s decided «not for us»: %(subject)s. Reason: %(reason)s")),
        "triage.undecided": Sentence(
            _("%(actor)s put the draft back among those to be decided: %(subject)s")
        ),
        "dossier.opened": Sentence(_("%(actor)s opened the dossier: %(subject)s")),
        "dossier.joined_again": Sentence(
            _("%(actor)s decided to take part in the new discussion: %(subject)s")
        ),
        "dossier.closed": Sentence(_("%(actor)s closed the dossier: %(subject)s. Reason: %(reason)s")),
        "dossier.reopened": Sentence(_("%(actor)s opened the dossier again: %(subject)s")),
        "dossier.changed": Sentence(
            _("%(actor)s changed the owner or the priority of the dossier: %(subject)s")
        ),
        "dossier.date_added": Sentence(_("%(actor)s added a date to the dossier: %(subject)s")),
        "window.opened": Sentence(_("The portal opened a new discussion: %(subject)s")),
    }
)
