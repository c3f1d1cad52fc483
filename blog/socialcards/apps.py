from django.apps import AppConfig


class SocialCardsConfig(AppConfig):
    """A picture for posts without a cover, for those who share them: title, authors and a colour of the first tag."""

    name = "blog.socialcards"
    label = "socialcards"

    def ready(self):
        from django.db.models.signals import post_delete

        from blog import social
        from blog.socialcards import cards

        social.register(cards.social_of)
        post_delete.connect(cards.forget, sender="blog.Post")
