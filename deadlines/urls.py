from django.urls import path

from deadlines.views import counting, feeds, laws, month, recompute, work

app_name = "deadlines"
urlpatterns = [
    path("deadlines/", work.deadline_list, name="list"),
    path("deadlines/<int:pk>/close/", work.close, name="close"),
    path("deadlines/<int:pk>/reopen/", work.reopen, name="reopen"),
    path("deadlines/<int:pk>/assign/", work.assign, name="assign"),
    path("deadlines/<int:pk>/told/", work.told, name="told"),
    path("calendar/", month.month, name="month"),
    path("calendar/<int:year>/<int:month>/", month.month, name="month"),
    path("calendar/count/", counting.counter, name="counter"),
    path("calendar/subscriptions/", feeds.feeds, name="feeds"),
    path("calendar/subscriptions/<int:pk>/revoke/", feeds.feed_revoke, name="feed-revoke"),
    path("calendar/recompute/", recompute.recompute, name="recompute"),
    path("time-limits/", counting.time_limits, name="time-limits"),
    path("time-limits/<int:pk>/", laws.rule_page, name="rule"),
    path("laws/", laws.law_list, name="law-list"),
    path("laws/check/", laws.law_check, name="law-check"),
    path("laws/check/<slug:kind>/<int:pk>/", laws.check_confirm, name="check-confirm"),
    path("laws/act/<slug:code>/", laws.law_page, name="law"),
    path("ics/<str:secret>.ics", feeds.feed, name="feed"),
]
