from django.utils.translation import gettext_lazy as _

from accounts.activity import SENTENCES, Sentence

SENTENCES.update(
    {
        "email.retried": Sentence(_("%(actor)s put an e-mail back into the queue: %(subject)s")),
        "email.cancelled": Sentence(_("%(actor)s took an e-mail out of the queue: %(subject)s")),
    }
)
