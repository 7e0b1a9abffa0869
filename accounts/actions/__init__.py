"""What people and the operator do with people and organisations. Other apps call `actions.record`."""

from accounts.actions.factors import (
    add_passkey,
    add_totp,
    begin_try,
    forget_tries,
    make_recovery_codes,
    remove_passkey,
    remove_totp,
    reset_factors,
    reset_member_factors,
    use_code,
    use_passkey,
)
from accounts.actions.invitations import (
    accept_invitation,
    invite,
    join_by_invitation,
    resend_invitation,
    revoke_invitation,
)
from accounts.actions.keys import forget_old_keys, make_key, note_key_use, revoke_key
from accounts.actions.log import log_export, record
from accounts.actions.organisations import (
    create_organisation,
    resume_organisation,
    suspend_organisation,
    update_organisation,
)
from accounts.actions.passwords import ask_password_reset, change_password, reset_password
from accounts.actions.people import (
    change_role,
    dismiss_start,
    leave,
    remove_member,
    restore_member,
    set_interface_language,
    show_start,
    update_profile,
)
from accounts.actions.public_page import close_public_page, open_public_page, save_public_page
from accounts.actions.sessions import end_other_sessions, end_session, end_sessions, forget_expired_sessions

__all__ = [
    "accept_invitation",
    "add_passkey",
    "add_totp",
    "ask_password_reset",
    "begin_try",
    "change_password",
    "change_role",
    "close_public_page",
    "create_organisation",
    "dismiss_start",
    "end_other_sessions",
    "end_session",
    "end_sessions",
    "forget_expired_sessions",
    "forget_old_keys",
    "forget_tries",
    "invite",
    "join_by_invitation",
    "leave",
    "log_export",
    "make_key",
    "make_recovery_codes",
    "open_public_page",
    "note_key_use",
    "record",
    "remove_member",
    "remove_passkey",
    "remove_totp",
    "resend_invitation",
    "reset_factors",
    "reset_member_factors",
    "reset_password",
    "restore_member",
    "resume_organisation",
    "save_public_page",
    "revoke_invitation",
    "revoke_key",
    "set_interface_language",
    "show_start",
    "suspend_organisation",
    "update_organisation",
    "update_profile",
    "use_code",
    "use_passkey",
]
