import os

from django.core.wsgi import get_wsgi_application

from config.collector import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from common import figures  # noqa: E402  (asks the settings)

figures.forget_the_dead()
settle()
