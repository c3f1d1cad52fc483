"""Several people press Save in the same moment, on real connections: one wins, the others are shown both texts.

``BYLINE_ROUNDS=200 pytest tests/blog/test_saving_at_once.py`` asks for more rounds than the suite has patience for.
"""

import os
import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from html import unescape
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from blog.models import Post, Revision
from tests.blog.test_desk import change, form_data
from tests.factories import make_draft, make_user

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = int(os.environ.get("BYLINE_ROUNDS", "3"))
PEOPLE = 8


def together(*calls):
    """Call each of ``calls`` in a thread of its own, all in the same moment."""
    start = Barrier(len(calls))

    def run(call):
        try:
            start.wait()
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent_again(page: str) -> dict:
    """What the compare page would send with “both” chosen wherever it asks."""
    data = {"_merge": ""}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page):
        data.setdefault(name, []).append(unescape(value))
    return data | dict.fromkeys(re.findall(r'name="(choice-\d+)" value="both"', page), "both")


def save_until_kept(client, address, data) -> int:
    """Save, and save again what the compare page puts together, until it is kept; return how often that took."""
    for attempt in range(1, PEOPLE + 2):
        response = client.post(address, data)
        if response.status_code == 302:
            return attempt
        if response.status_code == 503:  # asks to press the button once more
            continue
        assert response.status_code == 409
        data = sent_again(response.text)
    raise AssertionError("not kept after as many attempts as there are people")


def test_of_two_saves_at_once_one_wins_and_the_other_gets_both_texts(alma, edith):
    draft = make_draft(by=alma, authors=[alma, edith])
    texts = {user: form_data(draft.post, body=f"<p>Words by {user}.</p>") for user in (alma, edith)}
    clients = {user: signed_in(user) for user in texts}

    responses = together(*(lambda user=user: clients[user].post(change(draft.post), texts[user]) for user in texts))

    assert sorted(response.status_code for response in responses) == [302, 409]
    page = next(response.text for response in responses if response.status_code == 409)
    assert "Words by Alma." in page
    assert "Words by Edith." in page
    assert Revision.objects.count() == 2


def test_of_eight_who_save_at_once_nobody_loses_a_word():
    people = [make_user(f"Person {number}", role="editor") for number in range(PEOPLE)]
    clients = [signed_in(person) for person in people]
    for _round in range(ROUNDS):
        post = make_draft(by=people[0], authors=people, body="<p>Start.</p>").post
        texts = [form_data(post, body=f"<p>Start.</p><p>By {number}.</p>") for number in range(PEOPLE)]
        saves = [
            partial(save_until_kept, client, change(post), text) for client, text in zip(clients, texts, strict=True)
        ]

        attempts = together(*saves)

        kept = Post.objects.get(pk=post.pk).latest
        assert {f"By {number}." for number in range(PEOPLE)} == set(re.findall(r"By \d\.", kept.body))
        assert kept.number == PEOPLE + 1
        assert min(attempts) == 1
        for revision in post.revisions.all():
            assert revision.bylines.count() == PEOPLE
