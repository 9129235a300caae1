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
        app.value("Tags", "welcomed")
        app.click(app.get("page tab", "Notes"))
        app.see("Hello Ana")
        app.show("Tasks")
        app.press(contains_name(app, "Upcoming"))
        app.wait_for_names("Call Ana")

        # History says who it was, and takes it back.
        app.show("Settings") if app.sees("Settings") else None
        line = next(line for line in app.crmctl("history", "contact", "Ana García").splitlines() if "Welcome" in line)
        assert "Automation “Welcome”: " in line and "welcomed" in line, line
