"""What members wish for, what they support, and what the coordination answers."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import User
from netzwerk.audit import record_event
from netzwerk.limits import count_this_hour
from netzwerk.mail.queue import MailDraft, queue_mails
from netzwerk.versions import lock_version, save_version
from trainings.enums import EventStatus
from trainings.feedback.enums import NeedState
from trainings.feedback.models import Need, NeedSupport
from trainings.models import TrainingEvent

MAIL_KIND = "training-needs"
WISHES_AN_HOUR = 20


class NeedRefused(Exception):
    """Why it can't be; `text` is German and for people."""

    text = ""


class AlreadyWished(NeedRefused):
    text = _("Diesen Wunsch haben Sie schon eingetragen.")


class TooManyWishes(NeedRefused):
    text = _("Das waren viele Wünsche auf einmal. Versuchen Sie es bitte in einer Stunde wieder.")


class NotSupportable(NeedRefused):
    text = _("Dieser Bedarf ist schon beantwortet und wird nicht mehr unterstützt.")


class NotMergeable(NeedRefused):
    text = _("Diese beiden lassen sich nicht mehr zusammenführen. Laden Sie die Seite bitte neu.")


@transaction.atomic
def propose_need(*, values, actor_category, by):
    """A new wish, its author being the first supporter. Raises AlreadyWished (a double click) and TooManyWishes."""
    User.objects.select_for_update().get(pk=by.pk)
    own = NeedSupport.objects.filter(user=by, is_author=True, need__merged_into=None, need__state=NeedState.OPEN)
    if own.filter(need__title__iexact=values["title"]).exists():
        raise AlreadyWished
    if count_this_hour(f"needs:user:{by.pk}") > WISHES_AN_HOUR:
        raise TooManyWishes
    need = Need.objects.create(**values, actor_category=actor_category)
    NeedSupport.objects.create(need=need, user=by, actor_category=actor_category, is_author=True)
    record_event("feedback.need_proposed", target=need, by=by)
    return need


@transaction.atomic
def support_need(*, need, actor_category, by):
    """Counts `by` once, however often they ask. Raises NotSupportable."""
    need = _locked(need)
    if not need.can_be_supported:
        raise NotSupportable
    NeedSupport.objects.get_or_create(need=need, user=by, defaults={"actor_category": actor_category})


@transaction.atomic
def withdraw_support(*, need, by):
    """Takes the support back; an open wish that nobody else wants goes with it. Returns whether it stays."""
    need = _locked(need)
    need.supports.filter(user=by).delete()
    if need.state == NeedState.OPEN and not need.supports.exists():
        record_event("feedback.need_withdrawn", target=need, by=by)
        need.delete()
        return False
    return True


@transaction.atomic
def decide_need(*, need, values, version, by):
    """Writes the answer (`values`: state, event, answer, topic). Raises netzwerk.versions.Outdated.

    Where the training is public already, those who wished learn of it now.
    """
    need = lock_version(need, version)
    need.answered_on = None if values["state"] == NeedState.OPEN else timezone.localdate()
    changed = save_version(need, values)
    need.save(update_fields=["answered_on"])
    record_event("feedback.need_decided", target=need, by=by, state=need.state, fields=changed)
    if need.event:
        tell_supporters(need.event)
    return need


@transaction.atomic
def hide_need(*, need, is_hidden, by):
    """Takes a wish from the members' list, or puts it back."""
    if Need.objects.filter(pk=need.pk).exclude(is_hidden=is_hidden).update(is_hidden=is_hidden):
        record_event(f"feedback.need_{'hidden' if is_hidden else 'shown'}", target=need, by=by)


@transaction.atomic
def merge_needs(*, kept, gone, by):
    """Everybody who wants `gone` wants `kept` from now on, each counted once. Raises NotMergeable."""
    rows = {need.pk: need for need in Need.objects.select_for_update().filter(pk__in=(kept.pk, gone.pk)).order_by("pk")}
    if len(rows) != 2 or any(need.merged_into_id for need in rows.values()):
        raise NotMergeable
    kept, gone = rows[kept.pk], rows[gone.pk]
    there = kept.supports.values("user")
    gone.supports.filter(user__in=there).delete()
    gone.supports.update(need=kept, is_author=False)
    Need.objects.filter(merged_into=gone).update(merged_into=kept)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    record_event("feedback.needs_merged", target=kept, by=by, gone=gone.pk)
    if kept.event:
        tell_supporters(kept.event)


def tell_supporters(event):
    """One mail to everybody whose wish the public training `event` answers; none for one that is over.

    Whoever wished for several of its topics gets one, and a second run writes nothing.
    """
    if event.status != EventStatus.PUBLISHED or event.has_begun:
        return
    supports = NeedSupport.objects.filter(need__event=event, need__merged_into=None, user__is_active=True)
    queue_mails(
        MailDraft(
            template="feedback/email/need_answered",
            to=support.user.email,
            key=f"need-answered:{event.pk}:{support.user_id}",
            kind=MAIL_KIND,
            recipient_id=support.user_id,
            context={"event": event, "need": support.need},
            outdated_at=event.starts_at,
        )
        for support in supports.select_related("need", "user").order_by("-pk")
    )


def not_offered(items, now):
    """Keys of those `items` of a digest that answer a wish with a training cancelled or taken back meanwhile."""
    told = {item.key: int(item.key.split(":")[1]) for item in items if item.kind == MAIL_KIND}
    if not told:
        return set()
    offered = set(TrainingEvent.objects.upcoming(now).filter(pk__in=told.values()).values_list("pk", flat=True))
    return {key for key, event in told.items() if event not in offered}


def _locked(need):
    return Need.objects.select_for_update().get(pk=need.pk)
