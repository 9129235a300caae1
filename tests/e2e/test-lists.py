#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists: searched, sorted, arranged, and changed many rows at a time, with the sample data."""

import driver
from driver import App, wait_until


def open_demo(app):
    app.wait_for_content()
    app.show("Contacts")
    app.wait_for_names("Agnieszka Nowak")


def headers(app):
    """The column headers, as they stand beside each other, with their places."""
    row = app.get("tree table").find("table row")
    return {node.name: node for node in row.find_all("label") if node.name}


def test_search_everything():
    with App("--demo") as app:
        open_demo(app)
        app.find("aurelie", "Aurélie Pons")
        app.get("push button", "Back")
        app.value("Last Name", "Pons")

        # By the digits of a number, however it is written.
        app.find("0034612005170", "Albert Ribas Soler")
        app.value("Last Name", "Ribas Soler")

        # Commands as well.
        app.find("accounts", "Accounts")
        app.get("push button", "Add Account")


def test_search_in_the_list():
    with App("--demo") as app:
        open_demo(app)
        app.key("ctrl+f")
        app.write("haddad")
        wait_until(lambda: app.names() == ["Amin Haddad", "Nour Haddad"], "the two who are called so")
        app.key("ctrl+a")
        app.write("no such person")
        app.see("Nothing Found")
        app.key("Escape")
        app.wait_for_names("Agnieszka Nowak")

        # Typing in the list is enough.
        app.click(app.get("label", "Amin Haddad"))
        app.write("deirdre")
        wait_until(lambda: app.names() == ["Deirdre Walsh"], "the one who is called so")


def test_sort():
    with App("--demo") as app:
        open_demo(app)
        app.click(headers(app)["Name"])
        wait_until(lambda: app.names()[0] > "V" and app.names()[:3] == sorted(app.names()[:3], reverse=True),
                   "the names from Z to A")
        last = app.names()[0]
        app.restart()
        app.wait_for_names(last)  # the order is remembered

        # Headers cannot be reached by keyboard or screen reader: the menu does the same.
        app.press("More")
        app.press("Sort By", role="menu item")
        app.press("Name", role="menu item")
        app.press("Ascending", role="menu item")
        app.wait_for_names("Agnieszka Nowak")


def test_columns():
    with App("--demo") as app:
        open_demo(app)
        assert "Job Title" in headers(app) and "Birthday" not in headers(app)
        app.press("Choose Columns")
        app.click(app.get("check box", "Job Title"))
        app.click(app.get("check box", "Birthday"))
        app.key("Escape")
        wait_until(lambda: "Birthday" in headers(app) and "Job Title" not in headers(app), "the chosen columns")

        # A header is dragged before another one, and its edge to the side.
        account, owner = headers(app)["Account"], headers(app)["Responsible"]
        app.drag(owner.middle, (account.extents[0] + 4, account.middle[1]))
        wait_until(lambda: headers(app)["Responsible"].extents[0] < headers(app)["Account"].extents[0], "the new order")
        edge = headers(app)["Responsible"].extents[0] - 6
        before = headers(app)["Responsible"].extents[0]
        app.drag((edge, account.middle[1]), (edge + 80, account.middle[1]))
        wait_until(lambda: headers(app)["Responsible"].extents[0] > before + 40, "the wider column")
        wanted = {name: node.extents[:3] for name, node in headers(app).items()}

        app.restart()
        wait_until(lambda: {name: node.extents[:3] for name, node in headers(app).items()} == wanted,
                   "the columns as they were left")


def test_bulk_edit():
    with App("--demo") as app:
        open_demo(app)
        app.click(app.get("label", "Agnieszka Nowak"))
        app.key("shift+Down", "shift+Down")
        app.see("3 contacts selected")
        app.key("ctrl+e")
        app.get("frame", "Edit 3 contacts")
        app.focused("Search Fields")
        app.write("job")
        app.key("Return")
        app.fill("Job Title", "Florist")
        app.press("Apply Changes")
        wait_until(lambda: [row[1] for row in app.rows()[:3]] == ["Florist"] * 3, "the new job")
        app.key("ctrl+z")
        wait_until(lambda: "Florist" not in sum(app.rows(), []), "the old jobs")


def test_select_all_and_delete():
    with App("--demo") as app:
        open_demo(app)
        app.click(app.get("label", "Agnieszka Nowak"))
        app.key("ctrl+a")
        app.see("64 contacts selected")
        app.key("Delete")
        app.see("No Contacts Yet")
        app.key("ctrl+z")
        app.wait_for_names("Agnieszka Nowak")
        app.see("64 contacts")


driver.run(globals())
