"""Addresses of this room."""

from django.urls import path

from members.absences import views as absences
from members.bodies import views as bodies
from members.invitations import views as invitations
from members.memberships import views as memberships
from members.messages import views as messages
from members.organisations import own
from members.organisations import views as organisations
from members.people import views as people
from members.roles import views as roles

app_name = "members"
urlpatterns = [
    path("koordination/personen/", people.person_list, name="person-list"),
    path("koordination/personen/neu/", people.person_create, name="person-create"),
    path("koordination/personen/<int:pk>/", people.person_detail, name="person-detail"),
    path("koordination/personen/<int:pk>/aendern/", people.person_update, name="person-update"),
    path("koordination/personen/<int:pk>/loeschen/", people.person_delete, name="person-delete"),
    path("koordination/einrichtungen/", organisations.organisation_list, name="organisation-list"),
    path("koordination/einrichtungen/neu/", organisations.organisation_create, name="organisation-create"),
    path("koordination/einrichtungen/<int:pk>/", organisations.organisation_detail, name="organisation-detail"),
    path("koordination/einrichtungen/<int:pk>/aendern/", organisations.organisation_update, name="organisation-update"),
    path("koordination/einladungen/", invitations.invitation_list, name="invitation-list"),
    path("koordination/einladungen/alle/", invitations.invitation_many, name="invitation-many"),
    path(
        "koordination/einladungen/<int:pk>/zurueckziehen/", invitations.invitation_withdraw, name="invitation-withdraw"
    ),
    path("koordination/personen/<int:pk>/einladen/", invitations.invitation_create, name="invitation-create"),
    path("einladung/<str:token>/", invitations.invitation_accept, name="invitation-accept"),
    path("koordination/rollen/", roles.role_list, name="role-list"),
    path("koordination/rollen/vergeben/", roles.role_give, name="role-give"),
    path("koordination/rollen/<int:pk>/entziehen/", roles.role_take, name="role-take"),
    path("intern/gremien/", bodies.body_list, name="body-list"),
    path("intern/gremien/<int:pk>/", bodies.body_detail, name="body-detail"),
    path("intern/gremien/<int:pk>/aendern/", bodies.body_update, name="body-update"),
    path("intern/gremien/<int:pk>/mitglied/", bodies.seat_add, name="body-seat-add"),
    path("intern/gremien/<int:pk>/mitglied/<int:seat>/", bodies.seat_change, name="body-seat-change"),
    path("koordination/gremien/neu/", bodies.body_create, name="body-create"),
    path("koordination/einrichtungen/<int:pk>/beenden/", organisations.organisation_close, name="organisation-close"),
    path(
        "koordination/einrichtungen/<int:pk>/wieder-aufnehmen/",
        organisations.organisation_reopen,
        name="organisation-reopen",
    ),
    path("koordination/sitze/neu/", memberships.membership_create, name="membership-create"),
    path("koordination/sitze/<int:pk>/aendern/", memberships.membership_update, name="membership-update"),
    path("koordination/sitze/<int:pk>/beenden/", memberships.membership_end, name="membership-end"),
    path("koordination/sitze/<int:pk>/ende-zuruecknehmen/", memberships.membership_restore, name="membership-restore"),
    path("koordination/personen/<int:pk>/abwesenheit/", absences.absence_list, name="absence-list"),
    path("koordination/abwesenheiten/<int:pk>/loeschen/", absences.absence_delete, name="absence-delete"),
    path("mein/abwesenheit/", absences.own_absence_list, name="own-absence-list"),
    path("mein/abwesenheit/<int:pk>/loeschen/", absences.own_absence_delete, name="own-absence-delete"),
    path("mein/nachrichten/", messages.message_list, name="message-list"),
    path("abmelden/<str:token>/", messages.message_unsubscribe, name="message-unsubscribe"),
    path("mein/einrichtung/", own.own_organisation_list, name="own-organisation-list"),
    path("mein/einrichtung/<int:pk>/", own.own_organisation_update, name="own-organisation-update"),
    path("mein/einrichtung/sitze/<int:pk>/", own.own_membership_update, name="own-membership-update"),
]
