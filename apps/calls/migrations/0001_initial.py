"""Calls, and who takes part in them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import apps.core.clock
import apps.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("conversations", "0003_call_ended"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
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
                        choices=[("ringing", "Ringing"), ("active", "Active"), ("ended", "Ended")],
                        max_length=8,
                    ),
                ),
                ("media", models.JSONField()),
                ("client_id", models.CharField(editable=False, max_length=64)),
                ("ring_until", models.DateTimeField()),
                ("started_at", models.DateTimeField(db_default=apps.core.clock.DatabaseNow())),
                ("answered_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completed", "Completed"),
                            ("declined", "Declined"),
                            ("cancelled", "Cancelled"),
                            ("missed", "Missed"),
                            ("busy", "Busy"),
                            ("failed", "Failed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("seq", models.BigIntegerField(editable=False, null=True)),
                ("version", models.IntegerField(default=1, editable=False)),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Participant",
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
                            ("ringing", "Ringing"),
                            ("joined", "Joined"),
                            ("reconnecting", "Reconnecting"),
                            ("declined", "Declined"),
                            ("missed", "Missed"),
                            ("left", "Left"),
                        ],
                        max_length=12,
                    ),
                ),
                ("session", models.UUIDField(editable=False, null=True)),
                ("connection", models.CharField(blank=True, editable=False, max_length=64)),
                ("since", models.DateTimeField(db_default=apps.core.clock.DatabaseNow())),
                ("deadline", models.DateTimeField(editable=False, null=True)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="calls.call",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["conversation", "started_at"], name="calls_of_conversation"),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "ended"), _negated=True),
                fields=("conversation",),
                name="one_live_call",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.UniqueConstraint(
                fields=("started_by", "client_id"), name="one_call_per_client_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(fields=("call", "user"), name="one_participant_per_user"),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["joined", "reconnecting"])),
                fields=("user",),
                name="one_call_at_a_time",
            ),
        ),
    ]
