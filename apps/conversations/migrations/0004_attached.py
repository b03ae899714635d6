"""Messages know how many files hang on them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0003_call_ended"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="attached",
            field=models.SmallIntegerField(editable=False, null=True),
        ),
    ]
