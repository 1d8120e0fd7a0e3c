"""Names events and mails of feedback, and what is stored about people here."""

from django.utils.translation import gettext_lazy as _

from members import merging, personal_data
from members.example import additions
from netzwerk.audit import name_events
from netzwerk.mail import register_mail_kind
from netzwerk.mail.digest import register_digest_check
from trainings import publishing
from trainings.feedback import own_data, reminders
from trainings.feedback.actions.needs import MAIL_KIND, not_offered, tell_supporters
from trainings.feedback.example import load_feedback
from trainings.feedback.models import NeedSupport

reminders.register()
register_mail_kind(MAIL_KIND, _("Fortbildungen zu Ihren Wünschen"), is_duty=False)
register_digest_check(not_offered)
publishing.register(tell_supporters)
personal_data.register(own_data.wishes, covers=own_data.COVERS)
personal_data.register(own_data.answer_marks)
personal_data.register_eraser(own_data.erase)
merging.register(NeedSupport, own_data.keep_authorship)
additions.register(load_feedback)
name_events(
    {
        "feedback.need_proposed": _("Bedarf eingetragen"),
        "feedback.need_withdrawn": _("Bedarf zurückgezogen"),
        "feedback.need_decided": _("Bedarf beantwortet"),
        "feedback.need_hidden": _("Bedarf ausgeblendet"),
        "feedback.need_shown": _("Bedarf wieder eingeblendet"),
        "feedback.needs_merged": _("Bedarfe zusammengeführt"),
    }
)
