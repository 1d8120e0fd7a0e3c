"""`{% load paths %}`: small helps for path pages."""

from datetime import date
from functools import lru_cache

from django import template
from django.utils.formats import date_format

from netzwerk.pagecache import kept

register = template.Library()


class StepsNode(template.Node):
    """Renders its block once per content stamp for everyone without a town; a town's answer changes with the clock."""

    def __init__(self, nodelist, reading):
        self.nodelist, self.reading = nodelist, reading

    def render(self, context):
        reading = self.reading.resolve(context)
        request = None if reading.choice.slug else context.get("request")
        return kept(request, ("steps", reading.version.pk), lambda: self.nodelist.render(context))


@register.tag
def steps_of(parser, token):
    """`{% steps_of reading %}…{% endsteps_of %}`: the long list of steps, most of a path page's cost."""
    _name, reading = token.split_contents()
    nodelist = parser.parse(["endsteps_of"])
    parser.delete_first_token()
    return StepsNode(nodelist, parser.compile_filter(reading))


@register.filter
def entry(mapping, key):
    """`mapping[key]`, or None."""
    return mapping.get(key)


@register.filter
@lru_cache(maxsize=200)
def iso_date(text):
    """A date that came as „2025-07-01“ out of JSON, as „1. Juli 2025“."""
    return date_format(date.fromisoformat(text), "j. F Y") if text else ""


@register.filter
def paragraphs(text):
    """The paragraphs of a text (blank line between them)."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]
