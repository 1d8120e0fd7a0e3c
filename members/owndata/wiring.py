"""What own data add to the rooms below: the parts of members and ground, names of mails and events."""

from django.utils.translation import gettext_lazy as _

from members.owndata.sections import register_all
from netzwerk.mail import register_mail_kind

register_mail_kind("owndata", _("Eigene Daten"))
register_all()
