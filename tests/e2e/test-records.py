#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""People and companies: added, edited in place, linked, tagged, noted, taken back, deleted and
brought back again."""

import driver
from driver import App, wait_until


def add_ana(app):
    app.start_empty()
    app.add("Add Contact", {"First Name": "Ana", "Last Name": "García", "E-Mail": "ana@example.com"})
    app.wait_for_names("Ana García")


def open_first(app, name):
    app.click(app.get("label", name, within=app.get("tree table")), times=2)
    app.get("push button", "Back")


def test_add_contact_and_account():
    with App() as app:
        add_ana(app)
        app.value("E-Mail", "ana@example.com")  # the card shows what was added

        app.click(app.get("list item", "Accounts"))
        app.add("Add Account", {"Account Name": "Tejados del Norte S.L.", "City": "Bilbao"})
        app.wait_for_names("Tejados del Norte S.L.")

        app.restart()
        app.wait_for_names("Tejados del Norte S.L.")  # the window opens where it was left
        app.click(app.get("list item", "Contacts"))
        app.wait_for_names("Ana García")


def test_a_form_says_what_is_missing():
    with App() as app:
        app.start_empty()
        app.click(app.get("list item", "Accounts"))
        app.press("Add Account")
        app.fill("City", "Bilbao")
        app.press("Add")
        app.focused("Account Name")
        app.get("frame", "Add Account")

        # What was typed is not thrown away by a key.
        app.key("Escape")
        app.see("Discard What You Typed?")
        app.key("Escape")
        app.gone("label", "Discard What You Typed?")
        app.see("Bilbao")
        app.press("Cancel")
        app.see("Discard What You Typed?")
        app.press("Discard Discard")
        app.gone("frame", "Add Account")
        assert app.query("SELECT count(*) FROM account") == [(0,)]


def test_an_area_by_its_name():
    with App() as app:
        app.start_empty()
        app.add("Add Contact", {"First Name": "Accounts", "Last Name": "Payable"})

        # What is called so comes before what begins so.
        app.find("Accounts", "Accounts Payable")
        app.get("push button", "Add Account")

        # The keyboard is in the list then.
        app.find("Contacts", "Contacts")
        app.get("label", "Accounts Payable", within=app.get("tree table"))
        app.key("Down", "Return")
        app.value("Last Name", "Payable")


def test_edit_in_place():
    with App() as app:
        add_ana(app)
        open_first(app, "Ana García")

        app.edit("Job Title", "Architect")
        app.value("Job Title", "Architect")
        app.edit("Last Name", "Garcia Lopez", key="Tab")
        app.value("Last Name", "Garcia Lopez")
        app.edit("First Name", "Nobody", key="Escape")
        app.value("First Name", "Ana")
        app.see("Architect")
        wait_until(lambda: app.query("SELECT first_name, last_name, job_title FROM contact") ==
                   [("Ana", "Garcia Lopez", "Architect")],
                   "the edits in the database")

        # What cannot be is said at the field, and the text stays there to be mended.
        app.edit("E-Mail", "not an address")
        app.focused("E-Mail")
        assert app.entry("E-Mail").text == "not an address"
        app.key("Escape")
        app.value("E-Mail", "ana@example.com")


def test_undo_and_redo_by_keyboard():
    with App() as app:
        add_ana(app)
        open_first(app, "Ana García")
        app.edit("Job Title", "Architect")
        app.value("Job Title", "Architect")
        app.key("ctrl+z")
        app.value("Job Title", "Add")
        app.see("Undone: ")
        app.key("ctrl+shift+z")
        app.value("Job Title", "Architect")
        app.key("ctrl+z", "ctrl+z")
        app.see("is in the trash")  # adding her was taken back
        app.key("ctrl+y", "ctrl+y")
        app.value("Job Title", "Architect")


def test_link_to_an_account():
    with App() as app:
        add_ana(app)
        app.click(app.get("list item", "Accounts"))
        app.add("Add Account", {"Account Name": "Tejados del Norte S.L."})
        app.wait_for_names("Tejados del Norte S.L.")
        app.click(app.get("list item", "Contacts"))
        open_first(app, "Ana García")

        app.click(app.get("list item", contains="Account: "))
        app.focused("Account")
        app.write("tejados")
        app.get("list item", contains="Tejados del Norte")
        app.key("Return")
        app.value("Account", "Tejados del Norte S.L.")

        # And from the other side.
        app.press("Open")
        app.get("label", "Tejados del Norte S.L.")
        app.get("label", contains="Ana García")


def test_tag():
    with App() as app:
        add_ana(app)
        open_first(app, "Ana García")
        app.click(app.get("list item", contains="Tags: "))
        app.focused("Tags")
        app.write("customer")
        app.key("Return", "Return")
        app.value("Tags", "customer")
        app.restart()
        app.wait_for_names("Ana García")
        assert "customer" in app.rows()[0]


def test_note():
    with App() as app:
        add_ana(app)
        open_first(app, "Ana García")
        app.click(app.get("page tab", "Notes"))
        app.fill("New Note", "Wants an offer for the roof by Friday, ¿con garantía?")
        app.press("Add Note")
        app.see("¿con garantía?")
        wait_until(lambda: app.entry("New Note").text == "", "the box to be empty again")
        app.restart()
        open_first(app, "Ana García")
        app.see("¿con garantía?")
        app.key("ctrl+z")
        app.see("No notes yet")

        # What was not added waits where it was written, and nowhere else.
        app.fill("New Note", "Half a thought")
        app.key("alt+Left")
        app.add("Add Contact", {"First Name": "Bea"})
        app.find("Bea", "Bea")
        app.click(app.get("page tab", "Notes"))
        wait_until(lambda: app.entry("New Note").text == "", "no note about somebody else")
        app.restart()
        open_first(app, "Ana García")
        wait_until(lambda: app.entry("New Note").text == "Half a thought", "the draft")


def test_delete_and_bring_back():
    with App() as app:
        add_ana(app)
        app.click(app.get("label", "Ana García", within=app.get("tree table")))
        app.key("Delete")
        app.see("No Contacts Yet")
        app.take_back("1 contact deleted")
        app.wait_for_names("Ana García")

        # From the page, and back again from there.
        open_first(app, "Ana García")
        app.press("Actions")
        app.press("Delete", role="menu item")
        app.see("“Ana García” is in the trash.")
        app.press("Restore")
        app.value("First Name", "Ana")


driver.run(globals())
