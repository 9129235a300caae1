#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever ends the program, and whenever: the file is whole, and what was under way goes on or is
taken back."""

import random
import shutil
import signal
import sqlite3
import subprocess

from crmctl import CORPORA, STOPPED, Case, main

random.seed(20260302)


class Kill(Case):
    def peek(self, sql):
        """What the file says now, beside whoever writes it."""
        try:
            connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=30)
            try:
                return connection.execute(sql).fetchone()[0] or 0
            finally:
                connection.close()
        except sqlite3.OperationalError:  # before its tables are there
            return 0

    def contacts(self):
        return self.peek("SELECT count (*) FROM contact WHERE state = 0")

    def kill_at(self, least, *arguments, how=signal.SIGKILL):
        """Ends the program when there are so many contacts, with more under way."""
        process = self.start(*map(str, arguments))
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        self.wait_for(lambda: self.contacts() >= least or process.poll() is not None, f"{least} contacts")
        self.assertIsNone(process.poll(), "it was over too soon")
        process.send_signal(how)
        stderr = process.communicate()[1].decode()
        self.assertEqual(process.returncode, -signal.SIGKILL if how == signal.SIGKILL else STOPPED, stderr)
        return stderr

    def write_table(self, n):
        table = self.folder / "many.csv"
        with open(table, "w", encoding="utf-8") as file:
            file.write("First Name,Last Name,E-Mail,Phone,City,Account,Tags\n")
            file.writelines(f"Ana{i},Ruiz{i % 700},ana{i}@x{i % 90}.example,+34 600 {i:06d},Town{i % 50},Firm {i % 400},t{i % 9}\n"
                            for i in range(n))
        return table

    def test_demo(self):
        """“init --demo 20000”, killed three times, is begun anew and then as if nothing had been."""
        for least in (1, random.randint(2000, 9000), random.randint(9000, 15000)):
            self.kill_at(least, "init", "--demo", "20000")
            self.check()
            left = self.contacts()
            self.assertEqual(self.count("contacts"), left)
        self.run_ctl("init", "--demo", "20000")
        self.check()
        self.assertGreater(self.count("contacts"), 20000)
        self.assertEqual(self.peek("SELECT count (*) FROM batch WHERE open = 1"), 0)
        self.run_ctl("undo")
        self.assertEqual(self.count("contacts"), 0)
        self.check()

    def test_demo_stopped(self):
        """Ctrl+C takes the sample data back."""
        for how in (signal.SIGINT, signal.SIGTERM):
            self.kill_at(3000, "init", "--demo", "20000", how=how)
            self.assertEqual(self.count("contacts"), 0)
            self.check()

    def test_import(self):
        """An import that was killed goes on where it was, and is undone in one step."""
        n = 60000
        table = self.write_table(n)
        self.run_ctl("init")
        before = self.snapshot()
        self.kill_at(1, "import", table, "--duplicates", "create")
        self.check()
        some = self.count("contacts")
        self.assertTrue(0 < some < n, some)
        step = self.one("import", "--unfinished")["step"]
        self.kill_at(some + 1, "import", "--resume", str(step))
        self.check()
        self.assertEqual(self.one("import", "--unfinished")["step"], step)
        self.run_ctl("import", "--resume", step)
        self.assertEqual(self.count("contacts"), n)
        self.assertEqual(self.count("accounts"), 400)
        self.assertEqual(self.json("import", "--unfinished"), [])
        self.check()

        # Its undo as well.
        process = self.start("undo", str(step))
        self.wait_for(lambda: self.contacts() < n or process.poll() is not None, "the undo")
        process.kill()
        process.communicate()
        self.check()
        self.assertIn(self.count("contacts"), range(0, n + 1))
        if self.contacts() > 0:
            self.run_ctl("undo", step)
        self.assertEqual(self.snapshot(), before)
        self.check()

    def test_import_left(self):
        table = self.write_table(30000)
        self.run_ctl("init")
        stderr = self.kill_at(1, "import", table, "--duplicates", "create", how=signal.SIGINT)
        self.assertIn("cancelled", stderr)
        self.check()
        self.assertEqual(self.json("import", "--unfinished"), [])
        self.run_ctl("undo")
        self.assertEqual(self.count("contacts"), 0)

        self.kill_at(1, "import", table, "--duplicates", "create")
        some = self.count("contacts")
        self.run_ctl("import", "--abandon", self.one("import", "--unfinished")["step"])
        self.assertEqual(self.json("import", "--unfinished"), [])
        self.assertEqual(self.count("contacts"), some)
        self.run_ctl("undo")
        self.assertEqual(self.count("contacts"), 0)
        self.check()

    def test_first_moment(self):
        """A file whose very first transaction was cut off is made as if it was not there."""
        for suffix in ("", "-journal"):
            shutil.copy(CORPORA / f"store/cut-off.db{suffix}", f"{self.database}{suffix}")
        self.run_ctl("init")
        self.check()
        for i in range(30):
            self.database = self.folder / f"{i}.db"
            process = self.start("init", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(timeout=i / 500)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            self.run_ctl("init")
            self.check()

    def test_any_moment(self):
        """Single changes are there or not, whenever the program is killed."""
        self.run_ctl("init")
        done = 0
        for i in range(40):
            process = self.start("add", "contact", f"last_name=P{i}", f"tags=a{i};b{i}", "phones=+34 600 100 200")
            try:
                process.wait(timeout=i / 400)
            except subprocess.TimeoutExpired:
                process.kill()
            output = process.communicate()[0].decode()
            done += "added" in output
        self.check()
        people = self.json("list", "contacts", "-c", "last_name,tags,phones")
        self.assertGreaterEqual(len(people), done)
        for person in people:
            i = person["last_name"][1:]
            self.assertEqual(person, {"id": person["id"], "last_name": f"P{i}", "tags": [f"a{i}", f"b{i}"],
                                      "phones": [{"value": "+34 600 100 200"}]})


if __name__ == "__main__":
    main()
