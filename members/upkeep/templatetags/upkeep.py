"""What the pages of this room need beside their context."""

from django import template

from members.upkeep.fields import label_of

register = template.Library()


@register.filter
def field_label(change, record):
    """The German name of a change's field; for a seat the person's name before it."""
    if change.membership is None:
        return label_of(record, change.field)
    if change.is_leaving:
        return str(change.membership.person)
    return f"{change.membership.person}: {label_of(change.membership, change.field)}"
