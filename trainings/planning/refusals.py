"""What the coordination may not do with an event, as people read it."""


class EventRefused(Exception):
    """`text` is German, `field` the form's field it belongs to (None: the whole form)."""

    def __init__(self, text, field=None):
        super().__init__(str(text))
        self.text, self.field = text, field
