#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program dies, or the disk fails or is full, at every call that writes: what was done is all there
or not at all, the file is whole, and who is still alive says what is wrong.

The calls are spread over so many as CRM_FAULT_POINTS says (“all” for every one)."""

import os
import re
import shutil
import sqlite3
import subprocess

from crmctl import BUSY, CORPORA, DONE, FAILED, PROGRAM, Case, main

FAULT = os.environ["CRM_FAULT_LIBRARY"]
POINTS = os.environ.get("CRM_FAULT_POINTS", "3" if "CRM_SANITIZED" in os.environ else "6")

# What is another each time that the same is done.
CHANCE = ("uuid", "created")


class Faults(Case):
    def setUp(self):
        super().setUp()
        self.base = self.folder / "base"
        self.work = self.folder / "work"
        self.base.mkdir()
        self.database = self.base / "crm.db"

    def write_table(self, n, name="table.csv"):
        table = self.folder / name
        with open(table, "w", encoding="utf-8") as file:
            file.write("First Name,Last Name,E-Mail,Phone,City,Account,Tags\n")
            file.writelines(f"Ana{i},Ruiz,ana{i}@{name}.example,+34 600 {i:06d},Town{i % 5},Firm {i % 7},t{i % 3}\n" for i in range(n))
        return table

    def fill(self):
        self.run_ctl("init", "-q")
        self.run_ctl("import", self.write_table(40), "--duplicates", "create")

    def renew(self):
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.base, self.work)
        self.database = self.work / "crm.db"

    def state(self):
        """What is there, but what is another each time."""
        seen = {}
        for place, row in self.snapshot().items():
            seen[place] = {k: v for k, v in row.items() if k not in CHANCE} if isinstance(row, dict) else row
        return seen

    def run_with(self, how, at, *arguments):
        """Runs the program on a disk that fails."""
        count = self.folder / "count"
        env = {**self.env, "LD_PRELOAD": FAULT, "CRM_FAULT_UNDER": str(self.work), "CRM_FAULT_HOW": how,
               "CRM_FAULT_AT": str(at), "CRM_FAULT_COUNT": str(count)}
        if "CRM_SANITIZED" in os.environ:
            env["ASAN_OPTIONS"] = "verify_asan_link_order=0:detect_leaks=0"
        # At an error of the disk GLib and SQLite write to the log, which is no bug.
        env["G_DEBUG"] = "gc-friendly"
        process = subprocess.Popen([PROGRAM, "--database", str(self.database), *map(str, arguments)], env=env,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        stdout, stderr = process.communicate(timeout=120)
        if how == "":
            self.assertEqual(process.returncode, DONE, stderr.decode())
            return tuple(map(int, count.read_text().split()))
        return process.returncode, stdout.decode(), stderr.decode()

    def spread(self, n):
        """Numbers of calls, every one or some between the first and the last."""
        if POINTS == "all" or n <= int(POINTS):
            return range(1, n + 1)
        return sorted({1 + round(i * (n - 1) / (int(POINTS) - 1)) for i in range(int(POINTS))})

    def sweep(self, *arguments, verify=None, readable=True):
        """Does one thing at a time on a disk that fails at another moment each time."""
        before = self.state() if readable else None
        self.renew()
        n_writes, n_reads = self.run_with("", 0, *arguments)
        after = self.state()
        verify = verify or (lambda: None)

        for how, n in (("kill", n_writes), ("torn", n_writes), ("error", n_writes), ("full", n_writes), ("unreadable", n_reads)):
            for at in self.spread(n):
                with self.subTest(how=how, at=at, of=n):
                    self.renew()
                    status, _, stderr = self.run_with(how, at, *arguments)
                    self.judge(how, status, stderr)
                    verify()
                    if not readable and not self.is_sound():
                        # What could not be opened is as it was, and the way back is still there.
                        self.assertNotEqual(status, DONE)
                        self.run_ctl(*arguments)
                    self.check()
                    seen = self.state()
                    if status == DONE or before is None:
                        self.assertEqual(seen, after)
                    else:
                        self.assertIn(seen, (before, after))
                    # Once the disk works it can be done.
                    if how == "full" and seen == before != after:
                        self.run_ctl(*arguments)
                        self.assertEqual(self.state(), after)

    def judge(self, how, status, stderr):
        if how in ("kill", "torn"):
            self.assertIn(status, (-9, DONE))
        elif status != DONE:
            self.assertIn(status, (FAILED, BUSY), stderr)
            self.assertRegex(stderr, r"^crmctl: ", "it does not say why")
            # Words of the program, not of the library below it.
            self.assertNotRegex(stderr, r"SQL logic|disk I/O error|database disk image")
            if how == "full":
                self.assertRegex(stderr, "space|grow")

    def is_sound(self):
        return self.start("list", "contacts", "--count").wait() == DONE

    def test_first_start(self):
        self.sweep_new("init", "-q")

    def sweep_new(self, *arguments):
        """There is nothing yet."""
        self.renew()
        n_writes, n_reads = self.run_with("", 0, *arguments)
        after = self.state()
        for how, n in (("kill", n_writes), ("torn", n_writes), ("error", n_writes), ("full", n_writes), ("unreadable", n_reads)):
            for at in self.spread(n):
                with self.subTest(how=how, at=at, of=n):
                    self.renew()
                    status, _, stderr = self.run_with(how, at, *arguments)
                    self.judge(how, status, stderr)
                    self.run_ctl(*arguments)
                    self.check()
                    self.assertEqual(self.state(), after)

    def test_edit(self):
        self.fill()
        self.sweep("set", "contact", "Ana3 Ruiz", "city=Sevilla", "tags+=new", "phones=+34 600 100 200", "-q")

    def test_import(self):
        self.fill()
        self.sweep("import", self.write_table(120, "more.csv"), "--duplicates", "create", "-q")

    def test_undo(self):
        self.fill()
        self.run_ctl("import", self.write_table(120, "more.csv"), "--duplicates", "create")
        self.sweep("undo", "-q")

    def test_purge(self):
        self.fill()
        self.run_ctl("delete", "contact", "Ana3 Ruiz", "Ana4 Ruiz", "-q")
        self.sweep("trash", "--empty", "-q")

    def whole_backups(self):
        """Whatever looks like a backup is one."""
        for path in self.work.glob("backups/*.db"):
            connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
            self.assertEqual(connection.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            connection.close()

    def test_backup(self):
        self.fill()
        self.sweep("backup", "-q", verify=self.whole_backups)

    def test_restore(self):
        self.fill()
        backup = self.folder / "copy.db"
        self.run_ctl("backup", backup)
        self.run_ctl("import", self.write_table(20, "more.csv"), "--duplicates", "create")
        self.sweep("restore", backup, "-q", verify=self.whole_backups)

    def test_restore_damaged(self):
        """The way back from a file that cannot be opened; there is one at any moment."""
        self.fill()
        backup = self.folder / "copy.db"
        self.run_ctl("backup", backup)
        damaged = b"no database here" + self.database.read_bytes()[16:]
        self.database.write_bytes(damaged)

        def verify():
            files = [self.database, *self.work.glob("crm.db.damaged-*Z")]
            self.assertTrue(self.database.exists())
            self.assertIn(damaged, [path.read_bytes() for path in files])

        self.sweep("restore", backup, "-q", verify=verify, readable=False)

    def test_migration(self):
        """What an older program wrote is brought up to date at once or not at all."""
        self.fill()
        newer = (CORPORA.parent.parent / "data/migrations/0002-automation.sql").read_text(encoding="utf-8")
        connection = sqlite3.connect(self.database)
        for table in re.findall(r"CREATE TABLE (\w+)", newer):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
        connection.close()
        self.sweep("list", "contacts", "--count", verify=self.whole_backups)

    def test_protected(self):
        """Where nothing can be written it says so, and nothing is changed."""
        self.fill()
        self.renew()
        before = self.state()
        for arguments in (["add", "tag", "name=no"], ["import", self.write_table(5, "more.csv")], ["undo"], ["backup"],
                          ["trash", "--empty"]):
            status, _, stderr = self.run_with("protected", 0, *arguments)
            self.assertEqual(status, FAILED, arguments)
            self.assertRegex(stderr, "write-protected|cannot be written|Read-only|cannot be opened", arguments)
            self.assertEqual(self.state(), before)
        self.check()


if __name__ == "__main__":
    main()
