"""Undefined template variables fail the run."""

import inspect
from pathlib import Path

OUR_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
# crispy's own tags fill these templates from dictionaries whose keys differ from field to field.
EXEMPT = OUR_TEMPLATES / "crispy_netzwerk"


class UndefinedVariable(Exception):
    """A template of ours prints a name that its context does not have."""


class FailOnUndefined(str):
    """As `string_if_invalid`: Django asks whether it holds "%s", then formats the unknown name into it."""

    __slots__ = ()

    def __new__(cls):
        return super().__new__(cls, "%s")

    def __contains__(self, text):
        return text == "%s" or super().__contains__(text)

    def __mod__(self, name):
        template = _template_in_work()
        if template is None or not template.is_relative_to(OUR_TEMPLATES) or template.is_relative_to(EXEMPT):
            return ""
        raise UndefinedVariable(f"{{{{ {name} }}}} in {template.relative_to(OUR_TEMPLATES)}")


def _template_in_work():
    """The file of the innermost template node that is being rendered."""
    frame = inspect.currentframe()
    while frame is not None:
        node = frame.f_locals.get("self")
        origin = getattr(node, "origin", None)
        if origin is not None and frame.f_code.co_name in ("render_annotated", "render"):
            return Path(str(origin.name))
        frame = frame.f_back
    return None
