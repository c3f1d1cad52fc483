"""Whether a text is ready for readers: what is found, how much it weighs, and that no way around it is left."""

import pytest
from django.urls import reverse

from blog import workflow
from blog.bulk import Operation, Wish, perform
from blog.models import Event, Post, SiteSettings, State, Verb
from blog.models.checks import Check, Level
from blog.workflow import Refused, Text, problems
from tests.blog.test_desk import ADD, change, form_data
from tests.factories import make_draft, make_post
from tests.factories_media import make_image

pytestmark = pytest.mark.django_db


def found(**said) -> set[str]:
    said = {"title": "T", "tags": ("sea",), "summary": "Short."} | said
    return {problem.check.value for problem in problems(Text(**said))}


def figure(inner: str, image) -> str:
    return f'<figure data-image-id="{image.pk}">{inner}</figure>'


def weigh(**levels):
    SiteSettings(checks=levels).save()


def test_a_text_with_everything_has_nothing_missing():
    assert found(body="<h2>A</h2><h3>B</h3><p>Words with <a href='/tags/'>all tags</a>.</p>") == set()


@pytest.mark.parametrize(
    ("said", "check"),
    [
        ({"tags": ()}, Check.NO_TAG),
        ({"summary": " "}, Check.NO_SUMMARY),
        ({"body": "<p>The number is TK.</p>"}, Check.TODO),
        ({"title": "TK"}, Check.TODO),
        ({"body": "<h3>Too deep</h3>"}, Check.HEADINGS),
        ({"body": "<h2>A</h2><h4>B</h4>"}, Check.HEADINGS),
        ({"body": '<p><a href="https://example.org/">Click here</a></p>'}, Check.LINK_TEXT),
        ({"body": '<p><a href="https://example.org/">https://example.org/</a></p>'}, Check.LINK_TEXT),
        ({"body": '<p><a href="/nothing-here/">a page</a></p>'}, Check.DEAD_LINK),
    ],
)
def test_what_is_missing_is_found(said, check):
    assert found(**said) == {check.value}


@pytest.mark.parametrize(
    "said",
    [
        {"body": "<p>ATKINS and tk are words.</p>"},
        {"body": '<p><a href="/tags/">all tags</a> <a href="#note">the note</a></p>'},
        {"tags": (), "summary": "", "listed": False},
    ],
)
def test_what_is_in_order_is_left_alone(said):
    assert not found(**said) - {Check.NO_SUMMARY.value}


def test_pictures_are_asked_for_words_where_neither_post_nor_library_has_them():
    bare, full = make_image(alt="", caption="", credit=""), make_image(alt="Sea", caption="The sea", credit="Ada")
    pictures = {Check.ALT.value, Check.CAPTION.value, Check.CREDIT.value}

    assert found(body=figure("<img>", bare)) == pictures
    assert found(cover=bare) == pictures
    assert found(body=figure("<img>", full)) == set()
    assert found(body=figure('<img alt="Typed"><figcaption>Typed</figcaption>', bare)) == {Check.CREDIT.value}
    assert found(body=figure('<img alt="">', full)) == set()
    assert found(body=figure("<img><figcaption></figcaption>", full)) == {Check.CAPTION.value}


def test_a_decorative_picture_needs_no_alternative_text():
    assert Check.ALT.value not in found(body=figure("<img>", make_image(alt="", decorative=True)))


def test_links_to_live_scheduled_and_moved_posts_lead_somewhere(edith):
    live, gone, moved = (make_post(title=title) for title in ("Live", "Gone", "Moved"))
    workflow.withdraw(gone, by=edith)
    workflow.withdraw(moved, by=edith, moved_to="/live/")
    body = '<p><a href="{0}">the one</a></p>'

    assert found(body=body.format(live.get_absolute_url())) == set()
    assert found(body=body.format("http://127.0.0.1:8000/live/?a=1#b")) == set()
    assert found(body=body.format("/moved/")) == set()
    assert found(body=body.format("/gone/")) == {Check.DEAD_LINK.value}


