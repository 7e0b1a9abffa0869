from django.urls import path

from deadlines.views import counting, feeds, month, recompute, work

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
    path("ics/<str:secret>.ics", feeds.feed, name="feed"),
]
