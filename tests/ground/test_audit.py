"""Every event that is recorded anywhere has a German name for those who read the log."""

import ast

from netzwerk.audit import event_name
from tests.test_arrows import ROOT, sources


def recorded_kinds():
    """{kind: where} of every `record_event("…")` in the sources, where it is not put together."""
    return {
        node.args[0].value: f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in ("record_event", "record_events")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def test_every_event_has_a_name():
    """Name it in your wiring.py: netzwerk.audit.name_events."""
    kinds = recorded_kinds()

    assert "upkeep.data_confirmed" in kinds
    assert [f"{place}: {kind}" for kind, place in kinds.items() if str(event_name(kind)) == kind] == []


def test_unknown_kind_stays_readable():
    assert event_name("old.thing_happened") == "old.thing_happened"
