"""REST addresses of files, below `/api/`."""

from django.urls import path

from apps.files import api

urlpatterns = [
    path("files", api.FilesView.as_view()),
    path("files/<str:file>", api.FileView.as_view()),
    path("files/<str:file>/complete", api.CompleteView.as_view()),
    path("files/<str:file>/thumbnail", api.ThumbnailView.as_view()),
]
