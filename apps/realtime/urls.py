from django.urls import path

from .views import schema

urlpatterns = [path("realtime/schema", schema)]
