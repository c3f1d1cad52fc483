"""The desk's own fields on a page of their own, under the project's policy: what the editor's tests drive.

``/`` shows the form, empty or with what a test has put into INITIAL; sent back, it shows what was understood in SAVED.
"""

from django import forms
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from js_asset import Media

from accounts.models import Author
from blog.admin.fields import AuthorsField, BodyField, TagsField

INITIAL: dict = {}
SAVED: dict = {}

PAGE = """<!doctype html>
<html lang="en" data-theme="auto">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Writing</title>
  {% load static %}
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="{% static "admin/css/base.css" %}">
  <link rel="stylesheet" href="{% static "admin/css/forms.css" %}">
  <link rel="stylesheet" href="{% static "blog/desk/desk.css" %}">
  <link rel="stylesheet" href="{% static "blog/desk/post.css" %}">
  {{ media }}
</head>
<body class="writer">
  <main id="content">
    <h1>Writing</h1>
    <form class="writing" method="post">
      {% csrf_token %}
      <div class="text">
        <label for="{{ form.title.id_for_label }}">Title</label> {{ form.title }}
        <label for="{{ form.body.id_for_label }}">Text</label> {{ form.body }}
      </div>
      <aside class="facts">
        {% for field in form.facts %}
          <div class="field">
            <label for="{{ field.id_for_label }}">{{ field.label }}</label>
            {{ field }}
            {{ field.errors }}
          </div>
        {% endfor %}
        <button>Save</button>
      </aside>
    </form>
  </main>
</body>
</html>"""


class WritingForm(forms.Form):
    title = forms.CharField(required=False)
    body = BodyField(label="Text", required=False, upload_url="/upload/", choose_url="/choose/")
    authors = AuthorsField(label="Authors", queryset=Author.objects.all(), url="/authors/")
    tags = TagsField(label="Tags", required=False, url="/tags/")

    def facts(self):
        return [self["authors"], self["tags"]]


def writing(request):
    form = WritingForm(request.POST or None, initial=INITIAL)
    if form.is_valid():
        SAVED.update(form.cleaned_data, has_changed=form.changed_data)
        return HttpResponse("<!doctype html><title>Saved</title><link rel=icon href='data:,'><h1>Saved</h1>")
    media = Media.from_media(form.media, nonce=request.csp_nonce)
    page = engines["django"].from_string(PAGE)
    return HttpResponse(page.render({"form": form, "media": media}, request))


urlpatterns = [path("", writing, name="writing")]
