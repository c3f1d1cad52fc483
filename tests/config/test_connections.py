"""How the database is spoken to."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from django.db import connection

PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("setting", "value"),
    [("jit", "off"), ("random_page_cost", "1.1"), ("plan_cache_mode", "force_generic_plan")],
)
def test_postgresql_plans_for_short_questions(setting, value, db):
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {setting}")
        assert cursor.fetchone() == (value,)


@pytest.fixture
def pooler():
    """PgBouncer, which may answer each transaction by another process; the folder of its socket."""
    if PGBOUNCER is None:
        pytest.skip("pgbouncer is not installed: apt-get install pgbouncer")
    server = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    given = {name: connection.settings_dict[key] for name, key in server.items() if connection.settings_dict[key]}
    with tempfile.TemporaryDirectory(prefix="byline-pgbouncer-") as folder:
        said = {"listen_addr": "", "unix_socket_dir": folder, "pool_mode": "transaction", "auth_type": "any"}
        lines = ["[databases]", "* = " + " ".join(f"{name}='{value}'" for name, value in given.items())]
        lines += ["[pgbouncer]", *(f"{name} = {value}" for name, value in said.items())]
        file = Path(folder, "ini")
        file.write_text("\n".join(lines))
        as_whom = ["-u", "postgres"] if os.geteuid() == 0 else []  # it refuses to run as root
        if as_whom:
            shutil.chown(folder, "postgres")
        process = subprocess.Popen([PGBOUNCER, "-q", *as_whom, file])
        try:
            for _ in range(100):
                if Path(folder, ".s.PGSQL.6432").exists() or process.poll() is not None:
                    break
                time.sleep(0.1)
            yield folder
        finally:
            process.terminate()
            process.wait()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_plans_are_kept_unless_a_pooler_stands_between(pooler):
    direct, pooled = connection.copy(), connection.copy()
    pooled.settings_dict |= {"HOST": pooler, "PORT": 6432}

    try:
        for each in (direct, pooled):
            with each.cursor() as cursor:
                cursor.execute("SHOW jit")
                assert cursor.fetchone() == ("off",)
        assert direct.connection.prepare_threshold is not None
        assert pooled.connection.prepare_threshold is None
    finally:
        direct.close()
        pooled.close()
