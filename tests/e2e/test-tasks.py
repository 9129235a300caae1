#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks: added in words, completed with an outcome and a follow-up, taken back, reminded of."""

import os
import sqlite3
import tempfile
import time

import driver
from driver import App, wait_until
from notifying import Server, remind


def open_tasks(app):
    app.start_empty()
    app.click("Tasks")
    app.entry("Add a Task Quickly")
    return app


def quick(app, text):
    app.click(app.entry("Add a Task Quickly"))
    app.key("ctrl+a")
    app.write(text)
    app.key("Return")
    wait_until(lambda: app.entry("Add a Task Quickly").text == "", "the line to be empty")


def see_counts(app, overdue, today, upcoming, done):
    for name, count in (("Overdue", overdue), ("Today", today), ("Upcoming", upcoming), ("Done", done)):
        app.get("push button", f"{name} {count}")


def complete_box(app, title):
    """The box before a task: a check box has no action, so it is clicked."""
    app.click(app.get("check box", f"Complete “{title}”"))
    app.get("push button", "Complete")


def query(app, sql):
    with sqlite3.connect(f"file:{app.database}?mode=ro", uri=True) as database:
        return database.execute(sql).fetchone()


def test_quick_line():
    with App() as app:
        open_tasks(app)
        app.see("Nothing Is Due Today")
        app.click(app.entry("Add a Task Quickly"))
        app.write("Water the plants today")
        app.see("“Water the plants”, due ")
        app.key("Return")
        wait_until(lambda: app.names() == ["Water the plants"], "the task in the list")
        see_counts(app, 0, 1, 0, 0)

        # What is for another day appears where it is, selected.
        quick(app, "Call Ana tomorrow 14:30")
        wait_until(lambda: app.names() == ["Call Ana"], "the view of what comes")
        app.value("Title", "Call Ana")
        see_counts(app, 0, 1, 1, 0)
        quick(app, "Think about the roof")
        wait_until(lambda: app.names() == ["Call Ana", "Think about the roof"], "both")
        quick(app, "Pay the rent 2020-01-01")
        wait_until(lambda: app.names() == ["Pay the rent"], "what is overdue")
        see_counts(app, 1, 1, 2, 0)


def test_complete():
    with App() as app:
        open_tasks(app)
        quick(app, "Call Ana today")
        wait_until(lambda: app.names() == ["Call Ana"], "the task")
        complete_box(app, "Call Ana")
        # Places in a popover are not those of the window: on the keyboard, from "Complete" back.
        app.key("shift+Tab", "shift+Tab", "shift+Tab", "shift+Tab", "Down", "Down")
        app.focused("Interested")
        app.key("Tab")
        app.focused("What Came of It")
        app.write("Wants an offer")
        app.key("Tab", "space")
        app.focused("Title of the Follow-Up")
        app.press("+1 Week")
        app.press("Complete")
        app.see("“Call Ana” completed")
        see_counts(app, 0, 0, 1, 1)
        assert query(app, "SELECT o.name, t.result FROM task t JOIN outcome o ON o.id = t.outcome") == ("Interested", "Wants an offer")

        # One step back takes away the follow-up too.
        app.key("ctrl+z")
        see_counts(app, 0, 1, 0, 0)
        app.key("ctrl+shift+z")
        see_counts(app, 0, 0, 1, 1)

        app.press("Done 1")
        wait_until(lambda: app.names() == ["Call Ana"], "what is done")
        app.click(app.get("check box", "Reopen “Call Ana”"))
        app.see("The task is open again")
        see_counts(app, 0, 1, 1, 0)


def test_cancel():
    """Who does not answer has completed nothing."""
    with App() as app:
        open_tasks(app)
        quick(app, "Call Ana today")
        wait_until(lambda: app.names() == ["Call Ana"], "the task")
        complete_box(app, "Call Ana")
        app.press("Cancel")
        app.gone("push button", "Cancel")
        wait_until(lambda: not app.get("check box", "Complete “Call Ana”").checked, "no tick")
        see_counts(app, 0, 1, 0, 0)


