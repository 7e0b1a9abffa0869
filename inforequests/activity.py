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
        "info_request.judged": Sentence(_("%(actor)s judged the answer item by item: %(subject)s")),
        "info_request.fact_noted": Sentence(_("%(actor)s took data out of the answer: %(subject)s")),
        "info_request.fact_removed": Sentence(_("%(actor)s removed data of the answer: %(subject)s")),
        "info_request.findings_accepted": Sentence(
            _("%(actor)s let what was found in the file «%(name)s» go public: %(subject)s")
        ),
        "info_request.published": Sentence(_("%(actor)s published the answer: %(subject)s")),
        "info_request.embargoed": Sentence(
            _("%(actor)s published the answer under an embargo until %(day)s: %(subject)s"), days=("day",)
        ),
        "info_request.withdrawn": Sentence(_("%(actor)s withdrew the published answer: %(subject)s")),
        "request_batch.written": Sentence(_("%(actor)s began a batch of requests: %(subject)s")),
        "request_batch.changed": Sentence(_("%(actor)s changed the batch of requests: %(subject)s")),
        "request_batch.removed": Sentence(_("%(actor)s removed the batch of requests: %(subject)s")),
        "request_batch.restored": Sentence(
            _("%(actor)s took back the removal of the batch of requests: %(subject)s")
        ),
        "request_batch.issued": Sentence(
            _("%(actor)s had the batch of requests issued, letters: %(letters)s. %(subject)s")
        ),
        "request_batch.stopped": Sentence(
            _("%(actor)s stopped the batch of requests, letters left: %(letters)s. %(subject)s")
        ),
        "request_batch.resumed": Sentence(_("%(actor)s went on with the batch of requests: %(subject)s")),
        "request_batch.retried": Sentence(
            _("%(actor)s tried letters of a batch again: %(letters)s. %(subject)s")
        ),
        "request_batch.mailed": Sentence(
            _("%(actor)s sent letters of a batch by e-mail: %(letters)s. %(subject)s")
        ),
        "incoming_mail.attached": Sentence(
            _("%(actor)s attached a letter that came to its request: %(subject)s")
        ),
        "incoming_mail.dismissed": Sentence(_("%(actor)s marked a letter as not an answer: %(subject)s")),
        "incoming_mail.returned": Sentence(_("%(actor)s put a letter back into the quarantine: %(subject)s")),
        "holder.saved": Sentence(_("%(actor)s wrote into the directory of bodies: %(subject)s")),
        "holder.imported": Sentence(
            _("%(actor)s imported the directory of bodies. New: %(new)s, changed: %(changed)s.")
        ),
    }
)
