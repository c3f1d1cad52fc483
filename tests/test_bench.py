"""The benchmark: it runs, and no list is missing from it."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.bench import __main__ as bench

# The settings, whose list is a form, and finished tasks, whose list another package brings.
NOT_MEASURED = ("sitesettings", "dbtaskresult")


@pytest.mark.urls("tests.bench.bare")
@pytest.mark.django_db(transaction=True)
def test_the_benchmark_has_every_list_of_the_desk_and_every_page_of_it_answers(monkeypatch, capsys):
    monkeypatch.setattr(bench, "ROUNDS", 1)
    cast, pages = bench.made(600, with_search=True)

    queries = bench.explain(cast, pages)
    costs = bench.measure(cast, pages)

    bench.print_table(costs, costs, queries)
    assert all(ms > 0 for _page, ms, _views in costs.values())
    said = capsys.readouterr().out
    assert all(f"\n{page.name}\n" in said and f"\n{page.name:34}" in said for page in pages)
    addresses = {page.address.partition("?")[0] for page in pages}
    lists = {reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in ON_THE_DESK}
    assert lists <= addresses


# But for the settings, whose list is a form, and for finished tasks, whose list another package brings.
ON_THE_DESK = [
    model for model in admin.site._registry if model._meta.model_name not in ("sitesettings", "dbtaskresult")
]
