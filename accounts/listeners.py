"""What accounts hear, whatever way it happens: sign-ins, and changes of passwords, addresses and second factors."""

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth_signals
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from accounts import audit, roles, sessions
from accounts.models import AuditEntry, User

Verb = AuditEntry.Verb
WATCHED = {"password", "email", "is_active", "is_superuser"}


def connect() -> None:
    """Listen. Called once, when Django starts."""
    m2m_changed.connect(roles.follow_role, sender=User.groups.through)
    pre_save.connect(remember, sender=User)
    post_save.connect(compare, sender=User)
    post_delete.connect(deleted, sender=User)
    auth_signals.user_logged_in.connect(signed_in)
    auth_signals.user_login_failed.connect(sign_in_failed)
    auth_signals.user_logged_out.connect(signed_out)
    mfa_signals.authentication_failed.connect(second_factor_failed)
    for signal, verb in [
        (mfa_signals.authenticator_added, Verb.FACTOR_ADDED),
        (mfa_signals.authenticator_removed, Verb.FACTOR_REMOVED),
        (mfa_signals.authenticator_reset, Verb.CODES_RENEWED),
    ]:
        signal.connect(second_factor_changed(verb), weak=False)


# -- signing in and out


def signed_in(sender, request, user, **kwargs) -> None:
    sessions.note(request)
    keep_address(user)
    methods = [record.get("type", record["method"]) for record in get_authentication_records(request, user)]
    with audit.acting(user):
        audit.record(Verb.SIGNED_IN, user, detail=", ".join(methods))


def sign_in_failed(sender, credentials, **kwargs) -> None:
    typed = credentials.get("email") or credentials.get("username") or ""
    user = User.objects.filter(email__iexact=typed).first()
    audit.record(Verb.SIGN_IN_FAILED, user, subject_name="" if user else audit.veiled(typed))


def second_factor_failed(sender, user, authenticator, **kwargs) -> None:
    audit.record(Verb.SIGN_IN_FAILED, user, detail=authenticator.type)


def signed_out(sender, user, **kwargs) -> None:
    if user is not None:
        with audit.acting(user):
            audit.record(Verb.SIGNED_OUT, user)


def second_factor_changed(verb: str):
    def record(sender, user, authenticator, **kwargs) -> None:
        # Recovery codes come and go with what they stand in for.
        if verb == Verb.CODES_RENEWED or authenticator.type != Authenticator.Type.RECOVERY_CODES:
            with audit.acting(user):  # always one’s own; some are told of after the request
                audit.record(verb, user, detail=str(authenticator))

    return record


# -- the account itself


def remember(sender, instance, raw, update_fields, **kwargs) -> None:
    """Before a save: keep what the database says, to compare. A password saved alone is the same one, hashed anew."""
    watched = WATCHED if update_fields is None else (WATCHED & set(update_fields)) - {"password"}
    if instance.pk and watched and not raw:
        instance._before = User.objects.filter(pk=instance.pk).values(*watched).first()


def compare(sender, instance, **kwargs) -> None:
    before = instance.__dict__.pop("_before", None) or {}
    changed = {name for name, value in before.items() if getattr(instance, name) != value}
    if "password" in changed:
        # Only the link that was mailed changes a password for somebody who is not signed in.
        audit.record(Verb.PASSWORD_RESET if audit.is_stranger() else Verb.PASSWORD_CHANGED, instance)
    if "email" in changed:
        # Whoever holds the old address, or one that was asked for, must not get in by it.
        EmailAddress.objects.filter(user=instance).exclude(email=instance.email).delete()
        keep_address(instance)
        audit.record(Verb.EMAIL_CHANGED, instance, detail=f"{before['email']} → {instance.email}")
    if "is_superuser" in changed:
        audit.record(Verb.ROLE_CHANGED, instance, detail=f"superuser: {'yes' if instance.is_superuser else 'no'}")
    if "is_active" in changed:
        audit.record(Verb.REACTIVATED if instance.is_active else Verb.DEACTIVATED, instance)
        if not instance.is_active:
            sessions.end_all(instance)


def keep_address(user) -> None:
    """Tell allauth that the address of ``user`` is verified: whoever made the account vouches for it.

    One that it took for unverified it would drop, and leave ``user`` without any, when a new one is asked for.
    """
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


def deleted(sender, instance, **kwargs) -> None:
    audit.record(Verb.DELETED, subject_name=str(instance))
