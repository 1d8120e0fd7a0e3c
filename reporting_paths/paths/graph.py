"""Whether the steps of a path lead from the first to an end: no dead end, no circle, nothing out of reach."""

from reporting_paths.paths.enums import StepKind

EMERGENCY = "S0"
END = "ende"


def graph_faults(content):
    """(key, reason) of every mistake in the way through `content["steps"]`."""
    steps = content["steps"]
    if not steps:
        return [("steps", "der Weg hat keinen Schritt")]
    targets = {step["key"]: _targets(step) for step in steps}
    if len(targets) < len(steps):
        return [("steps", "eine Nummer kommt zweimal vor")]
    faults = [*_dead_ends(steps), *_unknown_targets(steps, targets)]
    return faults or [*_unreachable(steps, targets), *_circles(steps, targets)]


def _targets(step):
    """Keys this step leads to; ends and S0 lead out of the path."""
    if step["kind"] == StepKind.DECISION:
        goals = [choice["goto"] for choice in step.get("choices", [])]
    else:
        goals = [step["next"]]
    return [goal for goal in goals if goal not in ("", END, EMERGENCY)]


def _dead_ends(steps):
    for step in steps:
        choices = step.get("choices", [])
        if step["kind"] == StepKind.DECISION and len(choices) < 2:
            yield f"Schritt {step['key']}", "Sackgasse: eine Entscheidung braucht zwei Antworten"
        if step["kind"] != StepKind.DECISION and choices:
            yield f"Schritt {step['key']}", "Antworten gehören nur zu einer Entscheidung"
        if step["kind"] == StepKind.DECISION and step["next"]:
            yield f"Schritt {step['key']}", "nach einer Entscheidung führen die Antworten weiter, nicht „next“"


def _unknown_targets(steps, targets):
    for step in steps:
        for goal in targets[step["key"]]:
            if goal not in targets:
                yield f"Schritt {step['key']}", f"führt zu unbekanntem Schritt „{goal}“"


def _unreachable(steps, targets):
    """Steps no way leads to; special steps are entrances of their own."""
    reached = set()
    waiting = [steps[0]["key"]] + [step["key"] for step in steps if step["kind"] == StepKind.SPECIAL]
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting += targets[key]
    return [(f"Schritt {step['key']}", "kein Weg führt hierher") for step in steps if step["key"] not in reached]


def _circles(steps, targets):
    """Steps from which a way leads back to themselves; says the first one found."""
    done, trail = set(), []

    def visit(key):
        if key in trail:
            return key
        if key in done:
            return None
        trail.append(key)
        found = next((circle for goal in targets[key] if (circle := visit(goal))), None)
        trail.pop()
        done.add(key)
        return found

    circle = next((found for step in steps if (found := visit(step["key"]))), None)
    return [(f"Schritt {circle}", "der Weg führt im Kreis")] if circle else []
