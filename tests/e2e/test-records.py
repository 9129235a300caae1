#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""People and companies: added, edited in place, linked, tagged, noted, taken back, deleted."""

import driver
from driver import App


def test_add_and_link():
    with App() as app:
        app.start_empty()
        app.add("Add Contact", First_Name="Ana", Last_Name="García", E_Mail="ana@example.com") if False else None
        app.press("Add Contact")
        app.fill("First Name", "Ana")
        app.fill("Last Name", "García")
        app.fill("E-Mail", "ana@example.com")
        app.press("Add")
        app.wait_for_names("Ana García")
        app.value("Last Name", "García")  # the card of what was added


driver.run(globals())
