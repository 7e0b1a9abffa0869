from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """What is issued of the work as a whole (correspondence.kinds)."""

    INFLUENCE = "monitoring.influence", _("Report on the influence of the organisation")
    POSTER = "monitoring.survey_poster", _("Poster of a survey")
