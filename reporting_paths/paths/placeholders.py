"""Names in braces in texts, filled from the network's records: `{jugendamt}`, `{bereitschaft}` and so on."""

import re

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
NAMES = ("netzwerk", "koordination", "jugendamt", "bereitschaft", "asd")


def unknown_placeholders(text):
    """Names in braces that nothing fills, in order."""
    return [name for name in PLACEHOLDER.findall(text) if name not in NAMES]


def fill(text, values):
    """`text` with every placeholder replaced; `values` has a string for each of NAMES."""
    return PLACEHOLDER.sub(lambda match: str(values[match[1]]), text)
