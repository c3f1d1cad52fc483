"""The address of a card, which tells its content: it never changes, and browsers may keep it."""

from django.urls import re_path

from blog.socialcards.views import social_card

CARD = r"^(?P<number>0|[1-9][0-9]{0,17})-(?P<digest>[0-9a-f]{32})\.png$"

urlpatterns = [re_path(CARD, social_card, name="social_card")]
