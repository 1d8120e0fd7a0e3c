"""What the ground itself registers, and the signals it answers."""

from django.apps import apps
from django.db.models.signals import m2m_changed, post_migrate, post_save
from django.utils.translation import gettext_lazy as _

from netzwerk.audit import name_events
from netzwerk.calendars.invitations import KIND
from netzwerk.mail.kinds import register_mail_kind
from netzwerk.pagecache import links_changed, renew_stamp, rows_loaded

name_events(
    {
        "netzwerk.job_queued": _("Vorgang begonnen"),
        "netzwerk.job_cancelled": _("Vorgang abgebrochen"),
        "netzwerk.mail_resent": _("E-Mail noch einmal gesendet"),
        "netzwerk.mail_stopped": _("E-Mail angehalten"),
        "netzwerk.mail_bounced": _("E-Mail kam zurück"),
        "netzwerk.calendar_item_created": _("Termin angelegt"),
        "netzwerk.calendar_item_changed": _("Angaben zu einem Termin geändert"),
        "netzwerk.calendar_item_moved": _("Termin geändert"),
        "netzwerk.calendar_item_cancelled": _("Termin abgesagt"),
        "netzwerk.calendar_feed_created": _("Kalenderadresse angelegt"),
        "netzwerk.calendar_feed_renewed": _("Kalenderadresse erneuert"),
        "netzwerk.reminder_rule_changed": _("Regel für Erinnerungen geändert"),
        "netzwerk.reminder_rule_reset": _("Regel für Erinnerungen zurückgesetzt"),
    }
)
register_mail_kind(KIND, _("Termine"))
# Changed links, loaded rows and migrations drop pages.
m2m_changed.connect(links_changed)
post_save.connect(rows_loaded)
post_migrate.connect(renew_stamp, sender=apps.get_app_config("netzwerk"))
