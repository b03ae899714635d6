"""Recordings of calls, and who agreed to them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import apps.core.clock
import apps.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="consents",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="call",
            name="recorder",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="call",
            name="recording",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name="Recording",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("recording", "Recording"),
                            ("uploading", "Uploading"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                        ],
                        default="recording",
                        max_length=16,
                    ),
                ),
                ("file", models.UUIDField(editable=False, null=True)),
                ("upload", models.CharField(blank=True, editable=False, max_length=1024)),
                ("started_at", models.DateTimeField(db_default=apps.core.clock.DatabaseNow())),
                ("stopped_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recordings",
                        to="calls.call",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["call", "started_at"], name="recordings_of_call")],
            },
        ),
    ]
