#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ordinary filter of each area, and filters that are kept."""

import datetime

import driver
from driver import App, wait_until
from filtering import choose_value, open_people


def test_simple_filter():
    """A line for each field, and what it finds by its own."""
    with App() as app:
        open_people(app)
        app.crmctl("set", "--quiet", "contact", "Ada", "phone=+34 612 005 170", "messengers=telegram:adalopez")
        app.wait_for_names("Ada", "Bea", "Cleo", "Dora")
        app.key("ctrl+shift+f")
        app.get("frame", "Filter Contacts")
        app.see("4 contacts")
        for field, text in (("Phone", "612005170"), ("Messengers", "Telegram: @ada")):
            app.fill(field, text)
            app.see(f"{field} contains “{text}”")
            app.see("1 contact")
            app.fill(field, "")
            app.see("4 contacts")
        app.fill("Created", "7 days")
        app.see("Created is within the last 7 days")
        app.see("4 contacts")
        app.fill("Created", "")
        app.see("Everything: nothing has been asked for yet.")

        choose_value(app, "Source", "integration", "Chatbot")
        app.see("Source is one of “Integration”")
        app.see("0 contacts")
        app.press("Remove Integration")
        app.see("4 contacts")
        choose_value(app, "Country", "spain", "Andorra")
        app.get("push button", "Remove Spain")
        app.see("2 contacts")
        choose_value(app, "Country", "italy", "Andorra")
        app.see("Country is one of “Spain”, “Italy”")
        app.see("3 contacts")
        app.fill("First Name", "d")
        app.see("First Name contains “d” and Country is one of “Spain”, “Italy”")
        app.see("2 contacts")
        app.key("ctrl+Return")
        wait_until(lambda: app.names() == ["Ada", "Dora"], "the two")
        app.see("First Name contains “d”")

        # What is selected are those that match.
        app.click(app.get("label", "Ada"))
        app.key("ctrl+a")
        app.see("2 contacts selected")
        app.press("Remove Filter")
        wait_until(lambda: len(app.names()) == 4, "everybody")


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
        app.get("frame", "Edit Filter")
        app.fill("Name", "Hardly Anybody")
        app.press("Save")
        app.gone("frame", "Edit Filter")
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
