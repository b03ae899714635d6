"""Conversations, who is in them, messages and their log."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import apps.core.clock
import apps.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Installation",
            fields=[
                (
                    "singleton",
                    models.BooleanField(default=True, editable=False, primary_key=True, serialize=False),
                ),
                ("epoch", models.CharField(max_length=36)),
            ],
        ),
        migrations.CreateModel(
            name="Conversation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("direct", "Direct"), ("group", "Group"), ("room", "Room")], max_length=8
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120)),
                ("slug", models.CharField(blank=True, max_length=32, null=True, unique=True)),
                (
                    "history",
                    models.CharField(choices=[("shared", "Shared"), ("joined", "Joined")], max_length=8),
                ),
                ("direct_key", models.CharField(editable=False, max_length=73, null=True, unique=True)),
                ("client_id", models.CharField(editable=False, max_length=64, null=True)),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=64)),
                ("head", models.BigIntegerField(db_default=0, default=0, editable=False)),
                ("members_version", models.BigIntegerField(db_default=0, default=0, editable=False)),
                ("members_count", models.IntegerField(db_default=0, default=0, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(db_default=apps.core.clock.DatabaseNow(), editable=False),
                ),
                (
                    "last_activity_at",
                    models.DateTimeField(db_default=apps.core.clock.DatabaseNow(), editable=False),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        db_default=apps.core.clock.DatabaseNow(), db_index=True, editable=False
                    ),
                ),
                (
                    "creator",
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
            name="Message",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seq", models.BigIntegerField()),
                ("updated_seq", models.BigIntegerField()),
                ("client_id", models.CharField(max_length=64)),
                ("fingerprint", models.CharField(editable=False, max_length=64)),
                ("body", models.TextField(blank=True)),
                ("mentions", models.JSONField(blank=True, default=list)),
                ("created_at", models.DateTimeField(db_default=apps.core.clock.DatabaseNow())),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "reply_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replies",
                        to="conversations.message",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seq", models.BigIntegerField()),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("message", "Message"),
                            ("message_edited", "Message Edited"),
                            ("message_deleted", "Message Deleted"),
                            ("reaction", "Reaction"),
                            ("member_joined", "Member Joined"),
                            ("member_left", "Member Left"),
                            ("member_role", "Member Role"),
                            ("conversation_updated", "Conversation Updated"),
                        ],
                        max_length=24,
                    ),
                ),
                ("delta", models.JSONField(blank=True, default=dict)),
                ("at", models.DateTimeField(db_default=apps.core.clock.DatabaseNow())),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="conversations.message",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "log entries",
            },
        ),
        migrations.AddField(
            model_name="conversation",
            name="last_message",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="conversations.message",
            ),
        ),
        migrations.CreateModel(
            name="Reaction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("emoji", models.CharField(max_length=32)),
                ("created_at", models.DateTimeField(db_default=apps.core.clock.DatabaseNow())),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reactions",
                        to="conversations.message",
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
        migrations.CreateModel(
            name="ConversationBan",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=apps.core.clock.DatabaseNow())),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bans",
                        to="conversations.conversation",
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
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("conversation", "user"), name="one_ban_per_user")
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Owner"), ("admin", "Admin"), ("member", "Member")],
                        default="member",
                        max_length=8,
                    ),
                ),
                ("visible_from", models.BigIntegerField()),
                ("read_seq", models.BigIntegerField(db_default=0, default=0)),
                ("joined_at", models.DateTimeField(db_default=apps.core.clock.DatabaseNow())),
                ("muted_until", models.DateTimeField(blank=True, null=True)),
                (
                    "changed_at",
                    models.DateTimeField(db_default=apps.core.clock.DatabaseNow(), editable=False),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("conversation", "user"), name="one_membership_per_user")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                fields=("sender", "client_id"), name="one_message_per_client_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("conversation", "seq"), name="one_message_per_seq"),
        ),
        migrations.AddConstraint(
            model_name="logentry",
            constraint=models.UniqueConstraint(fields=("conversation", "seq"), name="one_entry_per_seq"),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.UniqueConstraint(
                fields=("creator", "client_id"), name="one_conversation_per_client_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="reaction",
            constraint=models.UniqueConstraint(
                fields=("message", "user", "emoji"), name="one_reaction_per_emoji"
            ),
        ),
    ]
