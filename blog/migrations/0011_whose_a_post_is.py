import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

WRITE = """
INSERT INTO blog_ownership (post_id, owner_id, until, changed_at)
SELECT post_id, owner_id, CASE WHEN COUNT(*) = COUNT(until) THEN MAX(until) END, changed_at FROM (
    SELECT post.id AS post_id, author.user_id AS owner_id, post.changed_at,
        CASE WHEN revision.id = post.latest_id THEN NULL ELSE revision.live_until END AS until
    FROM blog_post post
    JOIN blog_revision revision ON revision.post_id = post.id
    JOIN blog_byline byline ON byline.revision_id = revision.id
    JOIN accounts_author author ON author.id = byline.author_id
    WHERE author.user_id IS NOT NULL AND (
        revision.id = post.latest_id
        OR revision.state IN ('draft', 'in_review', 'changes_requested', 'approved')
        OR (revision.state = 'published' AND (revision.live_until IS NULL OR revision.live_until > CURRENT_TIMESTAMP))
    )
    UNION ALL
    SELECT post.id, post.created_by_id, post.changed_at, NULL
    FROM blog_post post
    WHERE post.created_by_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM blog_revision revision WHERE revision.post_id = post.id AND revision.live_from IS NOT NULL
    )
) AS granted
GROUP BY post_id, owner_id, changed_at
"""


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0010_words_of_tags_that_are_there"),
        ("accounts", "0004_earlier_addresses_of_authors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Ownership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ownerships",
                        to="blog.post",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("owner"),
                        models.OrderBy(models.F("changed_at"), descending=True),
                        models.OrderBy(models.F("post"), descending=True),
                        name="desk_of_an_owner",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("post", "owner"), name="an_owner_once_per_post")],
            },
        ),
        migrations.RunSQL(WRITE, migrations.RunSQL.noop),
    ]
