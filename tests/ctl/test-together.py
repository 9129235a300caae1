#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several programs work in one file: all that they write is there, nobody is kept out by one that
writes a lot, and nobody waits for ever for one that hangs."""

import concurrent.futures
import sqlite3
import subprocess
import sys

from crmctl import BUSY, DONE, FAILED, Case, main


class Together(Case):
    def setUp(self):
        super().setUp()
        self.run_ctl("init")

    def table(self, n):
        table = self.folder / "many.csv"
        with open(table, "w", encoding="utf-8") as file:
            file.write("First Name,Last Name,E-Mail,City,Account\n")
            file.writelines(f"Ana{i},Ruiz{i % 700},ana{i}@x.example,Town{i % 50},Firm {i % 400}\n" for i in range(n))
        return table

    def test_many_at_once(self):
        def work(worker):
            for i in range(15):
                self.run_ctl("add", "contact", f"last_name=W{worker}-{i}", "tags=shared", f"account=Firm {i % 3}", "--create-missing")
                self.run_ctl("set", "contact", f"W{worker}-{i}", f"city=Town {worker}")

        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for _ in pool.map(work, range(4)):
                pass
        self.check()
        people = self.json("list", "contacts", "-c", "last_name,city,tags,account")
        self.assertEqual(sorted(p["last_name"] for p in people), sorted(f"W{w}-{i}" for w in range(4) for i in range(15)))
        for person in people:
            worker, i = person["last_name"][1:].split("-")
            self.assertEqual((person["city"], person["tags"], person["account"]), (f"Town {worker}", ["shared"], f"Firm {int(i) % 3}"))
        self.assertEqual(self.count("tags"), 1)
        self.assertEqual(self.count("accounts"), 3)

    def test_beside_an_import(self):
        """Who wants to change something gets through between two parts of an import."""
        process = self.start("import", str(self.table(60000)), "--duplicates", "create", "-q")
        self.wait_for(lambda: self.count("contacts") > 0, "the import to begin")
        between = 0
        while process.poll() is None:
            self.run_ctl("add", "tag", f"name=between {between}")
            between += 1
            # Another two imports do not harm either.
            if between == 2:
                other = self.start("init", "--demo", "2000", "--force", "-q")
        self.assertEqual(process.communicate()[1], b"")
        self.assertEqual(other.communicate()[1], b"")
        self.assertGreater(between, 2)
        self.assertEqual(process.returncode, DONE)
        self.assertEqual(self.count("tags", "name~between"), between)
        self.assertGreaterEqual(self.count("contacts"), 62000)
        self.check()
        # Each is a step of its own.
        texts = [line["text"] for line in self.json("history", "-n", "0")]
        self.assertEqual(sum("many.csv" in t for t in texts), 1)
        self.assertEqual(sum("Sample data" in t for t in texts), 1)
        self.assertEqual(sum("between" in t for t in texts), between)

    def test_undo_of_the_same(self):
        """A step that two want to undo is undone once."""
        self.run_ctl("import", self.table(6000), "--duplicates", "create")
        step = self.json("history", "-n", "1")[0]["step"]
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            results = list(pool.map(lambda _: self.run_ctl("undo", step, status=(DONE, FAILED)).status, range(3)))
        self.assertIn(DONE, results)
        self.assertEqual(self.count("contacts"), 0)
        self.check()

    def test_restore_beside(self):
        """Who reads and writes while a backup is put back goes on with it."""
        self.run_ctl("init", "--demo", "2000", "-q")
        backup = self.run_ctl("backup").stdout.strip()
        wanted = self.count("contacts")

        def work(worker):
            for i in range(8):
                if worker == 0 and i % 3 == 0:
                    self.run_ctl("restore", backup)
                self.run_ctl("list", "contacts", "--json", "-n", "500")
                self.run_ctl("add", "tag", f"name=T{worker}-{i}")

        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            for _ in pool.map(work, range(3)):
                pass
        self.check()
        self.assertEqual(self.count("contacts"), wanted)

    def test_in_use(self):
        """A damaged file that somebody has open is not moved away under them."""
        backup = self.run_ctl("backup").stdout.strip()
        # In a process of its own: who opens and closes a file loses the locks on it (howtocorrupt.html, 2.2).
        other = subprocess.Popen([sys.executable, "-c", "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
                                  "c.execute('SELECT count (*) FROM contact').fetchone(); print('open', flush=True); input()",
                                  self.database], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.assertEqual(other.stdout.readline(), b"open\n")
        with open(self.database, "r+b") as file:
            file.write(b"no database here")
        self.assertIn("Close that first", self.run_ctl("restore", backup, status=BUSY).stderr)
        self.assertEqual(self.database.read_bytes()[:16], b"no database here")
        other.communicate(b"\n")
        self.run_ctl("restore", backup)
        self.check()

    def test_hanging(self):
        """Somebody who never stops writing is not waited for for ever."""
        other = sqlite3.connect(self.database, isolation_level=None)
        self.addCleanup(other.close)
        other.execute("BEGIN IMMEDIATE")
        # Reading needs nobody's permission.
        self.assertEqual(self.count("tags"), 0)
        self.run_ctl("check")
        self.run_ctl("backup")
        self.run_ctl("export", "contacts")
        process = self.start("add", "tag", "name=late")
        self.assertEqual(process.communicate()[1].decode().count("try again"), 1)
        self.assertEqual(process.returncode, BUSY)
        other.execute("ROLLBACK")
        self.run_ctl("add", "tag", "name=late")


if __name__ == "__main__":
    main()
