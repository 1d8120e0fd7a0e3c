"""Pieces of HTML with values in them, for what stands many times on a page."""

from html import escape

from django.utils.safestring import SafeString


def fill(html, **values):
    """`html` with each `{name}` replaced by its value, escaped unless it is safe."""
    return SafeString(
        html.format_map(
            {name: value if isinstance(value, SafeString) else escape(str(value)) for name, value in values.items()}
        )
    )
