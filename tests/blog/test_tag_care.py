"""Care of tags: renaming, merging, taking a merge back; nobody's address dies and nobody's tag is lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from blog import counts, workflow
from blog.models import Event, Post, Revision, State, Tag, TagCount, TagPlacement, Verb
from blog.signals import content_changed
from blog.tagcare import merging, renaming
from blog.tagcare.models import Change, Merge
from blog.workflow import Refused
from tests.factories import make_draft, make_live, make_post, somebody
from tests.plans import explain, queries_of

FEEDS = ("", "feed.xml", "feed.atom", "feed.json")


def tag(name: str) -> Tag:
    return Tag.objects.get(name=name)


def placed() -> list:
    return list(TagPlacement.objects.order_by("pk").values())


def names(post) -> list[str]:
    return [found.name for found in Post.objects.get(pk=post.pk).latest.tags.all()]


def counted() -> dict[str, int]:
    posts = counts.by_tag()
    return {found.name: posts[found.pk] for found in Tag.objects.all() if posts[found.pk]}


def leads_to(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 301, address
    return response["Location"]


def test_a_merge_moves_every_placement_and_keeps_the_order(client, edith):
    one = make_post(by=edith, title="One", tags=("sea", "avians", "rain"))
    both = make_post(by=edith, title="Both", tags=("avians", "sea", "birds"))
    draft = make_draft(by=edith, title="Draft", tags=("avians",)).post
    make_post(by=edith, title="Later", tags=("avians",), at=timezone.now() + timezone.timedelta(hours=1))

    merging.merge([tag("avians")], tag("birds"), by=edith)

    assert names(one) == ["sea", "birds", "rain"]
    assert names(both) == ["sea", "birds"]
    assert names(draft) == ["birds"]
    assert counted() == {"sea": 2, "birds": 2, "rain": 1}
    assert {">One<", ">Both<"} <= {
        f">{title}<" for title in ("One", "Both") if title in client.get("/tags/birds/").text
    }
    assert not TagPlacement.objects.filter(tag=tag("avians")).exists()


def test_addresses_of_merged_tags_lead_to_the_one_that_stays(client, edith):
    make_post(by=edith, tags=("avians", "birds", "sea", "fowl"))
    merging.merge([tag("fowl")], tag("avians"), by=edith)

    merging.merge([tag("avians")], tag("birds"), by=edith)

    for rest in FEEDS:
        assert leads_to(client, f"/tags/avians/{rest}") == f"/tags/birds/{rest}"
        assert leads_to(client, f"/tags/fowl/{rest}") == f"/tags/birds/{rest}"
        assert leads_to(client, f"/tags/avians+sea/{rest}") == f"/tags/birds+sea/{rest}"
    assert Tag.objects.named(["fowl", "avians"]) == [tag("birds")]


def test_undone_everything_is_exactly_as_it_was(edith):
    make_post(by=edith, title="One", tags=("avians", "sea", "fowl"))
    make_post(by=edith, title="Both", tags=("fowl", "sea", "birds", "avians"))
    edited = make_post(by=edith, title="Edited", tags=("avians",))
    workflow.publish(make_draft(edited, by=edith, title="Edited", body="<p>More.</p>"), by=edith)
    make_draft(by=edith, title="Draft", tags=("avians",))
    Tag.objects.create(name="wings", same_as=tag("avians"))
    before, tags, counts_before = placed(), list(Tag.objects.values()), counted()

    made = merging.merge([tag("avians"), tag("fowl")], tag("birds"), by=edith)
    newer = merging.undo(made, by=edith)

    assert placed() == before
    assert list(Tag.objects.values()) == tags
    assert counted() == counts_before
    assert newer == []


def test_what_was_written_since_stays_and_is_named(edith):
    post = make_post(by=edith, title="Edited", tags=("avians", "sea"))
    other = make_post(by=edith, title="Other", tags=("avians",))
    make_post(by=edith, title="Birds", tags=("birds",))
    made = merging.merge([tag("avians")], tag("birds"), by=edith)
    workflow.publish(make_draft(post, by=edith, title="Edited anew"), by=edith)

    newer = merging.undo(made, by=edith)

    assert newer == [post]
    assert names(post) == ["birds", "sea"]
    assert names(other) == ["avians"]
    assert [found.name for found in post.revisions.get(number=1).tags.all()] == ["avians", "sea"]
    assert counted() == {"birds": 2, "sea": 1, "avians": 1}


def test_a_merge_is_undone_once_and_not_below_another(edith):
    make_post(by=edith, tags=("a", "b", "c"))
    first = merging.merge([tag("a")], tag("b"), by=edith)
    second = merging.merge([tag("b")], tag("c"), by=edith)

    with pytest.raises(Refused, match="Take that back first"):
        merging.undo(first, by=edith)
    merging.undo(second, by=edith)
    merging.undo(first, by=edith)

    with pytest.raises(Refused, match="already"):
        merging.undo(first, by=edith)
    assert names(Post.objects.get()) == ["a", "b", "c"]


@pytest.mark.parametrize("given", [["beta"], ["beta", "gamma"], ["gamma"], ["x"], ["x", "beta", "alpha"]])
def test_undone_after_renames_every_text_has_the_tag_it_had(given, client, edith):
    posts = {name: make_post(by=edith, title=f"Post of {name}", tags=(name,)) for name in ("alpha", "beta", "x")}
    first = merging.merge([tag("x")], tag("beta"), by=edith)
    made = merging.merge([tag("beta")], tag("alpha"), by=edith)
    alpha = posts["alpha"].latest.tags.get()
    for name in given:
        renaming.rename(Tag.objects.get(pk=alpha.pk), name=name, slug="alpha", by=edith)

    merging.undo(made, by=edith)
    merging.undo(first, by=edith)

    stays = "gamma" if "gamma" in given else "alpha"
    assert [names(post) for post in posts.values()] == [[stays], ["beta"], ["x"]]
    assert Tag.objects.named(["alpha"]) == [alpha]
    for slug, title in (("alpha", stays), ("beta", "beta"), ("x", "x")):
        assert f"<h1><bdi>{title}</bdi></h1>" in client.get(f"/tags/{slug}/").text
    assert str(made) == "beta → alpha"


def test_a_name_that_went_from_hand_to_hand_and_was_deleted_comes_back(edith):
    one, other = (make_post(by=edith, tags=(name,)) for name in ("alpha", "beta"))
    made = merging.merge([tag("beta")], tag("alpha"), by=edith)
    renaming.rename(tag("alpha"), name="beta", slug="", by=edith)
    renaming.rename(tag("beta"), name="gamma", slug="", by=edith)
    tag("beta").delete()

    merging.undo(made, by=edith)

    assert (names(one), names(other)) == (["gamma"], ["beta"])
    assert Tag.objects.named(["alpha"]) == [tag("gamma")]


@pytest.mark.parametrize("since", ["its name is another's", "it is another's synonym", "it has been deleted"])
def test_what_cannot_be_given_back_rightly_is_refused_and_nothing_is_changed(since, edith):
    make_post(by=edith, tags=("alpha", "other"))
    make_post(by=edith, tags=("beta",))
    made = merging.merge([tag("beta")], tag("alpha"), by=edith)
    if since == "its name is another's":
        renaming.rename(tag("alpha"), name="beta", slug="", by=edith)
        renaming.rename(tag("beta"), name="gamma", slug="", by=edith)
        tag("beta").delete()
        renaming.rename(tag("other"), name="beta", slug="", by=edith)
    elif since == "it is another's synonym":
        Tag.objects.filter(name="beta").update(same_as=tag("other"))
    else:
        tag("beta").delete()
    before, tags = placed(), list(Tag.objects.values())

    with pytest.raises(Refused, match="beta"):
        merging.undo(made, by=edith)

    assert (placed(), list(Tag.objects.values())) == (before, tags)
    assert Merge.objects.get().undone_at is None


def test_a_tag_that_became_one_of_its_own_since_gets_its_texts_back(edith):
    make_post(by=edith, tags=("alpha",))
    post = make_post(by=edith, tags=("beta",))
    made = merging.merge([tag("beta")], tag("alpha"), by=edith)
    Tag.objects.filter(name="beta").update(same_as=None)
    renaming.rename(tag("beta"), name="gamma", slug="", by=edith)

    merging.undo(made, by=edith)

    assert names(post) == ["gamma"]
    assert Tag.objects.named(["beta"]) == [tag("gamma")]


def test_a_synonym_gets_no_other_name(edith):
    Tag.objects.create(name="avians", same_as=Tag.objects.create(name="birds"))

    with pytest.raises(Refused, match="one more synonym of “birds”"):
        renaming.rename(tag("avians"), name="fowl", slug="", by=edith)
    renaming.rename(tag("avians"), name="Avians", slug="", by=edith)

    assert tag("Avians").same_as == tag("birds")


@pytest.mark.parametrize("wrong", ["itself", "a synonym", "none"])
def test_what_cannot_be_merged_is_refused(wrong, edith):
    birds = Tag.objects.create(name="birds")
    synonym = Tag.objects.create(name="avians", same_as=birds)
    chosen = {"itself": [birds], "a synonym": [synonym], "none": []}[wrong]

    with pytest.raises(Refused):
        merging.merge(chosen, birds, by=edith)


def test_a_renamed_tag_is_found_by_its_old_name_and_its_old_address(client, edith):
    post = make_post(by=edith, tags=("Brids", "sea"))

    renaming.rename(tag("Brids"), name="Birds", slug="birds", by=edith)

    assert names(post) == ["Birds", "sea"]
    for rest in FEEDS:
        assert leads_to(client, f"/tags/brids/{rest}") == f"/tags/birds/{rest}"
    assert leads_to(client, "/tags/brids+sea/") == "/tags/birds+sea/"
    assert Tag.objects.named(["brids"]) == [tag("Birds")]


def test_a_renamed_tag_can_have_its_old_name_and_address_back(client, edith):
    make_post(by=edith, tags=("Brids",))
    renaming.rename(tag("Brids"), name="Birds", slug="birds", by=edith)

    renaming.rename(tag("Birds"), name="Brids", slug="brids", by=edith)

    assert client.get("/tags/brids/").status_code == 200
    assert leads_to(client, "/tags/birds/") == "/tags/brids/"
    assert Tag.objects.named(["birds", "brids"]) == [tag("Brids")]


def test_a_correction_of_case_leaves_the_address_and_no_synonym(edith):
    Tag.objects.create(name="birds")

    renaming.rename(tag("birds"), name="Birds", slug="birds", by=edith)

    assert list(Tag.objects.values_list("name", "slug")) == [("Birds", "birds")]


def test_another_tags_name_or_address_is_refused(edith):
    Tag.objects.create(name="Birds")
    renaming.rename(tag("Birds"), name="Birds", slug="wings", by=edith)
    fish = Tag.objects.create(name="Fish")

    for name, slug in (("birds", "fish"), ("Fish", "wings")):
        with pytest.raises(Refused):
            renaming.rename(fish, name=name, slug=slug, by=edith)


def test_what_was_done_is_recorded_and_announced_in_its_transaction(edith, django_capture_on_commit_callbacks):
    make_post(by=edith, tags=("a", "b"))
    heard = []

    def listen(sender, instance=None, **kwargs):
        heard.append((sender, instance and instance.name, connection.in_atomic_block))

    content_changed.connect(listen)
    try:
        merging.undo(merging.merge([tag("a")], tag("b"), by=edith), by=edith)
        renaming.rename(tag("a"), name="A", slug="x", by=edith)
    finally:
        content_changed.disconnect(listen)

    assert heard == [(Tag, name, True) for name in ("b", "a", "b", "a", "A")]
    done = Event.objects.filter(post=None).order_by("pk").values_list("verb", "subject", "note", "actor_name")
    assert list(done) == [
        (Verb.TAGS_MERGED, "b", "a", "Edith"),
        (Verb.TAGS_PARTED, "b", "a", "Edith"),
        (Verb.TAG_RENAMED, "A", "a (a) → A (x)", "Edith"),
    ]


@pytest.mark.parametrize(("who", "may"), [("reader", 0), ("cora", 0), ("alma", 0), ("edith", 1), ("ada", 1)])
def test_who_may_care_for_tags(who, may, as_user, request, edith):
    make_post(by=edith, tags=("a", "b", "c"))
    made = merging.merge([tag("a")], tag("b"), by=edith)
    client = as_user(request.getfixturevalue(who))
    address = f"/admin/blog/tag/merge/?tag={tag('b').pk}&tag={tag('c').pk}"

    page = client.get(address)
    client.post(f"/admin/blog/tag/merges/{made.pk}/undo/")
    client.post(address, {"tag": [tag("b").pk, tag("c").pk], "into": tag("c").pk})
    client.post(f"/admin/blog/tag/{tag('c').pk}/change/", {"name": "d", "slug": "d"})

    assert (page.status_code == 200) == bool(may)
    assert (tag("b").same_as_id is not None) == bool(may)
    assert (Merge.objects.get(pk=made.pk).undone_at is not None) == bool(may)
    assert Tag.objects.filter(name="d").exists() == bool(may)


def test_an_editor_sees_what_a_merge_would_do_does_it_and_takes_it_back(as_user, edith):
    make_live(3, by=edith, tags=("birds",))
    make_post(by=edith, tags=("avians",))
    make_draft(by=edith, tags=("avians",))
    client = as_user(edith)
    chosen = [tag("birds").pk, tag("avians").pk]

    plan = client.post("/admin/blog/tag/", {"action": "merge_selected", "_selected_action": chosen}, follow=True)
    done = client.post("/admin/blog/tag/merge/", {"tag": chosen, "into": chosen[0]}, follow=True)
    back = client.post(f"/admin/blog/tag/merges/{Merge.objects.get().pk}/undo/", follow=True)

    assert "in 2 texts in all, earlier ones too" in plan.text
    assert "avians → birds" in done.text
    assert "Take it back" in done.text
    assert "taken back" in back.text
    assert counted() == {"birds": 3, "avians": 1}


def test_the_form_renames_and_says_beside_what_it_cannot(as_user, edith):
    make_post(by=edith, tags=("birds", "fish"))
    client, address = as_user(edith), f"/admin/blog/tag/{tag('birds').pk}/change/"

    taken = client.post(address, {"name": "Fish", "slug": "birds"})
    comma = client.post(address, {"name": "Birds, wild", "slug": "birds"})
    client.post(address, {"name": "Wild birds", "slug": "", "description": "Seen."})

    assert "merge them" in taken.text
    assert "comma" in comma.text
    assert (tag("Wild birds").slug, tag("Wild birds").description) == ("birds", "Seen.")
    assert tag("birds").same_as == tag("Wild birds")


@pytest.mark.parametrize("kind", ["new", "renamed"])
def test_an_address_that_another_tag_had_once_is_taken_over_and_the_desk_says_so(kind, client, as_user, edith):
    make_post(by=edith, tags=("birds", "fish"))
    renaming.rename(tag("birds"), name="Birds", slug="wings", by=edith)
    address = "/admin/blog/tag/add/" if kind == "new" else f"/admin/blog/tag/{tag('fish').pk}/change/"

    told = as_user(edith).post(address, {"name": "Egrets", "slug": "birds"}, follow=True)

    make_post(by=edith, tags=("Egrets",))
    assert "/tags/birds/ led to “Birds” until now" in told.text
    assert client.get("/tags/birds/").context["tag"] == tag("Egrets")
    assert client.get("/tags/wings/").context["tag"] == tag("Birds")
    renaming.rename(tag("Egrets"), name="Egrets", slug="herons", by=edith)
    assert client.get("/tags/birds/")["Location"] == "/tags/herons/"


@pytest.mark.parametrize(
    ("use", "shown"),
    [
        ("unused", {"unused"}),
        ("hidden", {"unused", "draft", "withdrawn"}),
        ("rare", {"rare"}),
        ("synonyms", {"synonym"}),
        ("", None),
    ],
)
def test_the_list_finds_tags_that_want_care(use, shown, as_user, edith):
    make_live(3, by=edith, tags=("often",))
    make_post(by=edith, tags=("rare",))
    make_draft(by=edith, tags=("draft",))
    workflow.withdraw(make_post(by=edith, tags=("withdrawn",)), by=edith)
    Tag.objects.create(name="unused")
    Tag.objects.create(name="synonym", same_as=tag("often"))

    found = as_user(edith).get(f"/admin/blog/tag/?use={use}").context["cl"].result_list

    assert {row.name for row in found} == (shown or {"often", "rare", "draft", "withdrawn", "unused", "synonym"})


def test_a_database_that_is_too_busy_changes_nothing_and_says_what_to_do(as_user, edith, monkeypatch, caplog):
    def busy(*args, **kwargs):
        raise OperationalError("deadlock detected")

    make_post(by=edith, tags=("a", "b", "c"))
    made = merging.merge([tag("a")], tag("b"), by=edith)
    client, chosen = as_user(edith), [tag("b").pk, tag("c").pk]
    monkeypatch.setattr(merging, "_tell", busy)

    merged = client.post("/admin/blog/tag/merge/", {"tag": chosen, "into": chosen[0]}, follow=True)
    undone = client.post(f"/admin/blog/tag/merges/{made.pk}/undo/", follow=True)

    for page in (merged, undone):
        assert (page.status_code, "Press the button once more." in page.text) == (200, True)
    assert {it.tag.pk for it in merged.context["tags"]} == set(chosen)
    assert "could not be merged" in caplog.text
    assert "could not be taken back" in caplog.text
    assert (tag("a").same_as, tag("c").same_as) == (tag("b"), None)


def test_who_deleted_which_unused_tags_is_kept(as_user, edith):
    make_post(by=edith, tags=("used",))
    unused = [Tag.objects.create(name=name) for name in ("x", "y", "z")]
    client = as_user(edith)
    sure = {"action": "delete_selected", "post": "yes"}

    client.post("/admin/blog/tag/", sure | {"_selected_action": [unused[0].pk, unused[1].pk]})
    client.post("/admin/blog/tag/", sure | {"_selected_action": [unused[2].pk, tag("used").pk]})
    client.post(f"/admin/blog/tag/{unused[2].pk}/delete/", {"post": "yes"})

    assert [found.name for found in Tag.objects.all()] == ["used"]
    done = Event.objects.filter(verb=Verb.TAGS_DELETED).order_by("pk").values_list("subject", "note", "actor_name")
    assert list(done) == [("", "x, y", "Edith"), ("z", "z", "Edith")]


@pytest.mark.parametrize("typed", ["naive", "NAIVE", "nai", "art naï", "ïve", "art-naïve"])
def test_the_list_is_searched_with_and_without_accents(typed, as_user, edith):
    Tag.objects.create(name="Naïve art")
    Tag.objects.create(name="art")

    found = as_user(edith).get("/admin/blog/tag/", {"q": typed}).context["cl"].result_list

    assert [row.name for row in found] == ["Naïve art"]


@pytest.mark.parametrize("use", ["", "unused", "hidden", "rare", "synonyms"])
def test_the_list_costs_the_same_with_10_and_with_1000_tags(use, as_user, edith):
    client, address = as_user(edith), f"/admin/blog/tag/?use={use}"
    first, *_others = [Tag.objects.create(name=f"tag {number}") for number in range(10)]
    client.get(address)
    few = queries_of(lambda: client.get(address))
    names = [f"word {number:04}" for number in range(990)]
    same = first if use == "synonyms" else None
    Tag.objects.bulk_create(Tag(name=name, key=name, slug=name.replace(" ", "-"), same_as=same) for name in names)
    if use == "rare":
        TagCount.objects.bulk_create(TagCount(tag=found, posts=1) for found in Tag.objects.all())

    many = queries_of(lambda: client.get(address))

    assert len(many) == len(few)
    [rows] = [query for query in many if ' FROM "blog_tag" ' in query and "LIMIT 50" in query]
    plan = explain(rows)
    assert not [step for step in plan.splitlines() if "Seq Scan" in step or ("SCAN" in step and "INDEX" not in step)]


def test_a_synonym_that_is_deleted_leaves_its_addresses_to_its_tag(client, as_user, edith):
    make_post(by=edith, tags=("birds", "avains"))
    renaming.rename(tag("avains"), name="avains", slug="avians", by=edith)
    merging.merge([tag("avains")], tag("birds"), by=edith)
    desk, address = as_user(edith), f"/admin/blog/tag/{tag('avains').pk}/delete/"

    asked = desk.get(address)
    desk.post(address, {"post": "yes"})
    shown = desk.get(f"/admin/blog/tag/{tag('birds').pk}/change/")
    told = desk.get(f"/admin/blog/tag/{tag('birds').pk}/history/")

    assert "avains: its addresses go on leading to “birds”. That it was merged cannot be taken back" in asked.text
    assert "moved" not in asked.text.lower()
    client.logout()
    for rest in FEEDS:
        assert leads_to(client, f"/tags/avians/{rest}") == f"/tags/birds/{rest}"
        assert leads_to(client, f"/tags/avains/{rest}") == f"/tags/birds/{rest}"
    assert "avains → birds" in shown.text
    assert "one of them has been deleted" in shown.text
    assert "Take it back" not in shown.text
    assert told.context["entries"][0].what == "Deleted “avains”."


# -- what an editor sees before, and after


def test_the_posts_that_a_merge_affects_are_shown_before(as_user, edith):
    make_live(6, by=edith, tags=("birds",))
    make_post(by=edith, title="Both", tags=("birds", "avians"))
    make_post(by=edith, title="Soon", tags=("avians",), at=timezone.now() + timezone.timedelta(hours=1))
    worked_on = make_post(by=edith, title="Worked on", tags=("avians",))
    make_draft(worked_on, by=edith, body="<p>More.</p>")
    trashed = make_post(by=edith, title="Trashed", tags=("avians",))
    workflow.trash(trashed, by=edith)
    client = as_user(edith)

    page = client.get(f"/admin/blog/tag/merge/?tag={tag('birds').pk}&tag={tag('avians').pk}")

    birds, avians = page.context["tags"]
    assert (birds.live, birds.scheduled, birds.drafts, birds.texts, birds.more) == (7, 0, 0, "7", "2")
    assert (avians.live, avians.scheduled, avians.drafts, avians.texts, avians.more) == (2, 1, 1, "5", "")
    assert {str(post) for post in avians.first} == {"Both", "Soon", "Worked on"}
    assert f'<a href="/admin/blog/post/{worked_on.pk}/change/"><bdi>Worked on</bdi></a>' in page.text
    assert '<a href="/admin/blog/post/?tag=birds">and 2 more</a>' in page.text
    assert "1 post carries more than one of them." in page.text


@pytest.mark.parametrize(("who", "shown"), [("cora", False), ("alma", False), ("edith", True)])
def test_the_posts_that_a_rename_affects_are_shown_beside_the_name(who, shown, as_user, request, edith):
    make_post(by=edith, title="Waders", tags=("birds",))

    page = as_user(request.getfixturevalue(who)).get(f"/admin/blog/tag/{tag('birds').pk}/change/")

    assert ("<bdi>Waders</bdi>" in page.text) is shown


def test_what_a_merge_of_fifty_tags_affects_is_found_in_a_query_for_each(as_user, edith, django_assert_max_num_queries):
    names = [f"tag {number}" for number in range(50)]
    make_post(by=edith, tags=names)
    client = as_user(edith)
    query = "&".join(f"tag={found.pk}" for found in Tag.objects.all())

    with django_assert_max_num_queries(50 + 20):
        page = client.get(f"/admin/blog/tag/merge/?{query}")

    assert len(page.context["tags"]) == 50


def test_the_second_click_on_merge_leads_to_the_tag_that_stayed(as_user, edith, monkeypatch):
    make_post(by=edith, tags=("a", "b"))
    client, sent = as_user(edith), {"tag": [tag("a").pk, tag("b").pk], "into": tag("b").pk}
    client.post("/admin/blog/tag/merge/", sent)

    second = client.post("/admin/blog/tag/merge/", sent, follow=True)
    asked = client.get(f"/admin/blog/tag/merge/?tag={tag('a').pk}&tag={tag('b').pk}", follow=True)

    for page in (second, asked):
        assert page.redirect_chain == [(f"/admin/blog/tag/{tag('b').pk}/change/", 302)]
        assert "done already: they are all “b” now" in page.text
    assert Merge.objects.count() == 1


def test_the_history_of_a_tag_tells_what_was_done_to_it(as_user, edith):
    make_post(by=edith, tags=("brids", "avians"))
    brids, avians, client = tag("brids"), tag("avians"), as_user(edith)
    change = f"/admin/blog/tag/{brids.pk}/change/"
    client.post(change, {"name": "birds", "slug": "brids", "description": ""})
    client.post(change, {"name": "birds", "slug": "birds", "description": "Seen."})
    merging.undo(merging.merge([avians], tag("birds"), by=edith), by=edith)
    tag("brids").delete()

    told = client.get(f"/admin/blog/tag/{brids.pk}/history/")
    of_other = client.get(f"/admin/blog/tag/{avians.pk}/history/")

    assert {(entry.who, entry.what) for entry in told.context["entries"]} == {
        ("Edith", "Renamed “brids” to “birds”."),
        ("Edith", "Moved “birds” from /tags/brids/ to /tags/birds/."),
        ("Edith", "Changed Description."),
        ("Edith", "Merged “avians” into “birds”."),
        ("Edith", "Took “avians” and “birds” apart again."),
    }
    assert [entry.what for entry in of_other.context["entries"]] == [
        "Took “avians” and “birds” apart again.",
        "Merged “avians” into “birds”.",
    ]


def test_a_rename_is_taken_back_from_the_history_where_the_name_is_free(as_user, edith):
    make_post(by=edith, tags=("brids", "sea"))
    renaming.rename(tag("brids"), name="birds", slug="birds", by=edith)
    client, birds = as_user(edith), tag("birds")
    [entry] = client.get(f"/admin/blog/tag/{birds.pk}/history/").context["entries"]

    client.post(f"/admin/blog/tag/changes/{entry.undoable.pk}/undo/")
    back = Tag.objects.get(pk=birds.pk)
    renaming.rename(tag("brids"), name="fowl", slug="fowl", by=edith)
    tag("brids").delete()
    renaming.rename(tag("sea"), name="brids", slug="", by=edith)
    refused = client.post(f"/admin/blog/tag/changes/{entry.undoable.pk}/undo/", follow=True)

    assert (back.name, back.slug) == ("brids", "brids")
    assert "There is a tag “brids” already." in refused.text
    assert Tag.objects.get(pk=birds.pk).name == "fowl"


def test_taking_a_rename_back_leaves_what_it_did_not_change(edith):
    Tag.objects.create(name="brids")
    renaming.rename(tag("brids"), name="birds", slug="brids", by=edith)
    renaming.rename(tag("birds"), name="birds", slug="wings", by=edith)

    renaming.undo(Change.objects.last(), by=edith)

    assert Tag.objects.filter(name="brids", slug="wings").exists()


def test_the_history_of_all_tags_tells_of_those_that_are_no_more(as_user, edith, django_assert_max_num_queries):
    client = as_user(edith)
    unused = [Tag.objects.create(name=f"unused {number}") for number in range(60)]
    for gone in unused[:-2]:
        client.post(f"/admin/blog/tag/{gone.pk}/delete/", {"post": "yes"})
    sure = {"action": "delete_selected", "post": "yes", "_selected_action": [gone.pk for gone in unused[-2:]]}
    client.post("/admin/blog/tag/", sure)

    with django_assert_max_num_queries(10):
        newest = client.get("/admin/blog/tag/history/")
    rest = client.get(f"/admin/blog/tag/history/?before={newest.context['older']}")

    assert newest.context["entries"][0].what == "Deleted “unused 58”, “unused 59”."
    assert [len(page.context["entries"]) for page in (newest, rest)] == [50, 9]
    assert rest.context["older"] is None


# -- many posts, and many people


def make_tagged(posts: int, name: str) -> None:
    """Write ``posts`` live posts with the tag, as the workflow would leave them."""
    now, what = timezone.now(), Tag.objects.named([name])[0]
    times = {"live_from": now, "dated_at": now}
    made = Post.objects.bulk_create(Post() for _number in range(posts))
    texts = [
        Revision(post=post, number=1, state=State.PUBLISHED, title=f"P{post.pk}", slug=f"p{post.pk}", **times)
        for post in made
    ]
    Revision.objects.bulk_create(texts)
    TagPlacement.objects.bulk_create(
        TagPlacement(content_object=text, post=text.post, tag=what, **times) for text in texts
    )


def test_ten_thousand_posts_are_merged_in_a_few_statements(edith, django_assert_max_num_queries):
    make_tagged(10_000, "a")
    make_tagged(10, "b")
    counts.rebuild()

    with django_assert_max_num_queries(40):
        made = merging.merge([tag("a")], tag("b"), by=edith)
    with django_assert_max_num_queries(40):
        merging.undo(made, by=edith)

    assert counted() == {"a": 10_000, "b": 10}


@pytest.mark.django_db(transaction=True)
def test_who_saves_a_tag_while_it_is_merged_gets_the_one_that_stays():
    by = somebody()
    make_draft(by=by, tags=("a", "b"))

    def save(number):
        try:
            return make_draft(by=by, title=f"Post {number}", tags=("a",)).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        saving = [threads.submit(save, number) for number in range(12)]
        merging.merge([tag("a")], tag("b"), by=by)
        for saved in saving:
            saved.result()

    assert not TagPlacement.objects.filter(tag__same_as__isnull=False).exists()
    assert TagPlacement.objects.filter(tag=tag("b")).count() == 13
