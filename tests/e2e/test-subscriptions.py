#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists: made, filled by one and by many, left with a reason, never entered again by accident, and
addresses that nothing is sent to; undone, and there again after a restart."""

import os

import driver
import importing
from driver import App, wait_until

PEOPLE = ("Ada", "Bea", "Cleo", "Dora")


def open_people(app):
    """An empty database with four people in it, and their list."""
    app.start_empty()
    for name in PEOPLE:
        app.crmctl("add", "--quiet", "contact", f"first_name={name}", f"email={name.lower()}@roof.example")
    app.wait_for_names(*PEOPLE)


def answer(app, verb):
    """Presses a button of a question; GTK names those twice."""
    app.press(f"{verb} {verb}")
    app.gone("push button", f"{verb} {verb}")


def command(app, name):
    """Chooses what is done with the rows that are selected: a button, or an item of a menu where there is no room."""
    found = wait_until(lambda: app.windows()[0].find("push button", name) or app.windows()[0].find("push button", "Actions"), f"“{name}”")
    found.press()
    if found.name == "Actions":
        app.press(name, role="menu item")


def members(app):
    """Who is on the list that is shown, and how: [name, status, since, how]."""
    return [(row[0], row[1], row[3]) for row in app.rows() if len(row) > 3]


def wait_for_members(app, *expected):
    wait_until(lambda: members(app) == list(expected), f"the members {expected}")


def choose(app, entry, text, result):
    """Chooses something by the beginning of its name."""
    app.focused(entry)
    app.write(text)
    wait_until(lambda: any(result in node.name for window in app.windows() for node in window.find_all("list item")), f"“{result}”")
    app.key("Return")


def status(app, contact, name):
    return app.query("SELECT s.status FROM subscription s JOIN contact c ON c.id = s.contact JOIN list l ON l.id = s.list "
                     "WHERE s.state = 0 AND c.name = ? AND l.name = ?", contact, name)


def add_list(app, name, description=""):
    app.show("Lists")
    app.add("Add List", {"List": name, "Description": description} if description else {"List": name})
    app.get("label", name, within=app.get("tree table"))


def open_list(app, name):
    app.show("Lists")
    app.click(app.get("label", name, within=app.get("tree table")), times=2)
    app.get("push button", "Add to List")


def test_a_list():
    with App() as app:
        open_people(app)
        app.show("Lists")
        app.see("No Lists Yet")
        add_list(app, "News", "Once a month")
        open_list(app, "News")
        app.see("Once a month")
        app.see("Nobody Is on This List")

        # One by name, on the keyboard only.
        app.key("ctrl+n")
        app.get("frame", "Subscribe to “News”")
        choose(app, "Contact", "bea", "Bea")
        app.see("1 contact will be subscribed.")
        app.press("Subscribe")
        app.gone("frame", "Subscribe to “News”")
        wait_for_members(app, ("Bea", "Subscribed", "By Hand"))
        app.key("ctrl+z")
        app.see("Nobody Is on This List")
        app.key("ctrl+shift+z")
        wait_for_members(app, ("Bea", "Subscribed", "By Hand"))

        # Off again, with a reason.
        app.crmctl("subscribe", "News", "Ada", "--source", "form")
        wait_for_members(app, ("Ada", "Subscribed", "Subscription Form"), ("Bea", "Subscribed", "By Hand"))
        app.click(app.get("label", "Ada", within=app.get("tree table")))
        app.key("shift+Down")
        app.see("2 contacts selected")
        command(app, "Unsubscribe…")
        app.see("Unsubscribe 2 contacts?")
        app.focused("Reason")
        app.write("Moved away")
        answer(app, "Unsubscribe")
        wait_for_members(app, ("Ada", "Unsubscribed", "By Hand"), ("Bea", "Unsubscribed", "By Hand"))
        assert app.query("SELECT reason FROM subscription WHERE state = 0") == [("Moved away",), ("Moved away",)]
        app.take_back("2 contacts unsubscribed from “News”")
        wait_for_members(app, ("Ada", "Subscribed", "Subscription Form"), ("Bea", "Subscribed", "By Hand"))

        # The views, the search and the order.
        app.crmctl("unsubscribe", "News", "Ada", "--source", "link")
        app.click(app.get("push button", contains="Unsubscribed 1"))
        wait_for_members(app, ("Ada", "Unsubscribed", "Unsubscribe Link"))
        app.click(app.get("push button", contains="All 2"))
        wait_until(lambda: [m[0] for m in members(app)] == ["Ada", "Bea"], "both")
        app.click(next(app.get("tree table").find("table row").find_all("label", "Contact")))
        wait_until(lambda: [m[0] for m in members(app)] == ["Bea", "Ada"], "the other order")
        app.key("ctrl+f")
        app.write("bea@roof")
        wait_until(lambda: [m[0] for m in members(app)] == ["Bea"], "the one who is called so")
        app.key("Escape")
        wait_until(lambda: [m[0] for m in members(app)] == ["Bea", "Ada"], "both again")

        # A row leads to the contact.
        app.click(app.get("label", "Bea", within=app.get("tree table")), times=2)
        app.value("First Name", "Bea")
        app.key("alt+Left")
        app.get("push button", "Add to List")

        app.restart()
        open_list(app, "News")
        wait_until(lambda: sorted(members(app)) == [("Ada", "Unsubscribed", "Unsubscribe Link"), ("Bea", "Subscribed", "By Hand")],
                   "the members as they were left")


def test_rename_and_delete():
    with App() as app:
        open_people(app)
        add_list(app, "News")
        app.crmctl("subscribe", "News", "Ada", "Bea", "Cleo")
        app.crmctl("unsubscribe", "News", "Cleo")
        open_list(app, "News")
        app.press("More")
        app.press("List Details…", role="menu item")
        window = app.get("frame", "List Details")
        app.click(app.get("list item", contains="List: News", within=window))
        app.focused("List")
        app.key("ctrl+a")
        app.write("Monthly")
        app.key("Return")
        app.get("list item", contains="List: Monthly", within=window)
        app.click(app.get("list item", contains="Description: ", within=window))
        app.focused("Description")
        app.write("For customers")
        app.key("Tab")
        wait_until(lambda: app.query("SELECT name, description FROM list") == [("Monthly", "For customers")], "the list as it is called now")
        app.key("Escape")
        app.gone("frame", "List Details")
        app.see("For customers")

        # Deleted with a count, and back.
        app.press("More")
        app.press("Delete List…", role="menu item")
        app.see("Subscribed: 2 contacts. Unsubscribed: 1 contact.")
        answer(app, "Delete")
        app.see("“Monthly” is in the trash.")
        wait_until(lambda: app.query("SELECT count (*) FROM member WHERE col = 60 AND removed IS NULL") == [(0,)], "nobody on the list")
        app.key("ctrl+z")
        wait_until(lambda: [m[:2] for m in members(app)] == [("Ada", "Subscribed"), ("Bea", "Subscribed"), ("Cleo", "Unsubscribed")],
                   "all of them again")

        # From the overview as well.
        app.key("alt+Left")
        app.click(app.get("label", "Monthly", within=app.get("tree table")))
        app.key("Delete")
        app.see("Subscribed: 2 contacts. Unsubscribed: 1 contact.")
        answer(app, "Delete")
        app.see("No Lists Yet")
        app.restart()
        app.see("No Lists Yet")


def test_many():
    with App() as app:
        open_people(app)
        app.crmctl("add", "--quiet", "list", "name=News")
        app.crmctl("subscribe", "News", "Ada")
        app.crmctl("unsubscribe", "News", "Bea", "--source", "link")
        app.crmctl("suppress", "cleo@roof.example")

        app.click(app.get("label", "Ada"))
        app.key("ctrl+a")
        app.see("4 contacts selected")
        command(app, "Subscribe…")
        app.get("frame", "Subscribe to a List")
        choose(app, "List", "new", "News")
        app.see("2 contacts will be subscribed.")
        app.see("1 is subscribed already.")
        app.see("1 has unsubscribed and is left out.")
        app.see("1 has a suppressed e-mail address: nothing is sent there.")
        app.press("Subscribe")
        app.see("2 contacts subscribed to “News”")
        assert status(app, "Bea", "News") == [("unsubscribed",)]
        assert status(app, "Dora", "News") == [("subscribed",)]
        app.take_back("2 contacts subscribed to “News”")
        wait_until(lambda: status(app, "Dora", "News") == [], "Dora off the list")

        # Knowingly, who has left as well.
        command(app, "Subscribe…")
        choose(app, "List", "new", "News")
        app.click(app.get("check box", contains="Also subscribe who has unsubscribed"))
        app.see("3 contacts will be subscribed.")
        app.press("Subscribe")
        wait_until(lambda: status(app, "Bea", "News") == [("subscribed",)], "Bea on the list again")

        # A list that is made by the way.
        command(app, "Subscribe…")
        choose(app, "List", "Invitations", "Invitations")
        app.see("4 contacts will be subscribed.")
        app.press("Subscribe")
        app.take_back("4 contacts subscribed to “Invitations”")
        wait_until(lambda: app.query("SELECT name FROM list WHERE state = 0") == [("News",)], "no other list")


def test_one_contact():
    with App() as app:
        open_people(app)
        app.crmctl("add", "--quiet", "list", "name=News")
        app.click(app.get("label", "Ada", within=app.get("tree table")), times=2)
        app.click(app.get("page tab", "Lists"))
        app.see("On no list yet.")
        app.press("Subscribe…")
        choose(app, "Subscribe to a List", "new", "News")
        row = app.get("list item", contains="News, Subscribed since ")
        assert "By Hand" in row.name
        app.press("Unsubscribe")
        app.see("Unsubscribe “Ada”?")
        app.focused("Reason")
        app.write("Too many mails")
        app.key("Return")
        app.get("list item", contains="“Too many mails”")

        # Back only after a question, which is no by default.
        app.press("Subscribe")
        app.see("Subscribe “Ada” Again?")
        app.see("“Ada” was unsubscribed on ")
        app.key("Return")
        app.gone(contains="Subscribe “Ada” Again?")
        assert status(app, "Ada", "News") == [("unsubscribed",)]
        app.press("Subscribe")
        answer(app, "Subscribe Again")
        app.get("list item", contains="News, Subscribed since ")
        app.take_back("“Ada” subscribed to “News”")
        app.get("list item", contains="“Too many mails”")

        # It is told in plain words.
        app.click(app.get("page tab", "History"))
        app.see("Unsubscribed from “News”")
        app.see("Subscribed to “News”")
        app.show("History")
        app.see("“Ada” unsubscribed from “News”")


def test_import():
    with App() as app:
        open_people(app)
        app.crmctl("add", "--quiet", "list", "name=News")
        app.crmctl("unsubscribe", "News", "Ada", "--source", "link")
        path = importing.write_table(os.path.join(app.home, "people.csv"), ("First Name", "E-Mail"),
                                     [("Ada", "ada@roof.example"), ("Bea", "bea@roof.example"), ("Eva", "eva@roof.example")])
        app.open(path)
        app.get(contains="Step 1 of 3")
        app.press("Next")
        app.get("label", "What to Do")
        entry = app.entry("Subscribe All to a List")
        app.click(entry)
        choose(app, "Subscribe All to a List", "new", "News")
        app.press("Next")
        app.get("label", "Outcome")
        importing.run(app)
        assert status(app, "Ada", "News") == [("unsubscribed",)]
        assert status(app, "Bea", "News") == [("subscribed",)]
        assert status(app, "Eva", "News") == [("subscribed",)]
        app.click(app.get("list item", contains="1 Remark"))
        app.see("Not subscribed to “News”: the person has unsubscribed from it.")


def test_suppression():
    with App() as app:
        open_people(app)
        app.key("ctrl+comma")
        window = app.get("frame", "Preferences")
        app.click(app.get("list item", "Suppressed Addresses", within=app.get("list", "Preferences", within=window)))
        app.see("No address is suppressed.")
        for address in ("ADA@roof.example", "old@roof.example"):
            app.press("Add Address")
            app.get("frame", "Add Address")
            app.fill("E-Mail", address)
            app.press("Add")
            app.gone("frame", "Add Address")
            app.get("list item", contains=address)

        # The same address, written otherwise, is there already.
        app.press("Add Address")
        app.fill("E-Mail", "ada@ROOF.example")
        app.press("Add")
        app.see("is suppressed already")
        app.key("Escape")
        answer(app, "Discard")
        app.gone("frame", "Add Address")

        app.fill("Search addresses", "old")
        app.gone("list item", contains="ADA@roof.example")
        app.fill("Search addresses", "nobody")
        app.see("No such address is suppressed.")
        app.fill("Search addresses", "")
        app.get("list item", contains="ADA@roof.example")
        app.press("Close", within=window)
        app.gone("frame", "Preferences")

        # It stands at the address of whoever has it.
        app.click(app.get("label", "Ada", within=app.get("tree table")), times=2)
        app.value("E-Mail", "ada@roof.example")
        app.see("Suppressed (By Hand)")
        app.restart()
        app.click(app.get("label", "Ada", within=app.get("tree table")), times=2)
        app.see("Suppressed (By Hand)")

        app.key("ctrl+comma")
        window = app.get("frame", "Preferences")
        app.click(app.get("list item", "Suppressed Addresses", within=app.get("list", "Preferences", within=window)))
        app.press("Remove “ADA@roof.example”")
        app.see("Send to “ADA@roof.example” Again?")
        answer(app, "Remove")
        app.gone("list item", contains="ADA@roof.example")
        app.take_back("“ADA@roof.example” is not suppressed any more")
        app.get("list item", contains="ADA@roof.example")
        app.press("Remove “ADA@roof.example”")
        answer(app, "Remove")
        app.gone("list item", contains="ADA@roof.example")
        app.press("Close", within=window)
        app.gone("label", contains="Suppressed (By Hand)")


driver.run(globals())
