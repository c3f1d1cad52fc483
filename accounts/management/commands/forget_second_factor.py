"""``manage.py forget_second_factor``: for who lost telephone and recovery codes, and has nobody to ask at the desk."""

from allauth.mfa.models import Authenticator
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts import audit
from accounts.models import AuditEntry, User


class Command(BaseCommand):
    help = "Take the second factor away from one account: after this its password alone lets somebody in."

    def add_arguments(self, parser):
        parser.add_argument("email", help="the address they sign in with")

    @transaction.atomic
    def handle(self, *, email, **options):
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {email}. Look at the address.")
        if not Authenticator.objects.filter(user=user).delete()[0]:
            raise CommandError(f"{email} has no second factor: there is nothing to take away.")
        audit.record(AuditEntry.Verb.FACTOR_REMOVED, user, detail="manage.py")
        self.stdout.write(f"{email} signs in with the password alone now. Set up a new second factor soon.")
