"""What people and the operator do with people and organisations. Other apps call `actions.record`."""

from accounts.actions.invitations import (
    accept_invitation,
    invite,
    join_by_invitation,
    resend_invitation,
    revoke_invitation,
)
from accounts.actions.log import record
from accounts.actions.organisations import (
    create_organisation,
    resume_organisation,
    suspend_organisation,
    update_organisation,
)
from accounts.actions.passwords import ask_password_reset, change_password, reset_password
from accounts.actions.people import (
    change_role,
    leave,
    remove_member,
    restore_member,
    set_interface_language,
    update_profile,
)

__all__ = [
    "accept_invitation",
    "ask_password_reset",
    "change_password",
    "change_role",
    "create_organisation",
    "invite",
    "join_by_invitation",
    "leave",
    "record",
    "remove_member",
    "resend_invitation",
    "reset_password",
    "restore_member",
    "resume_organisation",
    "revoke_invitation",
    "set_interface_language",
    "suspend_organisation",
    "update_organisation",
    "update_profile",
]
