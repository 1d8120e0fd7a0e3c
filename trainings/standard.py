"""Topics and kinds of courses a network starts with; what coordinators rename or retire stays as they made it."""

from django.db import transaction

from trainings.models import CourseKind, Topic

# (topic, belongs to the Schutzauftrag)
TOPICS = (
    ("Schutzauftrag und Gefährdungseinschätzung", True),
    ("Gewichtige Anhaltspunkte erkennen", True),
    ("Mitteilungswege und Zusammenarbeit", True),
    ("Gespräche mit Eltern", True),
    ("Gespräche mit Kindern und Jugendlichen", True),
    ("Sexualisierte Gewalt", True),
    ("Digitale Gewalt", True),
    ("Häusliche Gewalt und Partnerschaftsgewalt", True),
    ("Vernachlässigung und seelische Gewalt", True),
    ("Schutzkonzepte in Einrichtungen", True),
    ("Datenschutz und Schweigepflicht", True),
    ("Kinder psychisch oder suchtkranker Eltern", True),
    ("Frühe Hilfen", False),
    ("Selbstfürsorge im Team", False),
)
# (kind of course, months until it is refreshed)
COURSE_KINDS = (
    ("Grundlagen im Kinderschutz", 36),
    ("Gefährdungseinschätzung im Team", 24),
    ("Fachtag", None),
)


@transaction.atomic
def load_standard():
    """Fills empty tables; returns (topics, kinds of courses) made."""
    topics = [] if Topic.objects.exists() else [Topic(name=name, is_mandate=mandate) for name, mandate in TOPICS]
    kinds = [] if CourseKind.objects.exists() else [CourseKind(name=n, refresher_months=m) for n, m in COURSE_KINDS]
    Topic.objects.bulk_create(topics)
    CourseKind.objects.bulk_create(kinds)
    return topics, kinds
