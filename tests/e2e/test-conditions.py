#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters and segments: built on the keyboard, counted, said, kept, and followed."""

import datetime

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
    wait_until(lambda: focuses(app, name), f"the focus on “{name}”")


def focuses(app, name):
    return any(node.focused and node.role == "push button"
               for combo in app.windows()[-1].find_all("combo box", name) for node in combo.walk(3))


def focused_place(app):
    return [node.extents for node in app.windows()[-1].walk() if node.focused]


def go_back_to(app, name):
    """Goes back on the keyboard until the focus is on a drop-down."""
    for _step in range(20):
        before = focused_place(app)
        app.key("shift+Tab")
        wait_until(lambda: focused_place(app) not in ([], before), "the focus to move")
        if focuses(app, name):
            return
    raise AssertionError(f"there is no way back to “{name}”")


def choose_field(app, words):
    app.focused("Search Fields")
    app.write(words)
    app.key("Return")
    wait_for_focus(app, "How to Compare")


def choose_word(app, name, downs):
    """Chooses what stands so far below in a drop-down that has the focus."""
    wait_for_focus(app, name)
    app.key("space")
    wait_until(lambda: not focuses(app, name), f"the words of “{name}”")
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


def test_deals_share_a_filter():
    """The board and the list have one filter, which is said on both and can be kept."""
    with App() as app:
        open_people(app)
        app.click(app.get("list item", "Deals"))
        for name in ("Ada", "Bea", "Cleo", "Dora"):
            app.see(f"Deal of {name}")
        app.key("ctrl+shift+f")
        app.get("frame", "Filter Deals")
        app.fill("Title", "deal of c")
        app.see("1 deal")
        app.press("Apply")
        app.gone("label", "Deal of Ada")
        app.see("Deal of Cleo")
        app.see("Title contains “deal of c”")
        app.see("1 deal · ")

        # The list shows the same, with the same filter; what is changed there is changed here.
        app.press("Show as List")
        wait_until(lambda: app.names() == ["Deal of Cleo"], "the one deal")
        app.see("Title contains “deal of c”")
        app.press("Save Filter")
        app.fill("Name", "Those with a C")
        app.press("Save")
        app.gone("frame", "Save Filter")
        app.see("Those with a C: ")
        app.press("Remove Filter")
        wait_until(lambda: len(app.names()) == 4, "all deals")
        app.press("Show as Board")
        app.see("Deal of Ada")

        # One click away, where the board is. It follows.
        app.click(app.get("list item", "Those with a C"))
        app.gone("label", "Deal of Ada")
        app.see("Those with a C: ")
        app.crmctl("set", "--quiet", "deal", "Deal of Ada", "title=Deal of Celia")
        app.see("Deal of Celia")
        app.press("Remove Filter")
        app.see("Deal of Dora")


def go_on_to(app, name):
    """Goes on with the keyboard until the focus is on a drop-down."""
    for _step in range(60):
        if focuses(app, name):
            return
        before = focused_place(app)
        app.key("Tab")
        wait_until(lambda: focused_place(app) not in ([], before), "the focus to move")
    raise AssertionError(f"there is no way on to “{name}”")


def choose_value(app, name, words, other):
    """Adds a value to those that a field may have; the search leaves another one out."""
    go_on_to(app, name)
    app.key("space")
    wait_until(lambda: any(node.focused and node.role in ("text", "entry") for node in app.windows()[-1].walk()), "the search for a value")
    app.write(words)
    app.gone("label", other)
    app.key("Down", "Return")


