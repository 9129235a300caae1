#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A day of somebody who sells: what is to be done today, a deal that moves, comments, and what
history tells of it; with the mouse, and again from the keyboard."""

import os

import driver
from driver import App, wait_until


def at_page(app, name):
    """Waits until the page of a record is in front: its name stands in lists as well."""
    wait_until(lambda: any(title.find("label", name) is not None for window in app.windows()
                           for title in window.find_all("filler", "AdwWindowTitle")), f"the page “{name}”")


def open_by_name(app, name):
    app.find(name, name)
    at_page(app, name)


def write_comment(app, text):
    entry = app.entry("New Comment")
    app.click(entry)
    app.write(text)


def prepare(app):
    """One contact with a deal."""
    app.start_empty()
    app.crmctl("add", "contact", "first_name=Ana", "last_name=Garcia")
    app.crmctl("add", "deal", "title=Roof repair", "contact=Ana Garcia", "value=1200 EUR")


def test_today():
    with App() as app:
        prepare(app)
        app.click("Today")
        app.see("Deals That Stand Still")
        row = app.get("list item", contains="Roof repair, No next step")
        # A next step, right here.
        app.press("Add Next Step", within=row)
        app.get("frame", "Add Task")
        app.fill("Title", "Call Ana")
        app.fill("Due", "today")
        app.press("Add")
        app.gone("frame", "Add Task")
        app.see("Due Today")
        app.gone("list item", contains="Roof repair, No next step")
        assert app.query("SELECT count(*) FROM member") != [(0,)]

        # Done: the deal needs another one.
        app.get("list item", contains="Call Ana")
        app.crmctl("set", "task", "Call Ana", "status=done")
        app.gone("list item", contains="Call Ana")
        app.get("list item", contains="Roof repair, No next step")
        app.crmctl("undo")
        app.get("list item", contains="Call Ana")


def test_nothing_today():
    with App() as app:
        app.start_empty()
        app.click("Today")
        app.see("Nothing to Do Today")


def test_comments():
    with App() as app:
        prepare(app)
        open_by_name(app, "Ana Garcia")
        app.get("push button", "Comments Only")

        # Another program adds him meanwhile: he is offered as soon as he is known.
        app.crmctl("add", "user", "name=Tom Becker")
        write_comment(app, "Ask @to")
        app.get("list item", "Tom Becker")
        app.key("Return")
        app.write("about the roof")
        app.key("ctrl+Return")
        app.get("label", "Ask @Tom Becker about the roof")
        mentioned = app.query("SELECT u.name FROM member m JOIN user u ON u.id = m.key JOIN comment c ON c.id = m.record "
                              "WHERE m.tbl = 15")
        assert mentioned == [("Tom Becker",)], mentioned

        # History of the contact and of its deals is there, and can be left out.
        app.see("Roof repair: ")
        app.press("Comments Only")
        app.gone("label", contains="Roof repair: ")
        app.get("label", "Ask @Tom Becker about the roof")

        app.press("Delete Comment")
        app.gone("label", "Ask @Tom Becker about the roof")
        app.key("ctrl+z")
        app.get("label", "Ask @Tom Becker about the roof")


def test_draft_survives():
    with App() as app:
        prepare(app)
        open_by_name(app, "Ana Garcia")
        write_comment(app, "Half a thought")
        state = os.path.join(app.home, "state", "com.example.Crm", "view.ini")
        wait_until(lambda: os.path.exists(state) and "Half a thought" in open(state, encoding="utf-8").read(), "the draft in the file")
        app.kill()
        app.start()
        open_by_name(app, "Ana Garcia")
        wait_until(lambda: app.entry("New Comment").text == "Half a thought", "the draft to be there")
        app.click(app.entry("New Comment"))
        app.key("ctrl+End")
        app.write(" is whole")
        app.press("Comment")
        app.get("label", "Half a thought is whole")
        wait_until(lambda: app.entry("New Comment").text == "", "the entry to be empty")


def test_activity():
    with App() as app:
        app.start_empty()
        app.crmctl("add", "account", "name=Casa Ana")
        app.crmctl("add", "contact", "first_name=Ana", "account=Casa Ana")
        app.crmctl("add", "deal", "title=Roof", "account=Casa Ana")
        for i in range(5):
            app.crmctl("add", "task", f"title=Call {i}", "contacts=Ana")
            app.crmctl("set", "task", f"Call {i}", "status=done")
        open_by_name(app, "Casa Ana")
        app.see("Recent Activity")
        app.see("completed “Call 4”")
        assert not app.sees("completed “Call 1”")
        app.press("View All Activity")
        app.see("completed “Call 0”")
        app.press("Tasks")
        app.see("Nothing Here")
        app.press("Tasks")
        app.see("completed “Call 0”")
        app.key("alt+Left")
        app.see("Recent Activity")


driver.run(globals())
