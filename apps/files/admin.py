"""Files: to look at, and to delete."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from apps.core.admin import ReadOnlyAdmin
from apps.core.transactions import run
from apps.files.models import File
from apps.files.services.forgetting import forget


@admin.register(File)
class FileAdmin(ReadOnlyAdmin):
    list_display = ("name", "owner", "media_type", "size", "state", "holder_kind", "created_at")
    list_filter = ("state", "media_type", "holder_kind", "created_at")
    list_select_related = ("owner",)
    search_fields = ("=id", "name", "owner__username", "sha256")
    search_help_text = "Id, name, whose it is, or SHA-256"
    ordering = ("-created_at", "-id")
    show_full_result_count = False
    actions = ("forget",)

    def has_forget_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("files.delete_file")

    @admin.action(description="Delete these files", permissions=["forget"])
    def forget(self, request: HttpRequest, chosen: QuerySet[File]) -> None:
        ids = list(chosen.values_list("id", flat=True))
        gone = run(lambda: forget(Q(id__in=ids)))
        self.message_user(request, f"{gone} files are deleted.")
