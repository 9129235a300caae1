#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Automations at work behind the open window: what they do appears, is told, and is taken back; what they fail to do
stands on the start page."""

import json
import os

import driver
from driver import App, wait_until


def import_flow(app, name, tag, *steps):
    """Brings an automation into the file while the window is open."""
    path = os.path.join(app.home, "flow.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"format": "crm-automation", "version": 1, "name": name,
                   "triggers": [{"id": "t", "type": "tag-added", "tag": tag}],
                   "steps": [{"id": f"s{i}", **step} for i, step in enumerate(steps)]}, file)
    app.crmctl("automation", "import", path, "--create-missing", "--on")


def open_ana(app):
    app.start_empty()
    app.add("Add Contact", {"First Name": "Ana", "Last Name": "García", "E-Mail": "ana@example.com"})
    app.wait_for_names("Ana García")
    app.click(app.get("label", "Ana García", within=app.get("tree table")), times=2)
    app.get("push button", "Back")


def tag(app, name):
    app.click(app.get("list item", contains="Tags: "))
    app.focused("Tags")
    app.write(name)
    app.key("Return", "Return")
    app.value("Tags", name)


def tags(app):
    return {name for (name,) in app.query("SELECT t.name FROM member m JOIN tag t ON t.id = m.key WHERE m.tbl = 4 AND m.removed IS NULL")}


def test_at_work():
    with App() as app:
        open_ana(app)
        import_flow(app, "Welcome", "lead", {"action": "add-tag", "tag": "welcomed"},
                    {"action": "add-note", "text": "Hello {{contact.first_name}}"},
                    {"action": "add-task", "type": "call", "title": "Call {{contact.first_name}}", "due": "P2D"})
        tag(app, "lead")

        # The page of the contact is open all the while.
        app.value("Tags", "lead\nwelcomed")
        app.click(app.get("page tab", "Notes"))
        app.see("Hello Ana")
        app.show("Tasks")
        app.press("Upcoming 1")
        app.wait_for_names("Call Ana")

        # History says who it was, and all of it is taken back by one command.
        app.show("History")
        history = app.get("list", "History")
        app.get("label", contains="Automation “Welcome”: ", within=history)
        next(history.find_all("push button", "Undo This")).press()
        app.get("label", contains="Undone: Automation “Welcome”: ", within=history)
        wait_until(lambda: tags(app) == {"lead"}, "the tag to be taken back")
        assert app.query("SELECT count(*) FROM note WHERE state = 0") == [(0,)]
        assert app.query("SELECT count(*) FROM task WHERE state = 0") == [(0,)]

        # Nothing is done again, neither by this program nor by the next.
        app.restart()
        app.get("list", "Areas")
        tag_count = app.query("SELECT count(*) FROM automation_trail")
        app.crmctl("automation", "run")
        assert app.query("SELECT count(*) FROM automation_trail") == tag_count
        assert tags(app) == {"lead"}


def test_failed_step():
    with App() as app:
        open_ana(app)
        app.crmctl("add", "field", "label=Size", "record_type=contact", "type=text")
        app.get("list item", contains="Size: ")
        import_flow(app, "Sizes", "big", {"action": "add-note", "text": "Size {{contact.custom.size}}"})
        app.crmctl("delete", "field", "Size")
        app.gone("list item", contains="Size: ")
        tag(app, "big")
        wait_until(lambda: app.query("SELECT count(*) FROM run WHERE failed_at IS NOT NULL") == [(1,)], "the step to fail")
        app.show("Today")
        app.get("list", "Failed Automation Steps")
        app.get("label", "“Sizes” for Ana García")
        app.see("There is no field “contact.custom.size”.")
        app.screenshot("failed-step")
        app.press("Mark as Dealt With")
        app.gone("label", "“Sizes” for Ana García")
        app.key("ctrl+z")
        app.get("label", "“Sizes” for Ana García")

        # The line leads to the person.
        app.click(app.get("label", "“Sizes” for Ana García"))
        app.value("E-Mail", "ana@example.com")


driver.run(globals())
