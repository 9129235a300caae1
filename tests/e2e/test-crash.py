#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program is killed, as by a power failure of the program's own: what was said to be saved is
there, what was being typed is not, and the file is whole."""

import driver
from driver import App, wait_until


def test_killed_in_the_middle_of_an_edit():
    with App() as app:
        app.start_empty()
        app.add("Add Contact", {"First Name": "Ana", "Last Name": "Prieto"})
        app.wait_for_names("Ana Prieto")
        app.click(app.get("label", "Ana Prieto", within=app.get("tree table")), times=2)
        app.get("push button", "Back")
        app.edit("Job Title", "Architect")
        app.value("Job Title", "Architect")

        app.click(app.get("list item", contains="Last Name: "))
        app.focused("Last Name")
        app.key("ctrl+a")
        app.write("Half a na")
        wait_until(lambda: app.entry("Last Name").text == "Half a na", "the text to be typed")
        app.kill()

        app.start()
        app.show("Contacts")
        app.wait_for_names("Ana Prieto")
        assert app.query("SELECT job_title FROM contact") == [("Architect",)]
        assert app.query("PRAGMA integrity_check") == [("ok",)]
        assert app.query("PRAGMA foreign_key_check") == []
        app.key("ctrl+z")  # the journal is as whole as the record
        wait_until(lambda: app.query("SELECT job_title FROM contact") == [(None,)], "the job title to be taken back")


def test_killed_while_many_rows_change():
    """However far it came: all rows have changed, or none."""
    with App() as app:
        app.click("Try It with Sample Data")
        app.show("Contacts")
        app.wait_for_names("Agnieszka Nowak")
        for _round in range(4):
            before = app.query("SELECT count(*) FROM contact WHERE state = 0")[0][0]
            app.click(app.get("label", "Agnieszka Nowak"))
            app.key("ctrl+a", "Delete")
            app.kill()
            app.start()
            app.wait_for_content()
            app.show("Contacts")
            after = app.query("SELECT count(*) FROM contact WHERE state = 0")[0][0]
            assert after in (before, 0), f"{after} of {before} are left"
            assert app.query("PRAGMA integrity_check") == [("ok",)]
            if after == 0:
                app.see("No Contacts Yet")
                app.key("ctrl+z")
            app.wait_for_names("Agnieszka Nowak")


driver.run(globals())
