from django.db import migrations, models
from django.utils import timezone


def begun_before(apps, schema_editor):
    """Who works here already is not shown the first steps."""
    apps.get_model("accounts", "Membership").objects.update(start_dismissed_at=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0006_public_page"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="start_dismissed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunPython(begun_before, migrations.RunPython.noop),
    ]
