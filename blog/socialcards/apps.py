from django.apps import AppConfig


class SocialCardsConfig(AppConfig):
    """A picture for those who share a page that has none: of a post its title, authors and a colour of the first tag,
    of other pages the publication's tagline.
    """

    name = "blog.socialcards"
    label = "socialcards"

    def ready(self):
        from django.db.models.signals import post_delete

        from blog import social
        from blog.socialcards import cards

        social.register(cards.social_of)
        post_delete.connect(cards.forget, sender="blog.Post")
