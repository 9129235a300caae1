#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first start, the second start, and the program in the middle of either."""

import driver
from driver import App


def test_first_start_empty():
    with App() as app:
        for choice in ("Import Contacts…", "Try It with Sample Data", "Start Empty"):
            app.see(choice)
        app.click("Start Empty")
        app.get("push button", "Add Contact")


driver.run(globals())
