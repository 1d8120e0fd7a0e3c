"""What the rooms above the members add to the example network.

A room registers in its wiring.py: `additions.register(load)`; `load()` finds the people and may run twice.
"""

_loaders = []


def register(load):
    """Adds a loader; the same one counts once."""
    if load not in _loaders:
        _loaders.append(load)


def load_additions():
    """Runs all loaders in the order the rooms registered."""
    for load in _loaders:
        load()
