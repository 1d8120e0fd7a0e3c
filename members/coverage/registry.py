"""When somebody of an organisation was last at a meeting: said by the app that knows, if there is one.

It registers in its wiring.py: `registry.register(last_attended)`; `last_attended(organisation_ids)` returns
{organisation id: date} in a constant number of queries and leaves out who never came.
"""

_providers = []


def register(last_attended):
    """Sets the one who knows; the same one counts once."""
    if last_attended not in _providers:
        _providers.append(last_attended)


def is_known():
    """Whether anybody keeps attendance; otherwise pages do not speak of it."""
    return bool(_providers)


def last_attended(organisation_ids):
    """{organisation id: the latest date}."""
    latest = {}
    for provider in _providers:
        for key, day in provider(organisation_ids).items():
            latest[key] = max(day, latest.get(key, day))
    return latest
