"""Everything that refers to a record, found through the models: what apps to come add counts from the first day."""

from django.db.models import ForeignObjectRel, UniqueConstraint


def relations_to(model):
    """Every foreign key to `model`, also those without a name on this side; many-to-many by their tables."""
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel) and not relation.many_to_many and relation.field.concrete
    ]


def rival_of(row, field, value):
    """The row that a unique constraint would not let stand beside `row` if its `field` were `value`, or None."""
    manager = type(row)._base_manager
    for names, condition, nulls_differ in _unique_sets(type(row), field):
        others = {name: getattr(row, type(row)._meta.get_field(name).attname) for name in names if name != field.name}
        if nulls_differ and None in others.values():
            continue
        if condition is not None and not manager.filter(condition, pk=row.pk).exists():
            continue
        wanted = {name + ("__isnull" if at is None else ""): True if at is None else at for name, at in others.items()}
        rivals = manager.filter(**wanted, **{field.name: value}).exclude(pk=row.pk)
        found = (rivals.filter(condition) if condition is not None else rivals).first()
        if found:
            return found
    return None


def _unique_sets(model, field):
    """(names, condition or None, whether two nulls differ) of the fields that are unique together with `field`."""
    if field.unique:
        yield (field.name,), None, True
    for names in model._meta.unique_together:
        if field.name in names:
            yield tuple(names), None, True
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and field.name in constraint.fields:
            yield constraint.fields, constraint.condition, constraint.nulls_distinct is not False
