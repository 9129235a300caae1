# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the real command line on a database of its own, and says what came of it."""

import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
import unittest

PROGRAM = os.environ["CRMCTL_PROGRAM"]
CORPORA = pathlib.Path(__file__).resolve().parent.parent / "corpora"

DONE, FAILED, USAGE, NOT_FOUND, REMAINDER, BUSY, STOPPED = 0, 1, 2, 3, 4, 5, 130

# What the kinds of records are called in the file, by their numbers there.
NUMBERS = {int(number): name.lower() for name, number in
           re.findall(r"CRM_ID_(\w+) = (\d+)", (CORPORA.parent.parent / "src/model/crm-catalogue.h").read_text(encoding="utf-8"))}

# What no undo brings back, and what it is not meant to.
FLEETING = ("modified", "stamp", "device", "deleted")


class Result:
    def __init__(self, status, stdout, stderr):
        self.status, self.stdout, self.stderr = status, stdout, stderr


class Case(unittest.TestCase):
    """A test with a folder and a database of its own."""

    maxDiff = 4000
    demo = None  # how many people there are beside the story; None for an empty database

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="crmctl-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.database = self.folder / "crm.db"
        self.env = {**os.environ, "HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder / "data"),
                    "XDG_CACHE_HOME": str(self.folder / "cache"), "LC_ALL": "C.UTF-8", "TZ": "UTC",
                    "G_DEBUG": "gc-friendly,fatal-criticals"}
        if self.demo is not None:
            self.run_ctl("init", "--demo", str(self.demo))

    def start(self, *arguments, **how):
        return subprocess.Popen([PROGRAM, "--database", str(self.database), *arguments], env=self.env,
                                stdout=how.pop("stdout", subprocess.PIPE), stderr=how.pop("stderr", subprocess.PIPE), **how)

    def run_ctl(self, *arguments, status=DONE, encoding="utf-8"):
        process = self.start(*[a if isinstance(a, bytes) else str(a) for a in arguments])
        stdout, stderr = process.communicate(timeout=240)
        result = Result(process.returncode, stdout.decode(encoding), stderr.decode(encoding, "replace"))
        wanted = status if isinstance(status, (tuple, list)) else (status,)
        self.assertIn(result.status, wanted, f"crmctl {' '.join(map(str, arguments))}\n{result.stdout[-2000:]}\n{result.stderr}")
        # Silence is golden, and a failure says why.
        if result.status in (FAILED, USAGE, NOT_FOUND, BUSY, STOPPED):
            self.assertRegex(result.stderr, r"^crmctl: ", f"crmctl {' '.join(map(str, arguments))}: it does not say why")
        return result

    def json(self, *arguments, status=DONE):
        return [json.loads(line) for line in self.run_ctl(*arguments, "--json", status=status).stdout.splitlines()]

    def one(self, *arguments):
        objects = self.json(*arguments)
        self.assertEqual(len(objects), 1)
        return objects[0]

    def count(self, kind, *filters):
        return int(self.run_ctl("list", kind, "--count", *[a for f in filters for a in ("--filter", f)]).stdout)

    def types(self):
        return self.run_ctl("complete", "types").stdout.split()

    def snapshot(self):
        """All records that are there, with all that is in them, past the program: a list for each
        kind of record would take a process each."""
        seen = {}
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=30)
        connection.row_factory = sqlite3.Row
        for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%modified INTEGER%'").fetchall():
            for row in connection.execute(f"SELECT * FROM {table} WHERE state = 0"):
                seen[table, row["id"]] = {k: row[k] for k in row.keys() if k not in FLEETING and row[k] is not None}
        for row in connection.execute("SELECT tbl, record, col, key, text, label FROM member WHERE removed IS NULL"):
            if (NUMBERS[row["tbl"]], row["record"]) in seen:
                seen["member", *row[:4]] = tuple(row[4:])
        connection.close()
        return seen

    def check(self):
        self.assertEqual(self.run_ctl("check").stdout, "The database is sound.\n")

    def wait_for(self, condition, what, seconds=120):
        end = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), end, f"waited in vain for {what}")
            time.sleep(0.01)


def main():
    unittest.main(verbosity=2)
