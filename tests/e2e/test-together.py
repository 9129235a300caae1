#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window and the command line in one file: the window shows what was changed elsewhere, and what
it writes gets through while another program writes all the time."""

import contextlib
import os
import sqlite3
import subprocess
import threading

import driver
from driver import App, wait_until


@contextlib.contextmanager
def held(database):
    """Writes as another program does that takes its time: two seconds, from now on."""
    let_go = threading.Event()

    def finish():
        let_go.set()
        connection.rollback()

    connection = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(2, finish)
    timer.start()
    yield let_go
    timer.join()
    connection.close()


def test_the_window_follows():
    with App() as app:
        app.start_empty()
        app.crmctl("add", "contact", "first_name=Bob", "email=bob@x.example")
        app.wait_for_names("Bob")
        app.crmctl("add", "contact", "first_name=Ana", "city=Madrid")
        app.wait_for_names("Ana", "Bob")
        app.crmctl("set", "contact", "Bob", "first_name=Abel")
        app.wait_for_names("Abel", "Ana")

        # The record that is open.
        app.click(app.get("label", "Ana", within=app.get("tree table")))
        app.value("City", "Madrid")
        app.crmctl("set", "contact", "Ana", "city=Bilbao", "job_title=Architect")
        app.value("City", "Bilbao")
        app.value("Job Title", "Architect")
        app.crmctl("undo")
        app.value("City", "Madrid")

        # A field that did not exist.
        app.crmctl("add", "field", "label=Roof Area", "record_type=contact", "type=number")
        app.crmctl("set", "contact", "Ana", "custom.roof_area=120")
        app.value("Roof Area", "120")

        app.crmctl("delete", "contact", "Ana")
        app.wait_for_names("Abel")
        backup = app.crmctl("backup").strip()
        app.crmctl("set", "contact", "Abel", "first_name=Zoe")
        app.wait_for_names("Zoe")
        app.crmctl("restore", backup)
        app.wait_for_names("Abel")


def test_the_command_line_follows():
    with App() as app:
        app.start_empty()
        app.add("Add Contact", {"First Name": "Ana", "E-Mail": "ana@example.com"})
        assert "ana@example.com" in app.crmctl("list", "contacts", "--json")
        app.crmctl("undo")
        app.see("No Contacts Yet")
        app.crmctl("redo")
        app.wait_for_names("Ana")


def test_nobody_is_kept_out():
    with App() as app:
        app.start_empty()
        for i in range(3):
            with held(app.database) as let_go:
                app.add("Add Contact", {"First Name": f"0000{i}"})
                assert let_go.is_set(), "nothing can be saved while another program writes"
        process = subprocess.Popen([os.environ["CRMCTL_PROGRAM"], "--database", app.database, "init", "--demo", "20000", "--force", "-q"],
                                   env=app.env)
        wait_until(lambda: app.query("SELECT count(*) FROM contact")[0][0] > 3, "the other program to begin")
        app.add("Add Contact", {"First Name": "00003"})
        assert process.wait() == 0
        assert app.query("SELECT count(*) FROM contact WHERE first_name LIKE '0000_' AND state = 0") == [(4,)]
        app.wait_for_names("00000", "00001", "00002", "00003")
        app.crmctl("check")


driver.run(globals())
