"""What a post, its authors, the way to a page and the publication are, in schema.org's words, for search engines."""

from django.conf import settings

from accounts.models import Author
from blog import social
from blog.cards import Shown
from blog.models import SiteSettings
from blog.reading_time import minutes
from media import licences


def breadcrumbs(site: SiteSettings, trail: list[tuple[str, str]]) -> dict:
    """Return the JSON-LD of the way to a page: (name, address) of what lies below home, itself last."""
    way = [(site.name, "/"), *trail]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": settings.BYLINE_URL + address}
            for place, (name, address) in enumerate(way, 1)
        ],
    }


def publication(site: SiteSettings) -> dict:
    """Return the JSON-LD of home: the website, and who publishes it."""
    home = f"{settings.BYLINE_URL}/"
    publisher = {
        "@type": "Organization",
        "@id": f"{home}#publisher",
        "name": site.name,
        "url": home,
        "logo": site.logo and site.logo.whole_url,
        "sameAs": [link["url"] for link in site.social_links if link["url"].startswith("http")],
    }
    website = {
        "@type": "WebSite",
        "@id": f"{home}#website",
        "name": site.name,
        "url": home,
        "description": site.tagline,
        "inLanguage": site.language,
        "publisher": {"@id": publisher["@id"]},
    }
    return {"@context": "https://schema.org", "@graph": [_said(website), _said(publisher)]}


def profile(author: Author, site: SiteSettings) -> dict:
    """Return the JSON-LD (https://schema.org/ProfilePage) of an author's page."""
    address = settings.BYLINE_URL + author.get_absolute_url()
    person = {
        "@type": "Person",
        "@id": f"{address}#person",
        "name": author.name,
        "url": address,
        "description": author.bio,
        "image": author.portrait and author.portrait.whole_url,
        "sameAs": [link["url"] for link in author.links],
    }
    page = {"@type": "ProfilePage", "url": address, "inLanguage": site.language, "mainEntity": _said(person)}
    return {"@context": "https://schema.org", **page}


def blog_posting(revision: Shown, site: SiteSettings, address: str) -> dict:
    """Return the JSON-LD (https://schema.org/BlogPosting) of a post whose canonical address is ``address``."""
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
            {"@type": "Person", "name": author.name, "url": settings.BYLINE_URL + author.get_absolute_url()}
            for author in revision.written_by
        ],
        "publisher": {"@type": "Organization", "name": site.name, "url": f"{settings.BYLINE_URL}/"},
        "keywords": [tag.name for tag in revision.tagged],
        "wordCount": revision.word_count,
        "timeRequired": revision.word_count
        and f"PT{minutes(revision.word_count, revision.language or site.language)}M",
        "image": image and _image_object(revision, image),
    }
    return _said(data)


def _image_object(revision: Shown, image) -> dict:
    """Return what stands for a post as https://schema.org/ImageObject; of a cover, who made it and what it allows."""
    data = {"@type": "ImageObject", "url": image.url}
    if cover := revision.cover:
        data |= {
            "caption": cover.caption if revision.cover_caption is None else revision.cover_caption,
            "creditText": cover.credit,
            "license": licences.deed(cover.licence),
            "acquireLicensePage": cover.source_url,
        }
    return _said(data)


def _said(data: dict) -> dict:
    return {name: value for name, value in data.items() if value}
