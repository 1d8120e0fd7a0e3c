"""Calendar objects: one row a date, from which feeds and invitations by mail follow.

item = publish_item("meeting:17", summary=…, starts_at=…, ends_at=…, scopes=[body_scope], by=user)
invite(item, [Invitee("person:4", "ina@amt.example", "Ina Amt")], by=user)
cancel_item("meeting:17", by=user)
"""

from netzwerk.calendars.actions import cancel_item, publish_item
from netzwerk.calendars.invitations import Invitee, invite, uninvite
from netzwerk.calendars.scopes import MEMBERS, PUBLIC, register_scopes

__all__ = ["MEMBERS", "PUBLIC", "Invitee", "cancel_item", "invite", "publish_item", "register_scopes", "uninvite"]
