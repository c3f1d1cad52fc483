"""How people come in: by invitation, so the sign-up page is closed."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignUp(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False
