from django.utils.translation import gettext_lazy as _

from accounts.activity import SENTENCES, Sentence
from projects.states import RoadMapFact

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
        "road_map.planned": Sentence(_("%(actor)s planned the road map: %(subject)s")),
        "road_map.replanned": Sentence(
            _("%(actor)s planned the road map anew: %(subject)s. Tasks with another day: %(number)s")
        ),
        "road_map.closed_itself": Sentence(
            _("The task of the road map «%(subject)s» closed itself: %(fact)s."), fact=RoadMapFact
        ),
        "road_map.reopened_itself": Sentence(
            _("The task of the road map «%(subject)s» is open again: what had closed it was taken back.")
        ),
        "road_map.task_done": Sentence(_("%(actor)s marked «%(subject)s» of the road map as done.")),
        "road_map.task_skipped": Sentence(
            _("%(actor)s skipped «%(subject)s» of the road map. Reason: %(reason)s")
        ),
        "road_map.task_reopened": Sentence(_("%(actor)s opened «%(subject)s» of the road map again.")),
        "road_map.task_moved": Sentence(
            _("%(actor)s chose another day for «%(subject)s» of the road map: %(day)s."), days=("day",)
        ),
        "road_map.task_unpinned": Sentence(_("%(actor)s gave «%(subject)s» of the road map back to the plan.")),
        "road_map.task_assigned": Sentence(
            _("%(actor)s made somebody else responsible for «%(subject)s» of the road map.")
        ),
        "road_map.task_added": Sentence(_("%(actor)s added «%(subject)s» to the road map.")),
        "road_map.plan_b_started": Sentence(_("%(actor)s started plan B: %(subject)s")),
        "road_map.template_changed": Sentence(_("%(actor)s changed the template of the road map: %(subject)s")),
        "road_map.template_reset": Sentence(
            _("%(actor)s went back to the methodology's template of the road map.")
        ),
        "road_map.template_restored": Sentence(_("%(actor)s took the own template of the road map back.")),
        "window.opened": Sentence(_("The portal opened a new discussion: %(subject)s")),
    }
)
