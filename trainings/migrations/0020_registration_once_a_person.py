"""One person holds or wants at most one seat of an event."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trainings", "0010_course_kind_is_active")]

    operations = [
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("confirmed", "waiting", "offered"))),
                fields=("event", "person"),
                name="registration_once_a_person",
                violation_error_message="Diese Person ist für die Veranstaltung schon angemeldet.",
            ),
        ),
    ]
