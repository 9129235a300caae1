#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What history tells of a record, and what can be done there: bursts, comments that are mended, what
contacted somebody last; and the ways that lead on from the board and out of an empty list."""

import driver
from driver import App, Atspi, wait_until


def open_by_name(app, name):
    app.find(name, name)
    wait_until(lambda: any(title.find("label", name) is not None for window in app.windows()
                           for title in window.find_all("filler", "AdwWindowTitle")), f"the page “{name}”")


def test_burst():
    with App() as app:
        app.start_empty()
        app.crmctl("add", "contact", "first_name=Ana", "last_name=Garcia")
        for field, text in (("job_title", "Roofer"), ("job_title", "Architect"), ("city", "Girona"), ("street", "Calle Mayor 1"),
                            ("postcode", "17001"), ("region", "Catalunya")):
            app.crmctl("set", "contact", "Ana Garcia", f"{field}={text}")
        open_by_name(app, "Ana Garcia")
        # One line for all, which can be opened.
        app.see("and 2 more changes")
        assert not app.sees("Job Title set to “Roofer”")

        def is_open():
            """The lines are made anew when something else is known of the contact."""
            toggle = app.get("push button", "Show Each Change")
            if not toggle.state(Atspi.StateType.PRESSED) and not toggle.checked:
                toggle.press()
            return app.sees("Job Title set to “Roofer”")

        wait_until(is_open, "each change")
        row = next(row for row in app.get("list", "History").find_all("list item") if row.find("label", contains="Girona") is not None)
        steps = [button for button in row.find_all("push button", "Undo This")]
        assert len(steps) == 6, steps

        # One of them is taken back, and nothing else is.
        def of(text):
            label = app.get("label", contains=text, within=app.get("list", "History"))
            return next(around.find("push button", "Undo This") for around in label.ancestors()
                        if around.find("push button", "Undo This") is not None)

        of("Girona").press()
        sql = "SELECT job_title, city, street, postcode FROM contact"
        wait_until(lambda: app.query(sql) == [("Architect", None, "Calle Mayor 1", "17001")], "the city to be gone")
        app.key("ctrl+shift+z")
        wait_until(lambda: app.query(sql) == [("Architect", "Girona", "Calle Mayor 1", "17001")], "the city to be back")


def test_mend_comment():
    with App() as app:
        app.start_empty()
        for name in ("Tom Becker", "Ida Moser"):
            app.crmctl("add", "user", f"name={name}")
        app.crmctl("add", "contact", "first_name=Ana", "last_name=Garcia")
        open_by_name(app, "Ana Garcia")
        app.click(app.entry("New Comment"))
        app.write("Ask @to")
        app.get("list item", "Tom Becker")
        app.key("Return")
        app.write("about roofs")
        app.key("ctrl+Return")
        app.get("label", "Ask @Tom Becker about roofs")
        mentioned = ("SELECT u.name FROM member m JOIN user u ON u.id = m.key JOIN comment c ON c.id = m.record "
                     "WHERE m.tbl = 15 AND m.removed IS NULL ORDER BY 1")
        wait_until(lambda: app.query(mentioned) == [("Tom Becker",)], "him to be mentioned")

        # Not like that.
        app.press("Edit Comment")
        app.focused("Edit Comment")
        app.key("ctrl+End")
        app.write(" today")
        app.key("Escape")
        app.get("label", "Ask @Tom Becker about roofs")
        app.focused("Edit Comment", "push button")

        # Somebody else is meant.
        app.press("Edit Comment")
        app.focused("Edit Comment")
        app.key("ctrl+a")
        app.write("Ask @id")
        app.get("list item", "Ida Moser")
        app.key("Return")
        app.write("about roofs")
        app.key("ctrl+Return")
        app.get("label", "Ask @Ida Moser about roofs")
        # He has heard of it already.
        wait_until(lambda: app.query(mentioned) == [("Ida Moser",), ("Tom Becker",)], "her to be mentioned")
        app.key("ctrl+z")
        app.get("label", "Ask @Tom Becker about roofs")
        wait_until(lambda: app.query(mentioned) == [("Tom Becker",)], "him to be mentioned again")


def test_last_contacted():
    with App() as app:
        app.start_empty()
        app.crmctl("add", "contact", "first_name=Ana", "last_name=Garcia")
        app.crmctl("add", "deal", "title=Roof repair", "contact=Ana Garcia")
        app.crmctl("add", "task", "title=Call Ana", "contacts=Ana Garcia")
        app.crmctl("add", "task", "title=Offer", "deals=Roof repair")
        open_by_name(app, "Ana Garcia")
        app.value("First Name", "Ana")

        def told():
            """What stands beside the pointer over the field."""
            row = app.get("list item", contains="Last Contacted: ")
            return [node.accessible.get_description() for node in row.walk() if node.accessible.get_description()]

        app.value("Last Contacted", "")
        for task, event in (("Call Ana", "Task of the Contact Completed"), ("Offer", "Task of a Deal Completed")):
            app.crmctl("set", "task", task, "status=done")
            wait_until(lambda: any(event in text for text in told()), f"“{event}”")  # noqa: B023
        app.key("ctrl+z")
        wait_until(lambda: any("Task of the Contact Completed" in text for text in told()), "the event before")


def test_stage_menu():
    with App() as app:
        app.start_empty()
        app.show("Deals")
        app.see("To Contact")
        app.press("More for Offer")
        app.get("menu item", "Edit Stages…").press()
        window = app.get("frame", "Preferences")
        app.click(app.get("label", "Sales", within=window))
        app.get("label", "Offer", within=window)


def test_empty_at_last():
    """With everything gone, the keyboard goes on where something can be added."""
    with App() as app:
        app.start_empty()
        app.add("Add Contact", {"First Name": "Ana"})
        app.add("Add Contact", {"First Name": "Bea"})
        app.click(app.get("label", "Bea", within=app.get("tree table")))
        app.key("ctrl+a", "Delete")
        app.see("No Contacts Yet")

        def focus():
            return [node for window in app.windows() for node in window.walk() if node.focused and node.role != "frame"]

        wait_until(lambda: any(node.name.startswith("Add Contact") or any(around.name == "No Contacts Yet" for around in node.ancestors())
                               for node in focus()), "the focus where it is empty")
        app.key("ctrl+z")
        wait_until(lambda: sorted(app.names()) == ["Ana", "Bea"], "both to be back")


driver.run(globals())
