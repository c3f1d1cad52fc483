"""What a post is, in schema.org's words, for search engines: https://schema.org/BlogPosting."""

from django.conf import settings

from blog import social
from blog.models import Revision, SiteSettings
from blog.reading_time import minutes


def blog_posting(revision: Revision, site: SiteSettings, address: str) -> dict:
    """Return the JSON-LD of a post whose canonical address is ``address``."""
    image = social.picture_of(revision, site)
    changed_at = revision.revised_at or revision.dated_at
    data = {
        "@context": "https://schema.org",
        "@type": "BlogPosting" if revision.listed else "WebPage",
        "headline": revision.title,
        "description": revision.seo_description or revision.teaser,
        "inLanguage": revision.language or site.language,
        "mainEntityOfPage": address,
        "datePublished": revision.dated_at and revision.dated_at.isoformat(),
        "dateModified": changed_at and changed_at.isoformat(),
        "author": [
            {
                "@type": "Person",
                "name": byline.author.name,
                "url": settings.BYLINE_URL + byline.author.get_absolute_url(),
            }
            for byline in revision.bylines.all()
        ],
        "publisher": {"@type": "Organization", "name": site.name, "url": f"{settings.BYLINE_URL}/"},
        "keywords": [tag.name for tag in revision.tags.all()],
        "wordCount": revision.word_count,
        "timeRequired": revision.word_count
        and f"PT{minutes(revision.word_count, revision.language or site.language)}M",
        "image": image and image.url,
    }
    return {name: value for name, value in data.items() if value}
