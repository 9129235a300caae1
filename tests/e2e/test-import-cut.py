#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Long imports: stopped, killed, closed in the middle, gone on with, and given up."""

import contextlib
import sqlite3
import tempfile

import driver
from driver import App, wait_until
from importing import count, go_to_preview, results, write_table


def start_long_import(app, path):
    """Comes back as soon as anybody is there, since a fast machine is soon done with them all."""
    app.open(path)
    go_to_preview(app)
    app.press("Import")
    wait_until(lambda: count(app) > 0, "the first people")


@contextlib.contextmanager
def held(app):
    """The program can write no more meanwhile. Whoever waits politely for a program that writes all
    the time waits until it is done."""
    with contextlib.closing(sqlite3.connect(app.database, timeout=0, isolation_level=None)) as other:
        while not other.in_transaction:
            with contextlib.suppress(sqlite3.OperationalError):
                other.execute("BEGIN IMMEDIATE")
        yield


def write_long(folder, n=150000):
    return write_table(f"{folder}/long.csv", ["First Name", "Last Name", "E-Mail"],
                       ([f"Ana{i}", f"Ruiz{i % 999}", f"a{i}@example.org"] for i in range(n)))


def test_stop():
    folder = tempfile.mkdtemp(prefix="crm-e2e-")
    path = write_long(folder, 600000)
    with App() as app:
        app.start_empty()
        start_long_import(app, path)
        # The window above which it stands works on meanwhile.
        app.press("Stop…")
        app.get("label", "Stop the Import?")
        app.press("Go On Go On")
        app.gone("label", "Stop the Import?")
        app.press("Stop…")
        app.press("Stop and Keep Stop and Keep")
        app.get("label", "Import Stopped")
        kept = count(app)
        assert 0 < kept < 600000 and results(app) == {"New": kept}
        app.press("Undo Import")
        app.get("label", "Import Undone", deadline=60)
        assert count(app) == 0
        app.press("Done")
        app.gone("frame", "Import")

        start_long_import(app, path)
        app.press("Stop…")
        app.press("Stop and Undo Stop and Undo")
        app.get("label", "Import Undone", deadline=60)
        assert count(app) == 0


def test_cut_off():
    folder = tempfile.mkdtemp(prefix="crm-e2e-")
    path = write_long(folder)
    with App() as app:
        app.start_empty()
        start_long_import(app, path)
        app.kill()
        app.start()
        app.get("label", contains="The import of “long.csv” was interrupted")
        there = count(app)
        assert 0 < there < 150000
        app.press("Go On")
        app.get("label", "Import Finished", deadline=90)
        assert results(app) == {"New": 150000}
        assert count(app) == 150000
        assert app.query("SELECT count(DISTINCT email) FROM contact WHERE state = 0") == [(150000,)]
        app.press("Undo Import")
        app.get("label", "Import Undone", deadline=90)
        assert count(app) == 0
        app.press("Done")
        app.gone("frame", "Import")

        # Closing the window in the middle is the same, but asked about.
        start_long_import(app, path)
        with held(app):  # so that it cannot be at its end before the answer is given
            app.key("ctrl+q")
            app.get("label", "Close in the Middle of an Import?")
            app.press("Pause and Close Pause and Close")
        app.process.wait(30)
        app.stop()
        app.start()
        app.get("label", contains="The import of “long.csv” was interrupted")
        app.press("End It…")
        app.press("End and Undo End and Undo")
        wait_until(lambda: count(app) == 0, "the import to be undone", 60)
        app.gone("label", contains="was interrupted")

        # The file has changed meanwhile: nobody guesses.
        start_long_import(app, path)
        app.kill()
        with open(path, "a", encoding="utf-8") as file:
            file.write("One,More,one.more@example.org\n")
        app.start()
        app.press("Go On")
        app.get("label", contains="“long.csv” has changed since its import began")
        app.key("Escape")
        app.gone("frame", "Import")
        app.get("label", contains="was interrupted")
        kept = count(app)
        app.press("End It…")
        app.press("End and Keep End and Keep")
        app.gone("label", contains="was interrupted")
        assert count(app) == kept > 0


driver.run(globals())
