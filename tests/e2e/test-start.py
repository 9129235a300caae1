#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first start, the second start, and starts that cannot be."""

import os
import shutil
import subprocess
import tempfile

import driver
from driver import App


def test_three_choices():
    with App() as app:
        for choice in ("Import Contacts…", "Try It with Sample Data", "Start Empty"):
            app.see(choice)
        app.start_empty()
        app.restart()
        app.get("push button", "Add Contact")  # it asks once, and goes on where it was left
        assert not app.sees("Start Empty")


def test_sample_data_comes_and_goes():
    with App() as app:
        app.click("Try It with Sample Data")
        app.get("push button", "Remove Sample Data", deadline=120)
        app.show("Contacts")
        app.wait_for_names("Agnieszka Nowak")
        app.press("Remove Sample Data")
        app.see("No Contacts Yet")
        assert app.query("SELECT count(*) FROM contact WHERE state = 0") == [(0,)]
        app.restart()
        app.see("No Contacts Yet")


def test_second_start_raises_the_window():
    with App() as app:
        app.start_empty()
        second = subprocess.run([app.program, *app.arguments], env=app.env, timeout=20, check=False)
        assert second.returncode == 0
        assert len(app.windows()) == 1
        assert app.process.poll() is None


def test_version():
    app = App("--version")
    said = subprocess.run([app.program, "--version"], env=app.env, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    assert said.stdout.startswith("crm ")


def test_a_file_that_is_no_database():
    home = tempfile.mkdtemp(prefix="crm-e2e-")
    path = os.path.join(home, "letter.txt")
    with open(path, "w", encoding="utf-8") as file:
        file.write("Dear Ana,\n" * 1000)
    with App("--database", path, home=home) as app:
        app.see("The Database Cannot Be Opened")
        app.see("letter.txt")
    with open(path, encoding="utf-8") as file:
        assert file.read() == "Dear Ana,\n" * 1000, "the file was changed"
    shutil.rmtree(home)


driver.run(globals())
