"""What the members add to the ground, and to their own registries."""

from django.utils.translation import gettext_lazy as _

from members import personal_data
from members.accounts import reminders as of_accounts
from members.calendars import scopes_of_member
from members.event_names import EVENTS
from members.invitations import reminders as of_invitations
from members.invitations.signals import connect_signals
from members.memberships.matters import register_matters
from members.messages import own_data, wishes
from netzwerk.audit import name_events
from netzwerk.calendars.scopes import register_scopes
from netzwerk.mail import register_choice
from netzwerk.mail.kinds import register_mail_kind

connect_signals()
register_matters()
register_scopes(scopes_of_member)
name_events(EVENTS)
register_mail_kind("invitation", _("Einladung in das Portal"), is_secret=True, is_before_access=True)
register_mail_kind("roles", _("Rollen"))
of_invitations.register()
of_accounts.register()
register_choice(wishes.wishes_of_recipients)
personal_data.register(own_data.message_choices, covers=own_data.COVERS, place=60)
personal_data.register_eraser(own_data.erase)
