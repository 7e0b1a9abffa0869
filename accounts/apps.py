from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        from accounts.session_store import begin_session  # it loads models, which are ready only now

        autodiscover_modules("activity")
        user_logged_in.connect(begin_session, dispatch_uid="accounts.begin_session")
