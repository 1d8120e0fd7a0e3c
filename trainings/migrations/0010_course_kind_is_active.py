"""Kinds of courses can be retired, as topics can."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trainings", "0001_first")]

    operations = [
        migrations.AddField(
            model_name="coursekind",
            name="is_active",
            field=models.BooleanField(default=True, verbose_name="In Gebrauch"),
        ),
    ]
