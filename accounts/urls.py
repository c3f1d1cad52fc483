"""Pages about one’s own account that allauth does not have."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("invitation/<str:token>/", views.accept_invitation, name="invitation"),
    path("sessions/<int:pk>/end/", views.end_session, name="end_session"),
]
