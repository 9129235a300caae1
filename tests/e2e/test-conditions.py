#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters and segments: built on the keyboard, counted, said, kept, and followed."""

import driver
from driver import App, wait_until


def open_people(app):
    """An empty database with four people in it, and their list."""
    app.click("Start Empty")
    app.click(app.get("list item", "Contacts"))
    app.get("push button", "Add Contact")
    for name, country, tag in (("Ada", "ES", "roof"), ("Bea", "IT", "roof"), ("Cleo", "FR", "roof"), ("Dora", "ES", "garden")):
        contact = app.crmctl("add", "--create-missing", "--quiet", "contact",
                             f"first_name={name}", f"country={country}", f"tags={tag}").strip()
        app.crmctl("add", "--create-missing", "--quiet", "deal", f"title=Deal of {name}", f"contact={contact}", "value=6000 EUR")


def wait_for_focus(app, name):
    """Waits until the focus is on a drop-down: on the button inside of it."""
    wait_until(lambda: any(node.focused and node.role == "push button"
                           for combo in app.windows()[-1].find_all("combo box", name) for node in combo.walk(3)),
               f"the focus on “{name}”")


def choose_field(app, words):
    app.focused("Search Fields")
    app.write(words)
    app.key("Return")
    wait_for_focus(app, "How to Compare")


def choose_word(app, name, downs):
    """Chooses what stands so far below in a drop-down that has the focus."""
    wait_for_focus(app, name)
    app.key("space")
    wait_until(lambda: not any(node.focused and node.role == "push button"
                               for combo in app.windows()[-1].find_all("combo box", name) for node in combo.walk(3)),
               f"the words of “{name}”")
    app.key(*["Down"] * downs, "Return")
    wait_for_focus(app, name)


def compare(app, words, downs):
    """Chooses an operator that stands so far below the first, and goes on to the value."""
    choose_word(app, "How to Compare", downs)
    app.get("label", words)
    app.key("Tab")


def test_build_save_and_follow():
    with App() as app:
        open_people(app)
        app.wait_for_names("Ada", "Bea", "Cleo", "Dora")
        app.press("Filter")
        app.see("4 contacts")
        app.press("Advanced…")

        app.press("Add Condition")
        choose_field(app, "address country")
        compare(app, "is one of", 2)
        for country in ("Spain", "Italy"):
            wait_for_focus(app, "Country")
            app.key("space")
            wait_until(lambda: any(node.focused and node.role in ("text", "entry") for node in app.windows()[-1].walk()),
                       "the search for a country")
            app.write(country.lower())
            app.gone("label", "Andorra")
            app.key("Down", "Return")
            app.get("push button", f"Remove {country}")
        app.see("3 contacts")

        app.press("Add Condition")
        choose_field(app, "special tag")
        app.key("Tab")
        app.write("roof")
        app.see("2 contacts")

        app.press("Add Condition")
        choose_field(app, "deals status")
        app.key("Tab")
        choose_word(app, "Deals: Status", 1)
        app.press("Add Condition")
        choose_field(app, "deals value")
        compare(app, "is greater than", 2)
        app.write("7000 EUR")
        app.see("0 contacts")
        app.key("ctrl+a")
        app.write("5000 EUR")
        app.see("2 contacts")

        # Not contacted for 30 days, or never: a group of its own, of which any part will do.
        app.press("Add Group")
        choose_field(app, "last contacted")
        compare(app, "is longer ago than", 9)
        app.write("30 days")
        app.see("0 contacts")
        app.press("Add Condition")
        choose_field(app, "last contacted")
        choose_word(app, "How to Compare", 10)
        app.see("Country is one of “Spain”, “Italy” and Tag is “roof” and Deals: at least one with "
                "(Status is “Open” and Value is greater than")
        app.see("2 contacts")
        app.press("Apply")
        wait_until(lambda: app.names() == ["Ada", "Bea"], "the two")
        app.see("2 contacts")

        # Kept, and one click away.
        app.press("Save Filter")
        app.fill("Name", "Roofs in the south")
        app.press("Save")
        app.gone("frame", "Save Filter")
        app.get("list item", "Roofs in the south")
        app.see("Roofs in the south: ")
        app.press("Remove Filter")
        wait_until(lambda: len(app.names()) == 4, "everybody")

        # Its count follows what others write.
        def count():
            row = app.root().find("list item", "Roofs in the south")
            return row is not None and [node.name for node in row.find_all("label")][-1]

        wait_until(lambda: count() == "2", "the count of 2")
        app.crmctl("set", "contact", "Cleo", "country=IT")
        wait_until(lambda: count() == "3", "the count of 3")
        app.click(app.get("list item", "Roofs in the south"))
        wait_until(lambda: app.names() == ["Ada", "Bea", "Cleo"], "the three")

        app.restart()
        app.get("list item", "Roofs in the south")
        wait_until(lambda: count() == "3", "the count of 3 again")
        app.press("Menu of Roofs in the south")
        app.press("Delete", role="menu item")
        app.gone("list item", "Roofs in the south")
        app.key("ctrl+z")
        app.get("list item", "Roofs in the south")


def test_simple_filter():
    with App() as app:
        open_people(app)
        app.wait_for_names("Ada", "Bea", "Cleo", "Dora")
        app.key("ctrl+shift+f")
        app.fill("First Name", "a")
        app.see("3 contacts")
        app.see("First Name contains “a”")
        app.press("Apply")
        wait_until(lambda: app.names() == ["Ada", "Bea", "Dora"], "the three")
        app.see("First Name contains “a”")

        # What is selected are those that match.
        app.click(app.get("label", "Ada"))
        app.key("ctrl+a")
        app.see("3 contacts selected")
        app.press("Remove Filter")
        wait_until(lambda: len(app.names()) == 4, "everybody")


driver.run(globals())
