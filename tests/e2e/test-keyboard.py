#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One round without a mouse, and without AT-SPI to press anything: start, add, find, open, edit,
take back, delete. What is looked at is the screen."""

import driver
from driver import App, wait_until


def test_round():
    with App() as app:
        app.see("Start Empty")
        app.key("Tab")
        for _row in range(4):
            if app.get("list item", "Start Empty").focused:
                break
            app.key("Down")
        app.focused("Start Empty")
        app.key("Return")
        app.see("Nothing to Do Today")
        app.find("contacts", "Contacts")
        app.see("No Contacts Yet")

        # Add somebody: Tab and Return go on to the next field, Ctrl+Return adds.
        app.key("ctrl+n")
        app.focused("First Name")
        app.write("Ana")
        app.key("Tab")
        app.focused("Last Name")
        app.write("Prieto")
        app.key("Return")
        app.focused("Job Title")
        app.write("Architect")
        app.key("ctrl+Return")
        app.wait_for_names("Ana Prieto")
        app.key("ctrl+n")
        app.focused("First Name")
        app.write("Berta")
        app.key("ctrl+Return")
        app.wait_for_names("Ana Prieto", "Berta")

        # Find and open her.
        app.find("prieto", "Ana Prieto")
        app.get("push button", "Back")

        # To a field, edit it, take it back.
        for _stop in range(12):
            app.key("Tab")
            if app.has_focus("First Name: Ana"):
                break
        app.focused("First Name: Ana")
        app.key("Down", "Down")
        app.focused("Job Title: Architect")
        app.key("Return")
        app.focused("Job Title")
        app.key("ctrl+a")
        app.write("Owner")
        app.key("Return")
        app.value("Job Title", "Owner")
        app.focused("Job Title: Owner")  # saving does not lose the place
        app.key("ctrl+z")
        app.value("Job Title", "Architect")

        # Back, and delete from the list.
        app.key("alt+Left")
        app.wait_for_names("Ana Prieto", "Berta")
        app.key("ctrl+f")
        app.write("berta")
        wait_until(lambda: app.names() == ["Berta"], "the one who is called so")
        app.key("Return", "ctrl+a", "Delete")
        app.see("Nothing Found")
        app.key("ctrl+z")
        app.wait_for_names("Berta")

        # The shortcuts are told, as often as one likes.
        for _ in range(2):
            app.key("ctrl+question")
            app.see("Search everything")
            app.get("label", "Ctrl")
            app.key("Escape")
            wait_until(lambda: len(app.windows()) == 1, "the shortcuts to be closed")
        # Who was told of them too late may still ask for them.
        app.root().accessible.get_child_at_index(1)
        app.see("Berta")


driver.run(globals())
