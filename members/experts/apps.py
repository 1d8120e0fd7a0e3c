from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpertsConfig(AppConfig):
    name = "members.experts"
    label = "experts"
    verbose_name = _("Insoweit erfahrene Fachkräfte")

    def ready(self):
        from members import open_matters
        from members.example import additions
        from members.experts import connections
        from members.experts.actions.advice import MAIL_KIND
        from members.experts.example import load_experts
        from members.models import Person
        from netzwerk import usage
        from netzwerk.mail import register_mail_kind

        register_mail_kind(MAIL_KIND, _("Anfragen nach Beratung"))
        open_matters.register(connections.open_matters_of_seat)
        additions.register(load_experts)
        usage.register(Person, connections.usages_of_person)
