"""Who has a page already is not sent it again."""

from django.middleware.http import ConditionalGetMiddleware


class Conditional(ConditionalGetMiddleware):
    """Django’s; and HEAD says what GET would. Our views write a whole page for it, too; the server sends its head."""

    def process_response(self, request, response):
        if request.method != "HEAD" or response.streaming or not response.content:
            return super().process_response(request, response)
        request.method = "GET"
        try:
            return super().process_response(request, response)
        finally:
            request.method = "HEAD"
