"""What somebody without an account can open, below /shared/."""

from django.urls import path

from blog.discussion import shared

urlpatterns = [path("<str:token>/", shared.shared, name="shared")]
