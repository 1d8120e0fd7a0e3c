"""Rows that public pages show: every change of them sets a new stamp."""

from django.db import models

from netzwerk.pagecache.stamp import pages_changed


class PublicQuerySet(models.QuerySet):
    """Every bulk change drops the cached pages too."""

    def update(self, **values):
        result = super().update(**values)
        pages_changed()
        return result

    def bulk_create(self, *args, **kwargs):
        result = super().bulk_create(*args, **kwargs)
        pages_changed()
        return result

    def bulk_update(self, *args, **kwargs):
        result = super().bulk_update(*args, **kwargs)
        pages_changed()
        return result

    def delete(self):
        result = super().delete()
        pages_changed()
        return result

    for _method in (update, bulk_create, bulk_update, delete):
        _method.alters_data = True
    del _method
    delete.queryset_only = True


class PublicContent(models.Model):
    """Rows that public pages show; querysets of subclasses build on `PublicContent.QuerySet`."""

    QuerySet = PublicQuerySet

    objects = PublicQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        pages_changed()

    def delete(self, *args, **kwargs):
        deleted = super().delete(*args, **kwargs)
        pages_changed()
        return deleted


def links_changed(*, action, model, instance, **_signal):
    """m2m_changed: links between public rows are shown on pages as well."""
    is_public = issubclass(model, PublicContent) or isinstance(instance, PublicContent)
    if is_public and action.startswith("post_"):
        pages_changed()


def rows_loaded(*, sender, raw=False, **_signal):
    """post_save: `loaddata` saves rows without their own `save`."""
    if raw and issubclass(sender, PublicContent):
        pages_changed()
