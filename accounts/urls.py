from django.urls import path

from accounts.views import activity, invitations, organisation, passwords, people, profile, session

app_name = "accounts"

urlpatterns = [
    path("sign-in/", session.sign_in, name="sign-in"),
    path("sign-out/", session.sign_out, name="sign-out"),
    path("password/", passwords.password_change, name="password-change"),
    path("password/reset/", passwords.password_reset, name="password-reset"),
    path("password/reset/sent/", passwords.password_reset_sent, name="password-reset-sent"),
    path("password/reset/new/", passwords.password_reset_confirm, name="password-reset-confirm"),
    path("password/reset/<str:uid>/<str:token>/", passwords.password_reset_open, name="password-reset-open"),
    path("invitation/<str:secret>/", invitations.invitation_open, name="invitation-open"),
    path("invitations/<int:pk>/", invitations.invitation_accept, name="invitation-accept"),
    path("profile/", profile.profile, name="profile"),
    path("language/", profile.set_language, name="set-language"),
    path("organisations/", profile.organisations, name="organisations"),
    path("organisations/choose/", profile.choose_organisation, name="choose-organisation"),
    path("organisations/<int:pk>/logo/", organisation.organisation_logo, name="organisation-logo"),
    path("memberships/<int:pk>/leave/", profile.membership_leave, name="membership-leave"),
    path("organisation/", organisation.organisation, name="organisation"),
    path("organisation/edit/", organisation.organisation_edit, name="organisation-edit"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invitation_create, name="invitation-create"),
    path("people/invitations/<int:pk>/resend/", people.invitation_resend, name="invitation-resend"),
    path("people/invitations/<int:pk>/revoke/", people.invitation_revoke, name="invitation-revoke"),
    path("people/<int:pk>/role/", people.member_role, name="member-role"),
    path("people/<int:pk>/remove/", people.member_remove, name="member-remove"),
    path("people/<int:pk>/restore/", people.member_restore, name="member-restore"),
    path("activity/", activity.activity, name="activity"),
]
