#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program without its window: it reminds people, takes their answers, and ends when there is
nothing left to wait for."""

import os

import driver
from driver import App, wait_until
from notifying import Server, remind


def status(app, title):
    return app.query("SELECT status FROM task WHERE title = ?", title)[0][0]


def close_window(app):
    app.key("ctrl+w")
    wait_until(lambda: not app.windows(), "the window to close")


def wait_for_end(app):
    """The program ends by itself."""
    app.process.wait(driver.DEADLINE)
    assert app.process.returncode == 0, app.process.returncode


def open_tasks(app):
    app.start_empty()
    app.show("Tasks")
    app.entry("Add a Task Quickly")


def test_reminders():
    server = Server()
    try:
        with App() as app:
            open_tasks(app)
            for title in ("Call Ana", "Visit Bea", "Write the offer"):
                remind(app, title)
            close_window(app)
            told = server.wait_for("Crm Keeps Working in the Background")
            assert "Quit" in told["actions"], told
            assert app.process.poll() is None

            shown = {title: server.wait_for(title) for title in ("Call Ana", "Visit Bea", "Write the offer")}
            assert not app.windows()
            server.press(shown["Call Ana"], "Snooze 1 Hour")
            wait_until(lambda: app.query("SELECT snoozed FROM task WHERE title = 'Call Ana'")[0][0], "the snooze in the file")
            server.press(shown["Write the offer"], "Complete")
            wait_until(lambda: status(app, "Write the offer") == "done", "the task to be done")
            assert not app.windows() and app.process.poll() is None

            # Clicking opens the task in a window, which shows what happened without one.
            server.press(shown["Visit Bea"], None)
            app.press("Complete…")
            app.press("Cancel")
            app.gone("push button", "Cancel")
            assert told["id"] in server.closed, server.closed
            app.show("Tasks")
            app.press("Done 1")
            wait_until(lambda: app.names() == ["Write the offer"], "what was done")

            # Closed again, nobody is told a second time; and when nothing is left, the program ends.
            close_window(app)
            app.crmctl("set", "task", "Visit Bea", "status=done")
            app.crmctl("set", "task", "Call Ana", "status=done")
            wait_for_end(app)
            titles = [notification["title"] for notification in server.shown]
            assert titles.count("Crm Keeps Working in the Background") == 1, titles
    finally:
        server.close()


def test_nothing_to_wait_for():
    with App() as app:
        open_tasks(app)
        app.key("ctrl+w")
        wait_for_end(app)


def preference(app, name):
    app.key("ctrl+comma")
    switch = app.get("check box", contains=name)
    switch.press()
    return switch


def test_not_wanted():
    with App() as app:
        open_tasks(app)
        app.crmctl("add", "task", "title=Call Ana", "due=2099-01-01 10:00", "reminders=60")
        switch = preference(app, "Keep Working in the Background")
        wait_until(lambda: not switch.checked, "the switch to be off")
        app.key("Escape", "ctrl+w")
        wait_for_end(app)


def test_start_at_log_in():
    with App() as app:
        open_tasks(app)
        path = os.path.join(app.home, "config", "autostart", "com.example.Crm.desktop")
        preference(app, "Start When You Log In")
        wait_until(lambda: os.path.exists(path), "the file of the desktop")
        with open(path, encoding="utf-8") as file:
            assert "Exec=crm --gapplication-service" in file.read()
        app.get("check box", contains="Start When You Log In").press()
        wait_until(lambda: not os.path.exists(path), "the file to be gone")
        app.key("Escape")


def seen(app):
    """How many comments somebody has seen."""
    return app.query("SELECT count(*) FROM member WHERE tbl = 15 AND col = 7 AND removed IS NULL")[0][0]


def test_mention():
    """Who is mentioned by a colleague hears of it, once, and gets there by a click."""
    server = Server()
    try:
        with App() as app:
            open_tasks(app)
            app.crmctl("add", "user", "name=Tom Becker", "email=tom@example.com")
            app.crmctl("add", "contact", "first_name=Ana", "last_name=Garcia")
            me = app.query("SELECT name FROM user ORDER BY id")[0][0]
            app.crmctl("--as", "tom@example.com", "add", "comment", "contact=Ana Garcia", f"body=@{me}, call her back")
            app.crmctl("--as", "tom@example.com", "add", "comment", "contact=Ana Garcia", "body=She was angry")
            told = server.wait_for("Tom Becker mentioned you")
            assert told["body"] == f"@{me}, call her back", told
            server.press(told, None)
            app.get("label", f"@{me}, call her back")
            wait_until(lambda: seen(app) == 1, "it to be seen")

            # Each once, also after another start; and without going there.
            app.restart()
            app.get("list", "Areas")
            app.crmctl("--as", "tom@example.com", "add", "comment", "contact=Ana Garcia", f"body=@{me}, did you?")
            wait_until(lambda: len(server.shown) == 2, "the next one")
            assert server.shown[1]["body"] == f"@{me}, did you?", server.shown
            server.press(server.shown[1], "Mark as Seen")
            wait_until(lambda: seen(app) == 2, "both to be seen")
    finally:
        server.close()


def test_service():
    """Started by the desktop: without a window, until somebody opens one."""
    server = Server()
    try:
        with App() as app:
            open_tasks(app)
            app.crmctl("add", "task", "title=Call Ana", "due=2099-01-01 10:00", "reminders=60")
            app.stop()
            app.start_service()
            server.wait_for("Crm Keeps Working in the Background")
            assert not app.windows()
            app.open()
            app.get("list", "Areas")
            assert app.process.poll() is None
    finally:
        server.close()


driver.run(globals())