def test_each_field_of_a_filter():
    """Each of them finds whom it should, by its own."""
    with App() as app:
        app.start_empty()
        app.crmctl("add", "--create-missing", "--quiet", "contact", "first_name=Ada", "last_name=Lopez", "email=ada@roof.example",
                   "phone=+34 612 005 170", "messengers=telegram:adalopez", "street=Calle Mayor 5", "city=Bilbao", "region=Bizkaia",
                   "country=ES", "tags=roof")
        app.crmctl("add", "--create-missing", "--quiet", "contact", "first_name=Bea", "last_name=Rossi", "email=bea@wall.example",
                   "phone=+39 02 1234 5678", "messengers=whatsapp:+39333444555", "street=Via Roma 1", "city=Milano", "region=Lombardia",
                   "country=IT", "tags=garden")
        app.crmctl("add", "--quiet", "contact", "first_name=Cleo")
        app.wait_for_names("Ada Lopez", "Bea Rossi", "Cleo")
        app.key("ctrl+shift+f")
        app.see("3 contacts")
        for field, text in (("First Name", "ada"), ("Last Name", "lop"), ("E-Mail", "ada@roof"), ("Phone", "612005170"),
                            ("Messengers", "adalopez"), ("Street", "mayor"), ("City", "bilbao"), ("Region", "bizk")):
            app.fill(field, text)
            app.see(f"{field} contains “{text}”")
            app.see("1 contact")
            app.fill(field, "")
            app.see("Everything: nothing has been asked for yet.")
            app.see("3 contacts")

        app.fill("Created", "7 days")
        app.see("Created is within the last 7 days")
        app.see("3 contacts")
        app.fill("Created", "")
        app.see("Everything: nothing has been asked for yet.")

        choose_value(app, "Source", "integration", "Chatbot")
        app.see("Source is one of “Integration”")
        app.see("0 contacts")
        app.press("Remove Integration")
        app.see("3 contacts")
        choose_value(app, "Country", "spain", "Andorra")
        app.get("push button", "Remove Spain")
        app.see("1 contact")
        choose_value(app, "Country", "italy", "Andorra")
        app.get("push button", "Remove Italy")
        app.see("Country is one of “Spain”, “Italy”")
        app.see("2 contacts")
        app.press("Apply")
        wait_until(lambda: app.names() == ["Ada Lopez", "Bea Rossi"], "the two")


def test_fields_and_names_of_filters():
    """Which fields are asked for is remembered, for each kind of record; a saved filter gets another name."""
    with App() as app:
        open_people(app)
        app.wait_for_names("Ada", "Bea", "Cleo", "Dora")
        app.key("ctrl+shift+f")
        driver.xdotool("mousemove", *app.place(app.entry("First Name")))
        driver.xdotool("click", "--repeat", 60, 5)
        app.click("Change Filter Fields")
        app.focused("Search Fields")
        app.write("first name")
        app.click(app.get("check box", "First Name"))
        app.click(app.entry("Search Fields"))
        app.key("ctrl+a")
        app.write("job title")
        app.click(app.get("check box", "Job Title"))
        app.key("Escape")
        app.gone("text", "First Name")
        app.fill("Job Title", "roofer")
        app.see("Job Title contains “roofer”")
        app.see("0 contacts")
        app.key("Escape")
        app.gone("frame", "Filter Contacts")

        app.restart()
        app.wait_for_names("Ada", "Bea", "Cleo", "Dora")
        app.key("ctrl+shift+f")
        app.entry("Job Title")
        assert app.windows()[-1].find("text", "First Name") is None, "a field that was switched off is there again"
        app.fill("Last Name", "nobody")
        app.see("0 contacts")
        app.press("Apply")
        app.press("Save Filter")
        app.fill("Name", "Nobody")
        app.press("Save")
        app.gone("frame", "Save Filter")

        app.press("Menu of Nobody")
        app.press("Edit…", role="menu item")
        app.get(name="Edit Filter")
        app.fill("Name", "Hardly Anybody")
        app.press("Save")
        app.gone(name="Edit Filter")
        app.gone("list item", "Nobody")
        app.get("list item", "Hardly Anybody")
        app.see("Hardly Anybody: ")


def test_filters_of_accounts_and_tasks():
    """Accounts and tasks have filters of their own, one click away."""
    today = datetime.date.today().isoformat()
    with App() as app:
        app.start_empty()
        app.crmctl("add", "--quiet", "account", "name=Sol")
        app.crmctl("add", "--quiet", "account", "name=Luna", "industry=Roofs")
        app.crmctl("add", "--quiet", "task", "title=Call Sol", f"due={today}")
        app.crmctl("add", "--quiet", "task", "title=Write to Luna", f"due={today}")
        for area, kind, name, field, text, other, found in (
                ("Accounts", "account", "Roofers", "Industry", "roof", "Sol", "Luna"),
                ("Tasks", "task", "Calls", "Title", "call", "Write to Luna", "Call Sol")):
            app.show(area)
            app.see(other)
            app.key("ctrl+shift+f")
            app.get("frame", f"Filter {area}")
            app.fill(field, text)
            app.see(f"1 {kind}")
            app.press("Apply")
            app.gone("label", other)
            app.see(found)
            app.press("Save Filter")
            app.fill("Name", name)
            app.press("Save")
            app.gone("frame", "Save Filter")
            app.press("Remove Filter")
            app.see(other)

        # One click away, from elsewhere.
        app.show("Deals")
        app.click(app.get("list item", "Roofers"))
        wait_until(lambda: app.names() == ["Luna"], "the one account")
        app.see("Roofers: ")


driver.run(globals())
