"""The four roles. Each is a Django group; what it may do is declared by every app, as ``role_permissions``."""

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit


class Role(models.TextChoices):
    CONTRIBUTOR = "contributor", _("Contributor: writes own posts and submits them")
    AUTHOR = "author", _("Author: also publishes own posts")
    EDITOR = "editor", _("Editor: edits and publishes everyone’s posts")
    ADMINISTRATOR = "administrator", _("Administrator: an editor who also cares for people and settings")


def grant_permissions(app_config, using, **kwargs) -> None:
    """Make the four groups and give them, of its permissions, just what ``app_config`` declares.

    Runs after every migrate, for each app.
    """
    declared = getattr(app_config, "role_permissions", {})
    if declared:
        create_permissions(app_config, using=using, verbosity=0)  # Django's own handler may come after this one
    for role in Role if declared else ():
        codenames = declared.get(role.value, ())
        group, _made = Group.objects.using(using).get_or_create(name=role.value)
        permissions = Permission.objects.using(using).filter(content_type__app_label=app_config.label)
        group.permissions.remove(*permissions.exclude(codename__in=codenames))
        group.permissions.add(*permissions.filter(codename__in=codenames))


def role_of(user) -> Role | None:
    """Return the role that lets ``user`` do most, or None. Asks the database once per user object."""
    if not hasattr(user, "_role"):
        names = {group.name for group in user.groups.all()} if user.pk else set()
        held = [role for role in Role if role.value in names]
        user._role = held[-1] if held else None
    return user._role


@transaction.atomic
def give_role(user, role: Role | str | None, *, by=None) -> None:
    """Let ``user`` have ``role`` and no other; None takes every role away. The audit log says ``by`` whom."""
    others = Group.objects.filter(name__in=Role.values)
    with audit.acting(by):
        if role is not None:
            group, _made = Group.objects.get_or_create(name=Role(role).value)
            others = others.exclude(pk=group.pk)
            user.groups.add(group)
        user.groups.remove(*others)


def follow_role(instance, action, reverse, pk_set, **kwargs) -> None:
    """Around a change of groups, by whatever way: a role makes its user staff, gives a profile, and is recorded."""
    if action.startswith("pre_"):
        users = [instance.pk] if not reverse else pk_set or instance.user_set.values_list("pk", flat=True)
        instance._roles_before = {pk: _held(pk) for pk in users}
        return
    from accounts.models import AuditEntry, User

    before = instance.__dict__.pop("_roles_before", {})
    for user in User.objects.filter(pk__in=before).order_by("pk") if reverse else [instance]:
        user.__dict__.pop("_role", None)
        role = _held(user.pk)
        if role != before.get(user.pk):
            names = [held.value if held else "none" for held in (before.get(user.pk), role)]
            audit.record(AuditEntry.Verb.ROLE_CHANGED, user, detail=" → ".join(names))
        _equip(user, role)


def _held(user_id: int) -> Role | None:
    """Return the role that lets the user do most, as the database has it."""
    names = set(Group.objects.filter(user=user_id, name__in=Role.values).values_list("name", flat=True))
    return next((role for role in reversed(Role) if role.value in names), None)


def _equip(user, role: Role | None) -> None:
    from accounts.models import Author

    if user.is_staff != bool(role or user.is_superuser):
        user.is_staff = bool(role or user.is_superuser)
        user.save(update_fields=["is_staff"])
    if role and not Author.objects.filter(user=user).exists():
        Author.objects.create(user=user, name=str(user))
