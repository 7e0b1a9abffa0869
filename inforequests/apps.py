from django.apps import AppConfig


class InfoRequestsConfig(AppConfig):
    name = "inforequests"