def test_keys():
    """Everything by the keyboard alone."""
    with App() as app:
        open_tasks(app)
        app.click(app.entry("Add a Task Quickly"))
        app.write("Call Ana today")
        app.key("Return")
        wait_until(lambda: app.names() == ["Call Ana"], "the task")
        app.value("Title", "Call Ana")  # it is selected
        app.key("ctrl+Return")
        app.get("push button", "Complete")
        app.key("Return")
        app.see("“Call Ana” completed")
        app.key("alt+4")
        wait_until(lambda: app.names() == ["Call Ana"], "what is done")
        app.key("ctrl+shift+n")
        app.focused("Add a Task Quickly")

        # The dialog, with the keyboard as well.
        app.key("ctrl+n")
        app.get("frame", "Add Task")
        app.focused("Title")
        app.write("Write the offer")
        app.key("ctrl+Return")
        app.gone("frame", "Add Task")
        wait_until(lambda: app.names() == ["Write the offer"], "the task")


def test_groups():
    with App("--demo") as app:
        app.wait_for_content()
        app.click("Tasks")
        app.entry("Add a Task Quickly")
        app.get("combo box", "Show As").find("push button", shown=False).press()
        app.click(app.get("label", "By Contact"))
        app.get("push button", "Open “Chiara Bianchi”")
        app.get("check box", "Complete “Offerta definitiva per la villa”")


def test_box():
    with App() as app:
        app.start_empty()
        app.add("Add Contact", {"First Name": "Ana", "Last Name": "García"})
        app.value("Last Name", "García")
        app.press("Add a Task")
        app.get("frame", "Add Task")
        app.fill("Title", "Call Ana")
        app.fill("Due", "tomorrow 9:00")
        app.press("Add")
        app.gone("frame", "Add Task")
        app.see("Tomorrow 09:00")
        app.get("check box", "Complete “Call Ana”")
        app.key("ctrl+z")
        app.see("Nothing to do here yet.")


def test_export():
    with App() as app:
        open_tasks(app)
        quick(app, "Call Ana today")
        wait_until(lambda: app.names() == ["Call Ana"], "the task")
        folder = tempfile.mkdtemp(prefix="crm-e2e-")
        path = os.path.join(folder, "mine.ics")
        app.click(app.get("push button", "More"))
        app.press("Export as iCalendar…", role="menu item")
        app.get("push button", contains="Export")
        app.key("ctrl+a")
        app.write(path)
        app.key("Return")
        app.see("1 task exported")
        with open(path, encoding="utf-8") as file:
            assert "SUMMARY:Call Ana" in file.read()
        os.unlink(path)
        os.rmdir(folder)


# --- Reminders -----------------------------------------------------------------------------------

def test_reminder():
    server = Server()
    try:
        with App() as app:
            open_tasks(app)
            for title in ("Call Ana", "Write the offer", "Visit Bea"):
                remind(app, title)
            wait_until(lambda: len(server.shown) == 3, "the notifications", 150)
            shown = {notification["title"]: notification for notification in server.shown}
            buttons = shown["Call Ana"]["actions"][1::2]
            assert buttons[-4:] == ["Complete", "Snooze 10 Minutes", "Snooze 1 Hour", "Snooze Until Tomorrow"], buttons

            server.press(shown["Call Ana"], "Snooze 10 Minutes")
            again = wait_until(lambda: query(app, "SELECT snoozed FROM task WHERE title = 'Call Ana'")[0], "the snooze in the file")
            assert 500 < again / 1e6 - time.time() < 610, again

            server.press(shown["Write the offer"], "Complete")
            wait_until(lambda: query(app, "SELECT status FROM task WHERE title = 'Write the offer'")[0] == "done", "the task to be done")

            # Clicking opens the task.
            server.press(shown["Visit Bea"], None)
            app.press("Complete…")
            app.press("Cancel")
            app.gone("push button", "Cancel")

            # Another start does not tell it again.
            app.restart()
            app.get("push button", "Add Task")
            assert len(server.shown) == 3, server.shown
    finally:
        server.close()


driver.run(globals())