@pytest.mark.parametrize(
    ("there", "typed"),
    [("review", "reviews"), ("Reviews", "review"), ("new-york", "New York"), ("city", "cities"), ("dishes", "dish")],
)
def test_a_tag_that_looks_like_another_is_found(there, typed):
    make_post(tags=(there,))

    assert found(tags=(typed,)) == {Check.LOOK_ALIKE.value}
    assert found(tags=(there,)) == set()


def test_blocks_come_first_and_what_is_off_is_not_looked_for():
    weigh(no_tag=Level.BLOCK, no_summary=Level.OFF, todo=Level.ADVICE)

    levels = [(problem.check, problem.is_block) for problem in problems(Text(title="TK"))]

    assert levels == [(Check.NO_TAG, True), (Check.TODO, False)]


@pytest.mark.parametrize("step", ["submit", "publish"])
def test_a_block_holds_back_whoever_is_no_editor(step, alma):
    draft = make_draft(by=alma, body="<p>TK</p>")

    with pytest.raises(Refused, match="ask an editor") as refusal:
        getattr(workflow, step)(draft, by=alma, overrule="I want to")

    assert refusal.value.code == "not_ready"
    assert Post.objects.get().open_state == State.DRAFT


def test_an_editor_overrules_with_a_note_that_is_on_record(edith):
    draft = make_draft(by=edith, body="<p>TK</p>")

    with pytest.raises(Refused, match="say in a note"):
        workflow.publish(draft, by=edith)
    workflow.publish(draft, by=edith, overrule="TK is a name here")

    assert Event.objects.get(verb=Verb.OVERRULED).note.startswith("TK is a name here (")
    assert draft.post.live_revision()


def test_bulk_obeys_as_well(alma):
    make_draft(by=alma, body="<p>TK</p>")

    made = perform(Post.objects.all(), Wish(operation=Operation.PUBLISH), by=alma)

    assert not made.done
    assert "Not ready yet" in made.refused[0][1]


def test_the_form_says_what_holds_it_back_and_keeps_the_words(as_user, alma):
    response = as_user(alma).post(ADD, form_data(body="<p>Words TK.</p>", authors=[alma.author.pk], _publish=""))

    assert "Holds it back" in as_user(alma).post("/admin/blog/post/check/", form_data(body="<p>TK</p>")).text
    assert "“TK” is left" in response.text
    assert "Words TK." in response.context["adminform"].form["body"].value()


def test_an_editor_overrules_at_the_desk(as_user, edith):
    draft = make_draft(by=edith, body="<p>TK</p>")

    as_user(edith).post(change(draft.post), form_data(draft.post, overrule="A name", _publish=""))

    assert draft.post.live_revision()


@pytest.mark.parametrize(
    ("who", "status"), [("alma", 200), ("edith", 200), ("otto", 404), ("cora", 404), ("reader", 302)]
)
def test_who_may_have_a_text_looked_over(who, status, as_user, alma, request):
    draft = make_draft(by=alma)
    address = reverse("admin:blog_post_check", args=[draft.post.pk])

    assert as_user(request.getfixturevalue(who)).post(address, form_data(draft.post)).status_code == status


def test_an_administrator_weighs_the_checks(as_user, ada):
    client = as_user(ada)
    form = client.get("/admin/blog/sitesettings/", follow=True).context["adminform"].form
    data = {name: form[name].value() for name in form.fields if isinstance(form[name].value(), str | int)}
    data |= {"navigation": "Tags | /tags/", "check_no_tag": "block", "check_todo": "off"}

    client.post("/admin/blog/sitesettings/1/change/", data)

    site = SiteSettings.load()
    assert (site.level_of(Check.NO_TAG), site.level_of(Check.TODO)) == (Level.BLOCK, Level.OFF)
    assert site.level_of(Check.ALT) == Level.ADVICE
