from django.utils.translation import gettext_lazy as _

from accounts.activity import SENTENCES, Sentence

SENTENCES.update(
    {
        "deadline.moved": Sentence(
            _("The date of «%(subject)s» moved from %(before)s to %(after)s."), days=("before", "after")
        ),
        "deadline.done": Sentence(_("%(actor)s marked «%(subject)s» as done.")),
        "deadline.cancelled": Sentence(_("«%(subject)s» is not needed any more.")),
        "deadline.reopened": Sentence(_("%(actor)s opened «%(subject)s» again.")),
        "deadline.assigned": Sentence(_("%(actor)s made somebody else responsible for «%(subject)s».")),
        "calendar.exception_changed": Sentence(_("%(actor)s changed the calendar: %(subject)s")),
        "calendar.year_changed": Sentence(_("%(actor)s changed a year of the calendar: %(subject)s")),
        "time_limit.changed": Sentence(_("%(actor)s changed a rule of law: %(subject)s")),
        "time_limit.checked": Sentence(
            _("%(actor)s compared a rule with the law (%(day)s): %(subject)s"), days=("day",)
        ),
        "law.checked": Sentence(
            _("%(actor)s compared what is said of an act with its text (%(day)s): %(subject)s"), days=("day",)
        ),
        "law_article.checked": Sentence(
            _("%(actor)s compared article %(article)s with its text (%(day)s): %(subject)s"), days=("day",)
        ),
        "law.changed": Sentence(_("%(actor)s changed an act of the library: %(subject)s")),
        "law_article.changed": Sentence(_("%(actor)s changed an article of the library: %(subject)s")),
        "calendar_feed.created": Sentence(_("%(actor)s made a calendar address.")),
        "calendar_feed.revoked": Sentence(_("%(actor)s revoked a calendar address.")),
    }
)
