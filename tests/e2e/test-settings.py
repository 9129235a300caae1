#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The preferences, the trash and the history: fields, tags, stages and people set up by hand,
backups made and gone back to, and every step taken back."""

import glob
import os

import driver
from driver import App, wait_until


def add_contact(app, first, last):
    app.add("Add Contact", {"First Name": first, "Last Name": last})
    app.get("label", f"{first} {last}", within=app.get("tree table"))


def preferences(app, page):
    """Opens a page of the preferences and returns their window."""
    app.key("ctrl+comma")
    window = app.get("frame", "Preferences")
    app.click(app.get("list item", page, within=app.get("list", "Preferences", within=window)))
    app.get("label", page, within=window)
    return window


def close(app):
    app.press("Close", within=app.get("frame", "Preferences"))
    app.gone("frame", "Preferences")


def lines(app, name):
    """The rows of the records of a list."""
    return [row for row in app.get("list", name).children() if row.find("push button", "More") is not None]


def titles(app, name):
    return [next(label.name for label in row.find_all("label") if label.name) for row in lines(app, name)]


def wait_for_lines(app, name, *expected):
    wait_until(lambda: titles(app, name) == list(expected), f"“{name}” to be {expected}")


def line(app, name, title):
    return wait_until(lambda: next((row for row in lines(app, name) if row.find("label", title) is not None), None),
                      f"“{title}” in “{name}”")


def see_in_line(app, name, title, text):
    """Waits until a row says something; it may be another row by then."""
    wait_until(lambda: line(app, name, title).find("label", text) is not None, f"“{title}” to say “{text}”")


def menu(app, row, item):
    """Does to a record what its menu offers."""
    row.find("push button", "More").press()
    app.press(item, role="menu item")


def answer(app, verb):
    """Presses a button of a question; GTK names those twice."""
    app.press(f"{verb} {verb}")
    app.gone("push button", f"{verb} {verb}")


def type_new(app, entry, text):
    """Adds a record by its name, at the foot of its list."""
    app.click(app.entry(entry))
    app.write(text)
    app.key("Return")


def test_custom_field():
    with App() as app:
        app.start_empty()
        add_contact(app, "Ana", "Ruiz")
        preferences(app, "Custom Fields")
        buttons = list(app.get("frame", "Preferences").find_all("list item", "Add Field"))
        app.click(buttons[1])  # accounts, contacts, deals
        app.get("frame", "Add Field")
        app.fill("Name", "Roof type")
        app.press("Add")
        app.gone("frame", "Add Field")
        wait_until(lambda: app.query("SELECT label, record_type, type FROM field") == [("Roof type", "contact", "text")],
                   "the field in the database")
        app.see("Roof type")
        close(app)

        # A field of the card, and a column.
        app.click(app.get("label", "Ana Ruiz", within=app.get("tree table")))
        app.get("push button", contains=" Empty Field").press()
        driver.xdotool("mousemove", *app.place(app.value("First Name", "Ana")))
        driver.xdotool("click", "--repeat", 30, 5)
        app.edit("Roof type", "Flat roof")
        app.value("Roof type", "Flat roof")
        app.press("Choose Columns")
        app.get("check box", "First Name")
        app.write("roof")

        def click_column():
            try:
                app.click(app.get("check box", "Roof type"))
            except driver.NotFound:  # not among the first ones, before the others are gone
                return False
            return True

        wait_until(click_column, "the column to be found")
        app.key("Escape")
        app.get("label", "Roof type", within=app.get("tree table"))
        app.get("label", "Flat roof", within=app.get("tree table"))

        # Another name, in place, and back.
        preferences(app, "Custom Fields")
        app.click(app.get("label", "Roof type", within=app.get("frame", "Preferences")))
        app.edit("Name", "Roof")
        app.value("Name", "Roof")
        wait_until(lambda: app.query("SELECT label FROM field") == [("Roof",)], "the new name")
        app.key("ctrl+z")
        app.value("Name", "Roof type")

        # Gone, with the column, and back.
        app.press("Delete…")
        app.see("Contacts with a value in it: 1.")
        answer(app, "Delete")
        app.take_back("“Roof type” deleted")
        wait_until(lambda: app.query("SELECT state FROM field") == [(0,)], "the field to be back")
        app.see("Roof type")
        close(app)
        app.get("label", "Roof type", within=app.get("tree table"))


def test_options_of_a_field():
    with App() as app:
        app.start_empty()
        preferences(app, "Custom Fields")
        app.click(list(app.get("frame", "Preferences").find_all("list item", "Add Field"))[1])
        dialog = app.get("frame", "Add Field")
        app.fill("Name", "Material")
        app.click(app.get("label", "Type", within=dialog))
        app.click(app.get("label", "One of a List"))
        for option in ("Slate", "Tin", "Tiles"):
            type_new(app, "Add an Option", option)
        app.press("Add", within=dialog)
        app.gone("frame", "Add Field")

        app.click(app.get("label", "Material", within=app.get("frame", "Preferences")))
        wait_for_lines(app, "Options", "Slate", "Tin", "Tiles")

        # Arranged on the keyboard, and the focus stays with what is moved.
        menu(app, line(app, "Options", "Tiles"), "Move Up")
        wait_for_lines(app, "Options", "Slate", "Tiles", "Tin")
        app.key("alt+Up")
        wait_for_lines(app, "Options", "Tiles", "Slate", "Tin")
        app.key("ctrl+z")
        wait_for_lines(app, "Options", "Slate", "Tiles", "Tin")

        type_new(app, "Add Option", "Straw")
        wait_for_lines(app, "Options", "Slate", "Tiles", "Tin", "Straw")
        type_new(app, "Add Option", "straw")
        app.see("The list has “straw” already.")

        # A colour, and an option that somebody has.
        line(app, "Options", "Tin").find("push button", "Colour: None").press()
        app.press("Red")
        wait_until(lambda: app.query("SELECT colour FROM option WHERE label = 'Tin'") == [("red",)], "the colour")
        menu(app, line(app, "Options", "Straw"), "Delete…")
        app.take_back("“Straw” deleted")
        wait_for_lines(app, "Options", "Slate", "Tiles", "Tin", "Straw")


def test_tags():
    with App() as app:
        app.start_empty()
        for first, tags in (("Ana", "roof, customer"), ("Luis", "roofs"), ("Zoe", "roofs")):
            app.add("Add Contact", {"First Name": first, "Last Name": "Ruiz"})
            app.get("label", f"{first} Ruiz", within=app.get("tree table"))
            app.click(app.get("label", f"{first} Ruiz", within=app.get("tree table")))
            app.value("First Name", first)
            app.click(app.get("list item", contains="Tags: "))
            for tag in tags.split(", "):
                app.focused("Tags")
                app.write(tag)
                app.key("Return")
            app.key("Return")
            app.value("Tags", "")

        preferences(app, "Tags")
        wait_for_lines(app, "Tags", "customer", "roof", "roofs")
        see_in_line(app, "Tags", "roofs", "2 contacts")

        # Renamed in its details.
        app.click(app.get("label", "customer", within=app.get("list", "Tags")))
        app.edit("Tag", "client")
        app.value("Tag", "client")
        app.press("Back")
        wait_for_lines(app, "Tags", "client", "roof", "roofs")

        # Merged: those who had it have the other one.
        menu(app, line(app, "Tags", "roofs"), "Merge Into Another…")
        app.focused("The Tag That Stays")
        app.write("roof")
        app.get("list item", contains="roof")
        app.key("Return")
        answer(app, "Merge")
        app.get("label", contains="“roofs” merged into “roof”")
        wait_for_lines(app, "Tags", "client", "roof")
        see_in_line(app, "Tags", "roof", "3 contacts")
        app.take_back("merged into")
        wait_for_lines(app, "Tags", "client", "roof", "roofs")
        see_in_line(app, "Tags", "roofs", "2 contacts")

        # Deleted: it is said who loses it.
        menu(app, line(app, "Tags", "roofs"), "Delete…")
        app.see("2 contacts lose it.")
        answer(app, "Delete")
        app.take_back("“roofs” deleted")
        see_in_line(app, "Tags", "roofs", "2 contacts")


def test_stages():
    with App() as app:
        app.start_empty()
        preferences(app, "Pipelines")
        app.click(app.get("label", "Sales", within=app.get("list", "Pipelines")))
        wait_for_lines(app, "Stages", "To Contact", "In Contact", "Offer", "Negotiation")
        type_new(app, "Add Stage", "Visit")
        wait_for_lines(app, "Stages", "To Contact", "In Contact", "Offer", "Negotiation", "Visit")
        line(app, "Stages", "Visit").find("push button", contains="Colour: ").press()
        app.press("Purple")
        wait_until(lambda: app.query("SELECT colour FROM stage WHERE name = 'Visit'") == [("purple",)], "the colour")

        # Dragged to the second place.
        start = app.place(line(app, "Stages", "Visit"))
        x, y = app.place(line(app, "Stages", "In Contact"))
        app.drag(start, (x, y - 12))
        wait_for_lines(app, "Stages", "To Contact", "Visit", "In Contact", "Offer", "Negotiation")
        app.key("alt+Down")
        wait_for_lines(app, "Stages", "To Contact", "In Contact", "Visit", "Offer", "Negotiation")

        # What a deal needs to enter it.
        app.click(app.get("label", "Visit", within=app.get("list", "Stages")))
        app.edit("Win Probability in %", "40")
        app.value("Win Probability in %", "40")
        app.click(app.get("label", "Required to Enter"))
        app.click(app.get("label", "Value", within=app.get("frame", "Preferences")))
        wait_until(lambda: app.query("SELECT probability, required_fields FROM stage WHERE name = 'Visit'") == [(40, "value")],
                   "what is required")
        app.press("Back")
        wait_for_lines(app, "Stages", "To Contact", "In Contact", "Visit", "Offer", "Negotiation")
        close(app)

        # Deals of a stage that goes move to another one.
        app.click(app.get("list item", "Deals"))
        for title in ("First roof", "Second roof"):
            app.add("Add Deal", {"Title": title})
            app.see(title)
        preferences(app, "Pipelines")
        app.click(app.get("label", "Sales", within=app.get("list", "Pipelines")))
        menu(app, line(app, "Stages", "To Contact"), "Delete…")
        app.see("2 deals are in this stage.")
        answer(app, "Delete")
        app.get("label", contains="“To Contact” deleted")
        assert app.query("SELECT s.name FROM deal d JOIN stage s ON s.id = d.stage") == [("In Contact",)] * 2
        app.take_back("“To Contact” deleted")
        wait_for_lines(app, "Stages", "To Contact", "In Contact", "Visit", "Offer", "Negotiation")
        assert app.query("SELECT s.name FROM deal d JOIN stage s ON s.id = d.stage") == [("To Contact",)] * 2


def test_trash():
    with App() as app:
        app.start_empty()
        for first in ("Ana", "Luis", "Zoe"):
            add_contact(app, first, "Ruiz")
        for first in ("Ana", "Luis"):
            app.click(app.get("label", f"{first} Ruiz", within=app.get("tree table")))
            app.key("Delete")
            app.get("label", contains="1 contact deleted")
        app.click(app.get("list item", "Trash"))
        trash = app.get("list", "Trash")

        def both():
            return [n.name for n in trash.find_all("label", contains=" Ruiz")] == ["Luis Ruiz", "Ana Ruiz"]

        wait_until(both, "what was deleted last to be first")
        app.get("label", "30 days left", within=trash)

        # By its button, and back into the trash.
        next(trash.find_all("push button", "Restore")).press()
        app.get("label", contains="“Luis Ruiz” restored")
        assert app.query("SELECT state FROM contact ORDER BY id") == [(1,), (0,), (0,)]
        app.take_back("“Luis Ruiz” restored")
        wait_until(lambda: app.query("SELECT state FROM contact ORDER BY id") == [(1,), (1,), (0,)], "it to be in the trash again")
        # Whoever clicked before it is on the screen would hit the row that moves into the place.
        wait_until(both, "the trash to show it")

        # Forever asks first. The other one comes above her, and she is clicked where she is then.
        wait_until(lambda: [n.name for n in trash.find_all("label", contains=" Ruiz")] == ["Luis Ruiz", "Ana Ruiz"],
                   "it to be shown again")
        app.click(app.get("label", "Ana Ruiz", within=trash))
        app.see("1 selected")
        app.press("Delete Forever…")
        app.see("Nothing brings it back")
        answer(app, "Cancel")
        app.press("Delete Forever…")
        answer(app, "Delete Forever")
        app.see("1 record deleted forever")
        wait_until(lambda: app.query("SELECT first_name FROM contact ORDER BY id") == [("Luis",), ("Zoe",)], "her to be gone")

        app.press("More")
        app.press("Empty Trash…", role="menu item")
        answer(app, "Delete Forever")
        app.see("The Trash Is Empty")
        assert app.query("SELECT first_name FROM contact") == [("Zoe",)]


def test_history():
    with App() as app:
        app.start_empty()
        add_contact(app, "Ana", "Ruiz")
        app.click(app.get("label", "Ana Ruiz", within=app.get("tree table")))
        app.edit("Job Title", "Architect")
        app.value("Job Title", "Architect")
        app.click(app.get("list item", "History"))
        history = app.get("list", "History")
        app.get("label", "Today", within=history)
        app.get("label", "Job Title of “Ana Ruiz” changed", within=history)

        # What it changed, and the way to the record.
        app.click(app.get("label", "Job Title of “Ana Ruiz” changed", within=history))
        dialog = app.get("frame", "What Changed")
        app.get("label", "Job Title: — → Architect", within=dialog)
        app.click(app.get("list item", "Ana Ruiz", within=dialog))
        app.gone("frame", "What Changed")
        app.get("push button", "Actions")
        app.press("Back")

        next(history.find_all("push button", "Undo This")).press()
        app.get("label", contains="Undone: Job Title")
        assert app.query("SELECT job_title FROM contact") == [(None,)]
        app.get("label", "Undone: Job Title of “Ana Ruiz” changed", within=history)

        # Searched, and narrowed until nothing is left.
        app.key("ctrl+f")
        app.focused("Search in the History")
        app.write("architect")
        wait_until(lambda: history.find("label", contains="added") is None and history.find("label", contains="Job Title") is not None,
                   "what is about architects only")
        app.key("ctrl+a")
        app.write("astronaut")
        app.see("Nothing Found")
        app.press("Show Everything")
        app.get("label", "Contact “Ana Ruiz” added", within=app.get("list", "History"))


def test_backups():
    with App() as app:
        app.start_empty()
        add_contact(app, "Ana", "Ruiz")
        preferences(app, "Backups")
        app.see("There is none yet")
        app.press("Back Up Now")
        app.see("Backup made and checked")
        app.see("Just now")
        files = glob.glob(os.path.join(os.path.dirname(app.database), "backups", "crm-*-manual.db"))
        assert len(files) == 1, files
        row = app.get("list item", contains="Today, ", within=app.get("list", "Backups"))
        app.get("label", contains="By Hand", within=row)
        menu(app, row, "Check")
        app.see("The backup is whole.")
        close(app)

        add_contact(app, "Luis", "Ruiz")
        preferences(app, "Backups")
        app.click(app.get("label", contains="By Hand", within=app.get("list", "Backups")))
        app.see("Go Back to “Today")
        answer(app, "Cancel")
        app.click(app.get("label", contains="By Hand", within=app.get("list", "Backups")))
        answer(app, "Restore")
        app.see("Restored.")
        assert app.query("SELECT first_name FROM contact") == [("Ana",)]
        app.see("Before Restoring")
        close(app)
        app.wait_for_names("Ana Ruiz")
        assert app.names() == ["Ana Ruiz"]

        # And the way back from that.
        preferences(app, "Backups")
        app.click(app.get("label", contains="Before Restoring", within=app.get("list", "Backups")))
        answer(app, "Restore")
        app.see("Restored.")
        wait_until(lambda: app.query("SELECT first_name FROM contact ORDER BY id") == [("Ana",), ("Luis",)], "both to be there")

        app.press("Check", within=app.get("frame", "Preferences"))
        app.see("No damage was found")


def test_team():
    with App() as app:
        app.start_empty()
        preferences(app, "Team")
        app.click(app.get("list item", "Add Team Member"))
        app.get("frame", "Add Team Member")
        app.fill("Name", "Max")
        app.fill("E-Mail", "max@example.com")
        app.press("Add")
        app.get("label", "Member · max@example.com")

        # The last administrator stays one.
        assert app.query("SELECT role FROM user ORDER BY id") == [("administrator",), ("member",)]
        menu(app, line(app, "Team Members", "Max"), "Remove From Team…")
        app.see("Not responsible for anything.")
        answer(app, "Remove")
        app.take_back("“Max” removed from the team")
        app.get("label", "Member · max@example.com")
        close(app)

        add_contact(app, "Ana", "Ruiz")
        app.click(app.get("label", "Ana Ruiz", within=app.get("tree table")))
        app.edit("Responsible", "Max")
        app.key("Return")
        app.value("Responsible", "Max")
        preferences(app, "Team")
        app.click(app.get("label", "Max", within=app.get("list", "Team Members")))
        app.get("label", "1 contact")
        app.press("Remove From Team…")
        app.see("Responsible for 1 contact.")
        answer(app, "Cancel")


def test_appearance_and_business_stay():
    with App() as app:
        app.start_empty()
        preferences(app, "Business")
        app.edit("Business Name", "Solana Roofs")
        app.value("Business Name", "Solana Roofs")
        wait_until(lambda: app.query("SELECT name FROM business") == [("Solana Roofs",)], "the name")
        app.click(app.get("list item", "General", within=app.get("list", "Preferences")))
        app.click(app.get("label", "Style"))
        app.click(app.get("label", "Dark"))
        close(app)
        app.restart()
        preferences(app, "General")
        app.get("label", "Dark")
        app.click(app.get("list item", "Business", within=app.get("list", "Preferences")))
        app.value("Business Name", "Solana Roofs")


driver.run(globals())
