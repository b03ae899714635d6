"""REST addresses of calls, below `/api/`."""

from django.urls import path

from apps.calls.api import calls, ice, probe, recording

urlpatterns = [
    path("calls", calls.LiveCallsView.as_view()),
    path("calls/ice-servers", ice.IceServersView.as_view()),
    path("calls/probe", probe.ProbeView.as_view()),
    path("calls/<str:call>", calls.CallView.as_view()),
    path("calls/<str:call>/recording/parts", recording.PartsView.as_view()),
    path("calls/<str:call>/recording/complete", recording.CompleteView.as_view()),
    path("conversations/<str:ref>/calls", calls.CallsView.as_view()),
]
