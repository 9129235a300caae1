#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Conditions: built on the keyboard, counted, said, kept, followed, and explained."""

import driver
from driver import App, wait_until
from filtering import choose_field, choose_word, compare, go_back_to, open_people, reach, wait_for_focus


def ask_for_one_more(app, button="Add Condition"):
    """From the value of a condition on the keyboard, over the button that removes it."""
    reach(app, button)
    app.key("space")


def test_build_save_and_follow():
    """Without the mouse: customers in Spain or Italy, with a tag, with an open deal over an amount, not contacted lately."""
    with App() as app:
        open_people(app)
        app.wait_for_names("Ada", "Bea", "Cleo", "Dora")
        app.key("ctrl+shift+f")
        app.get("frame", "Filter Contacts")
        reach(app, "Advanced…", "shift+Tab")
        app.key("space")
        ask_for_one_more(app)
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

        ask_for_one_more(app)
        choose_field(app, "special tag")
        app.key("Tab")
        app.write("roof")
        app.see("2 contacts")

        ask_for_one_more(app)
        choose_field(app, "deals status")
        app.key("Tab")
        choose_word(app, "Deals: Status", 1)
        ask_for_one_more(app)
        choose_field(app, "deals value")
        compare(app, "is greater than", 2)
        app.write("7000 EUR")
        app.see("0 contacts")
        app.key("ctrl+a")
        app.write("5000 EUR")
        app.see("2 contacts")

        # Not contacted for 30 days, or never: a group of its own, of which any part will do.
        ask_for_one_more(app, "Add Group")
        choose_field(app, "last contacted")
        compare(app, "is longer ago than", 9)
        app.write("30 days")
        app.see("0 contacts")
        ask_for_one_more(app)
        choose_field(app, "last contacted")
        choose_word(app, "How to Compare", 10)
        app.see("Country is one of “Spain”, “Italy” and Tag is “roof” and Deals: at least one with "
                "(Status is “Open” and Value is greater than")
        app.see("2 contacts")
        app.key("ctrl+Return")
        wait_until(lambda: app.names() == ["Ada", "Bea"], "the two")
        app.see("2 contacts")

        # Kept, and one click away.
        app.press("Save Filter")
        app.get("frame", "Save Filter")
        app.write("Roofs in the south")  # the name has the focus
        wait_until(lambda: app.entry("Name").text == "Roofs in the south", "the name")
        app.key("ctrl+Return")
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


def choose_related(app, name):
    app.press("Add Related")
    app.press(name, role="menu item")


def test_related_records():
    """“There is a deal for which …”, and that there is none."""
    with App() as app:
        open_people(app)
        app.crmctl("add", "--quiet", "contact", "first_name=Emma")
        app.wait_for_names("Ada", "Bea", "Cleo", "Dora", "Emma")
        app.key("ctrl+shift+f")
        app.see("5 contacts")
        app.press("Advanced…")
        choose_related(app, "Deals")
        app.see("Deals: at least one")
        app.see("4 contacts")

        # In the group about deals, the fields are those of deals.
        wait_for_focus(app, "How Many")
        app.key("Tab", "Tab")
        app.focused("Add Condition")
        app.key("space")
        choose_field(app, "title")
        compare(app, "contains", 2)
        app.write("cleo")
        app.see("1 contact")
        app.see("Deals: at least one with (Title contains “cleo”)")
        go_back_to(app, "How Many")
        choose_word(app, "How Many", 1)
        app.see("4 contacts")
        app.see("Deals: none with (Title contains “cleo”)")
        app.press("Apply")
        wait_until(lambda: app.names() == ["Ada", "Bea", "Dora", "Emma"], "the four")

        # What was built comes back as it was.
        app.press("Change Filter")
        app.see("4 contacts")
        app.see("None with")
        app.press("Remove This Group")
        app.see("5 contacts")
        app.press("Apply")
        wait_until(lambda: len(app.names()) == 5, "everybody")


def test_why():
    """Each test with the value that decided it: from the list, from the contact, from the segment."""
    with App() as app:
        open_people(app)
        app.wait_for_names("Ada", "Bea", "Cleo", "Dora")
        app.crmctl("segment", "add", "Roofs in Spain", "contact", '{"all":[{"field":"contact.country","op":"is","value":"ES"},'
                   '{"tag":"roof","op":"has"}]}', "--quiet")

        # From the page of a contact.
        app.click(app.get("label", "Dora"), times=2)
        app.press("Actions")
        app.press("Why in a Segment?", role="menu item")
        app.get("frame", "Why, or Why Not?")
        app.see("“Dora” is not in “Roofs in Spain”.")
        app.get("list item", "yes: Country is “Spain” [Spain]")
        app.get("list item", "no:  Tag is “roof” [garden]")

        # It follows what is changed meanwhile.
        app.crmctl("set", "--quiet", "contact", "Dora", "tags=roof")
        app.see("“Dora” is in “Roofs in Spain”.")
        app.key("Escape")
        app.gone("frame", "Why, or Why Not?")
        app.key("alt+Left")
        app.wait_for_names("Ada", "Bea", "Cleo", "Dora")

        # From a filter that has no name, for the row that is selected.
        app.key("ctrl+shift+f")
        app.fill("First Name", "a")
        app.see("3 contacts")
        app.press("Apply")
        wait_until(lambda: app.names() == ["Ada", "Bea", "Dora"], "the three")
        app.click(app.get("label", "Bea"))
        app.get("push button", "Contact Details")
        app.press("Why, or Why Not?")
        app.see("“Bea” passes the filter.")
        app.get("list item", "yes: First Name contains “a” [Bea]")

        # For somebody who is not there.
        app.entry("Contact").type("Cleo")
        app.get("list item", "Cleo")
        app.key("Down", "Return")
        app.see("“Cleo” does not pass the filter.")
        app.key("Escape")
        app.gone("frame", "Why, or Why Not?")

        # From the segment itself, in the list of all of them.
        app.find("segments", "Segments…")
        app.press("Menu of Roofs in Spain")
        app.press("Why, or Why Not?", role="menu item")
        app.focused("Contact")
        app.write("Bea")
        app.get("list item", "Bea")
        app.key("Down", "Return")
        app.see("“Bea” is not in “Roofs in Spain”.")


driver.run(globals())
