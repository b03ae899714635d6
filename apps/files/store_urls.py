"""Where the local store is served: `stores.folder.ADDRESS`."""

from django.urls import path

from apps.files.local import stored

urlpatterns = [path("<path:key>", stored)]
