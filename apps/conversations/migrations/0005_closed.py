"""A conversation that was deleted is closed until the worker has forgotten it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0004_attached"),
    ]

    operations = [
        migrations.AlterField(
            model_name="conversation",
            name="kind",
            field=models.CharField(
                choices=[("direct", "Direct"), ("group", "Group"), ("room", "Room"), ("closed", "Closed")],
                max_length=8,
            ),
        ),
    ]
