from django.utils.translation import gettext_lazy as _

from accounts.activity import SENTENCES, Sentence
from inforequests.states import EventKind

SENTENCES.update(
    {
        "info_request.written": Sentence(_("%(actor)s began a request for information: %(subject)s")),
        "info_request.changed": Sentence(_("%(actor)s changed the request for information: %(subject)s")),
        "info_request.issued": Sentence(_("%(actor)s issued the request for information: %(subject)s")),
        "info_request.mailed": Sentence(
            _("%(actor)s sent the request for information by e-mail to %(address)s: %(subject)s")
        ),
        "info_request.removed": Sentence(_("%(actor)s removed the request for information: %(subject)s")),
        "info_request.restored": Sentence(
            _("%(actor)s took back the removal of the request for information: %(subject)s")
        ),
        "info_request.event": Sentence(
            _("%(actor)s recorded of the request for information «%(subject)s»: %(kind)s."), kind=EventKind
        ),
        "info_request.event_annulled": Sentence(
            _("%(actor)s took back what was recorded of the request «%(subject)s»: %(kind)s."),
            kind=EventKind,
        ),
        "info_request.reminder_issued": Sentence(
            _("%(actor)s issued a reminder of the request for information: %(subject)s")
        ),
        "info_request.complaint_issued": Sentence(
            _("%(actor)s issued a complaint about the request for information: %(subject)s")
        ),
        "info_request.file_check": Sentence(
            _("%(actor)s had the file «%(name)s» looked through for hidden data: %(subject)s")
        ),
        "incoming_mail.attached": Sentence(_("%(actor)s attached a letter that came to its request: %(subject)s")),
        "incoming_mail.dismissed": Sentence(_("%(actor)s marked a letter as not an answer: %(subject)s")),
        "incoming_mail.returned": Sentence(_("%(actor)s put a letter back into the quarantine: %(subject)s")),
        "holder.saved": Sentence(_("%(actor)s wrote into the directory of bodies: %(subject)s")),
        "holder.imported": Sentence(
            _("%(actor)s imported the directory of bodies. New: %(new)s, changed: %(changed)s.")
        ),
    }
)
