"""The log may tell that a call has ended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0002_search"),
    ]

    operations = [
        migrations.AlterField(
            model_name="logentry",
            name="type",
            field=models.CharField(
                choices=[
                    ("message", "Message"),
                    ("message_edited", "Message Edited"),
                    ("message_deleted", "Message Deleted"),
                    ("reaction", "Reaction"),
                    ("member_joined", "Member Joined"),
                    ("member_left", "Member Left"),
                    ("member_role", "Member Role"),
                    ("conversation_updated", "Conversation Updated"),
                    ("call_ended", "Call Ended"),
                ],
                max_length=24,
            ),
        ),
    ]
