"""`{% load paths %}`: small helps for path pages."""

from datetime import date
from functools import lru_cache

from django import template
from django.utils.formats import date_format

register = template.Library()


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
