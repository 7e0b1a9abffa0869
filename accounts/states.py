from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.states import Moves


class Role(models.TextChoices):
    COORDINATOR = "coordinator", _("Coordinator")
    LAWYER = "lawyer", _("Lawyer")
    MODERATOR = "moderator", _("Moderator")
    VOLUNTEER = "volunteer", _("Volunteer")
    OBSERVER = "observer", _("Observer")


ROLE_MEANING: dict[Role, Promise] = {
    Role.COORDINATOR: _(
        "Runs the work: decides on drafts, invites people and keeps the organisation's card."
    ),
    Role.LAWYER: _("Decides on drafts, keeps dossiers and watch topics."),
    Role.MODERATOR: _("Runs public hearings; may also enter drafts and mark deadlines as met."),
    Role.VOLUNTEER: _("Helps with the work: enters drafts and marks deadlines as met."),
    Role.OBSERVER: _("Sees the work and changes nothing."),
}


class InvitationState(models.TextChoices):
    OPEN = "open", _("waiting for an answer")
    ACCEPTED = "accepted", _("accepted")
    REVOKED = "revoked", _("withdrawn")


INVITATION_MOVES: Moves = {
    InvitationState.OPEN: frozenset({InvitationState.ACCEPTED, InvitationState.REVOKED}),
}


class Digest(models.TextChoices):
    INSTANT = "instant", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week, on Monday")


class Language(models.TextChoices):
    KAZAKH = "kk", "Қазақша"
    RUSSIAN = "ru", "Русский"
    ENGLISH = "en", "English"


class MailLanguage(models.TextChoices):
    KAZAKH = "kk", "Қазақша"
    RUSSIAN = "ru", "Русский"


class Scope(models.TextChoices):
    """What an access key lets a program read."""

    DRAFTS = "read:drafts", _("Drafts, state bodies and time limits of the law")
    WORK = "read:work", _("Dossiers, deadlines, amendments, submissions and issued documents")
    REQUESTS = "read:requests", _("Requests for information and what came of them")
    HEARINGS = "read:hearings", _("Public hearings, without the participants")
