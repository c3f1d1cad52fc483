"""A notice as a mail, and what an error in sending it means. Sending, and trying again, is for ``tasks``."""

import smtplib
import zoneinfo
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_str

from blog.models import SiteSettings
from blog.notices import wording
from blog.notices.models import Notice


def compose(notice: Notice) -> EmailMultiAlternatives:
    """Return the mail, in the publication's language and the time zone of who gets it."""
    event, user, site = notice.event, notice.user, SiteSettings.load()
    with translation.override(site.language), timezone.override(zoneinfo.ZoneInfo(user.time_zone)):
        told = {
            "event": event,
            "sentence": wording.sentence(event),
            "note": wording.note(event),
            "zone": user.time_zone,
            "link": settings.BYLINE_URL + reverse("notices:open", args=[notice.pk]),
            "choice": settings.BYLINE_URL + reverse("notices:inbox"),
        }
        message = EmailMultiAlternatives(
            subject=_one_line(wording.subject(event)),
            body=render_to_string("notices/mail.txt", told),
            from_email=formataddr((_one_line(site.name), parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
            to=[user.email],
            headers=_headers(notice),
        )
        message.attach_alternative(render_to_string("notices/mail.html", told), "text/html")
    return message


def _headers(notice: Notice) -> dict[str, str]:
    """A name that is the same at each attempt, and one that the mails about a piece have in common."""
    host = urlsplit(settings.BYLINE_URL).hostname
    # With the moment it was made: a number may come again in a database that starts anew.
    headers = {
        "Message-ID": f"<notice-{notice.pk}.{notice.made_at:%Y%m%d%H%M%S}@{host}>",
        "Auto-Submitted": "auto-generated",
    }
    if notice.event.post_id:
        headers["In-Reply-To"] = headers["References"] = f"<post-{notice.event.post_id}@{host}>"
    return headers


def _one_line(words: str) -> str:
    return " ".join(words.split())


# What a server says of one mail; whatever else goes wrong is between us and the server.
ABOUT_THIS_MAIL = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


def is_final(error: Exception) -> bool:
    """Whether another attempt is of no use: the server will not have this mail, or it cannot be made.

    A server that cannot be reached, wants another password or says “later” (a code in the four hundreds) may
    think again.
    """
    if not isinstance(error, OSError):  # smtplib's errors are OSErrors, too
        return True
    return isinstance(error, ABOUT_THIS_MAIL) and min(code for code, _words in _answers(error)) >= 500


def reason(error: Exception) -> str:
    """Return ``error`` in a line that can be shown under the step."""
    answers = "; ".join(f"{code} {words}" for code, words in _answers(error))
    return _one_line(answers or getattr(error, "strerror", None) or f"{type(error).__name__}: {error}")[:200]


def _answers(error: Exception) -> list[tuple[int, str]]:
    """Return what the server has answered, if it has."""
    answers = []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = error.recipients.values()
    elif isinstance(error, smtplib.SMTPResponseException):
        answers = [(error.smtp_code, error.smtp_error)]
    return [(code, force_str(words, errors="replace")) for code, words in answers]
