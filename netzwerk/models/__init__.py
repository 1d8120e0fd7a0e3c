"""Rows that every app stands on."""

from netzwerk.models.audit import AuditEvent
from netzwerk.models.network import Municipality, Network, PostalCode, YouthWelfareOffice

__all__ = ["AuditEvent", "Municipality", "Network", "PostalCode", "YouthWelfareOffice"]
