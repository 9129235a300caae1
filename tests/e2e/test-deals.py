#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a deal knows beside its place on the board: amounts as the locale writes them, further contacts
with their roles, and whose turn it is to have it."""

import tempfile

import driver
import pseudo
from driver import App, wait_until


def open_deal(app, title):
    app.find(title, title)
    wait_until(lambda: any(head.find("label", title) is not None for window in app.windows()
                           for head in window.find_all("filler", "AdwWindowTitle")), f"the page “{title}”")


def see_value(app, amount, currency, shown):
    wait_until(lambda: app.query("SELECT value, value_currency FROM deal") == [(amount, currency)],
               f"{amount} {currency} in the file")
    app.value("Value", shown)


def test_amounts():
    with App() as app:
        app.start_empty()
        app.crmctl("add", "deal", "title=Roof repair", "value=645550 EUR")
        open_deal(app, "Roof repair")
        app.value("Value", "€645,550.00")

        # Without a currency, the one that it has stays.
        app.edit("Value", "1200.5 USD")
        see_value(app, 120050, "USD", "US$1,200.50")
        app.edit("Value", "1300")
        see_value(app, 130000, "USD", "US$1,300.00")
        app.edit("Value", "1234567 JPY")
        see_value(app, 1234567, "JPY", "¥1,234,567")
        app.edit("Value", "1,234.567 KWD")
        see_value(app, 1234567, "KWD", "KWD\xa01,234.567")

        # What cannot be is not saved, and why stands beside it.
        app.edit("Value", "12.5 JPY")
        app.see("JPY has 0 decimal digits")
        app.key("Escape")
        app.value("Value", "KWD\xa01,234.567")

        for amount, currency in ((1234567, "JPY"), (130000, "USD"), (120050, "USD"), (64555000, "EUR")):
            app.key("ctrl+z")
            wait_until(lambda: app.query("SELECT value, value_currency FROM deal") == [(amount, currency)],  # noqa: B023
                       f"{amount} {currency} again")
        app.crmctl("set", "deal", "Roof repair", "value=2 USD")
        app.crmctl("set", "deal", "Roof repair", "value=3")
        see_value(app, 300, "USD", "US$3.00")


def test_amounts_of_a_locale():
    with tempfile.TemporaryDirectory() as folder, App(env=pseudo.make_locale("de_DE", folder)) as app:
        app.start_empty()
        app.show("Deals")
        app.see("To Contact")
        app.press("Add Deal")
        app.get("frame", "Add Deal")
        app.fill("Title", "Dachstuhl")
        app.fill("Value", "12.345,6")
        app.press("Add")
        app.gone("frame", "Add Deal")
        app.get("panel", contains="To Contact, 1 deal, 12.345,60\xa0€")
        open_deal(app, "Dachstuhl")
        # What it shows can be read again as it is.
        app.click(app.get("list item", contains="Value: "))
        app.focused("Value")
        app.key("End")
        app.write(" ")
        app.key("Return")
        app.gone("text", "Value")
        see_value(app, 1234560, "EUR", "12.345,60\xa0€")
        app.edit("Value", "1.234")
        see_value(app, 123400, "EUR", "1.234,00\xa0€")
        app.edit("Value", "1,5 KWD")
        see_value(app, 1500, "KWD", "1,500\xa0KWD")


def test_roles():
    with App() as app:
        app.start_empty()
        for name in ("Ana", "Bea"):
            app.crmctl("add", "contact", f"first_name={name}")
        app.crmctl("add", "deal", "title=Roof repair")
        open_deal(app, "Roof repair")

        def in_file(*expected):
            sql = ("SELECT c.first_name, m.label FROM member m JOIN contact c ON c.id = m.key "
                   "WHERE m.removed IS NULL AND m.record = (SELECT id FROM deal) ORDER BY 1")
            wait_until(lambda: app.query(sql) == list(expected), f"{expected} in the file")

        def edit():
            app.click(app.get("list item", contains="Further Contacts: "))
            app.focused("Further Contacts")

        def give_role(name, role):
            chips = app.get("panel", "Further Contacts")
            app.click(app.get("label", contains=name, within=chips))
            app.focused(f"Role of “{name}”")
            app.key("ctrl+a")
            app.write(role)
            app.key("Return")

        edit()
        for name in ("Ana", "Bea"):
            app.write(name)
            app.get("list item", name)
            app.key("Return")
            app.get("push button", f"Remove “{name}”")
        give_role("Ana", "Architect")
        app.get("label", "Architect: Ana")
        app.focused("Further Contacts")
        app.key("Return")
        in_file(("Ana", "Architect"), ("Bea", None))
        app.value("Further Contacts", "Architect: Ana")

        # Another role, and none.
        edit()
        give_role("Ana", "Owner of the house")
        app.focused("Further Contacts")
        app.key("Return")
        in_file(("Ana", "Owner of the house"), ("Bea", None))
        app.see("Further Contacts")
        app.key("ctrl+z")
        in_file(("Ana", "Architect"), ("Bea", None))

        edit()
        app.get("push button", "Remove “Bea”").press()
        app.gone("push button", "Remove “Bea”")
        app.key("Return")
        in_file(("Ana", "Architect"))
        app.key("ctrl+z")
        in_file(("Ana", "Architect"), ("Bea", None))


def test_in_turn():
    """New deals of a pipeline go to the members of its team, one after the other."""
    with App() as app:
        app.start_empty()
        for name in ("Tom", "Ida", "Max"):
            app.crmctl("add", "user", f"name={name}")
        app.key("ctrl+comma")
        window = app.get("frame", "Preferences")
        app.click(app.get("list item", "Pipelines", within=app.get("list", "Preferences", within=window)))
        app.click(app.get("label", "Sales", within=window))
        app.click(app.get("list item", contains="New Deals Go To: "))
        app.get("combo box", "New Deals Go To")
        app.key("space")
        app.click("Team Members in Turn")
        app.value("New Deals Go To", "Team Members in Turn")
        app.click(app.get("list item", contains="Team Members: "))
        app.focused("Team Members")
        for name in ("Tom", "Ida", "Max"):
            app.write(name)
            app.get("list item", name)
            app.key("Return")
            app.get("push button", f"Remove “{name}”")
        app.key("Return")
        app.value("Team Members", "Tom")
        app.press("Close", within=window)
        app.gone("frame", "Preferences")

        app.show("Deals")
        app.press("Add a Deal to To Contact")
        for title in ("A", "B", "C", "D"):
            entry = app.entry("Title of the New Deal")
            entry.type(title)
            app.click(entry)
            app.key("Return")
            app.get("list item", contains=f"{title},")
        app.key("Escape")

        def owners():
            return [name for name, in app.query("SELECT u.name FROM deal d JOIN user u ON u.id = d.owner "
                                                "WHERE d.state = 0 ORDER BY d.id")]

        wait_until(lambda: owners() == ["Tom", "Ida", "Max", "Tom"], "everybody to have a turn")

        # Who was given one by hand still has a turn; so has who lost one to “Undo”.
        app.crmctl("add", "deal", "title=E", "owner=Max")
        app.crmctl("add", "deal", "title=F")
        wait_until(lambda: owners()[4:] == ["Max", "Ida"], "Ida to be next")
        app.crmctl("undo")
        app.press("Add Deal")
        app.get("frame", "Add Deal")
        app.fill("Title", "G")
        app.press("Add")
        app.gone("frame", "Add Deal")
        wait_until(lambda: owners()[4:] == ["Max", "Ida"], "Ida to be next again")


driver.run(globals())
