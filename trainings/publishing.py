"""What follows once a training is published: rooms above say so here, and the action that publishes announces it.

A room registers in its AppConfig.ready: `publishing.register(tell)`; `tell(event)` runs in the transaction that
publishes, so it either happens with it or not at all. A training may be published more than once (taken back in
between): whoever writes mails gives them a key of its own.
"""

_listeners = []


def register(listener):
    """Adds a listener; the same one counts once."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(event):
    """Tells all listeners that `event` has just been published."""
    for listener in _listeners:
        listener(event)
