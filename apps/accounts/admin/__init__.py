"""The admin's pages for accounts, and its sign-in."""

from django.contrib import admin

from apps.accounts.admin import records, users
from apps.accounts.forms import SignInForm

__all__ = ["records", "users"]

admin.site.site_header = admin.site.site_title = "Parley"
admin.site.login_form = SignInForm
