from django.utils.translation import gettext_lazy as _

from accounts.activity import SENTENCES, Sentence
from correspondence.states import LetterKind

SENTENCES.update(
    {
        "email.retried": Sentence(_("%(actor)s put an e-mail back into the queue: %(subject)s")),
        "email.cancelled": Sentence(_("%(actor)s took an e-mail out of the queue: %(subject)s")),
    }
)

SENTENCES.update(
    {
        "document.issued": Sentence(_("%(actor)s issued a document: %(subject)s")),
        "document.retried": Sentence(
            _("%(actor)s asked again for a document that could not be made: %(subject)s")
        ),
        "letter_template.saved": Sentence(
            _("%(actor)s changed the wording of a letter: %(kind)s. Version %(version)s."), kind=LetterKind
        ),
    }
)
