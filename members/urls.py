"""Addresses of this room."""

from django.urls import path

from members.invitations import views as invitations

app_name = "members"
urlpatterns = [
    path("koordination/einladungen/", invitations.invitation_list, name="invitation-list"),
    path("koordination/einladungen/alle/", invitations.invitation_many, name="invitation-many"),
    path(
        "koordination/einladungen/<int:pk>/zurueckziehen/", invitations.invitation_withdraw, name="invitation-withdraw"
    ),
    path("koordination/personen/<int:pk>/einladen/", invitations.invitation_create, name="invitation-create"),
    path("einladung/<str:token>/", invitations.invitation_accept, name="invitation-accept"),
]
