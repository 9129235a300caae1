#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What scripts rely on: the help, the statuses, the manual, and what happens to the output where
nobody reads it, where it does not fit, and where it goes to a terminal."""

import os
import pathlib
import pty
import re
import subprocess
import unittest

from crmctl import DONE, FAILED, NOT_FOUND, PROGRAM, USAGE, Case, main

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class Help(Case):
    def commands(self):
        return self.run_ctl("complete", "commands").stdout.split()

    def test_help(self):
        overview = self.run_ctl("--help").stdout
        self.assertEqual(self.run_ctl("help").stdout, overview)
        for command in self.commands():
            self.assertIn(f"\n  {command} ", overview)
            text = self.run_ctl(command, "--help").stdout
            self.assertEqual(self.run_ctl("help", command).stdout, text)
            self.assertTrue(text.startswith(f"Usage:\n  crmctl {command} "), text)
            for option in self.run_ctl("complete", "options", command).stdout.split():
                self.assertIn(option, text, command)
        self.assertRegex(self.run_ctl("--version").stdout, r"^crmctl \d+\.\d+\.\d+\n$")

    def test_usage(self):
        """A command line that cannot be understood is status 2 and says how to go on."""
        self.run_ctl("init")
        for arguments in ([], ["nothing"], ["list"], ["list", "contacts", "more"], ["list", "contacts", "--nothing"], ["--nothing"],
                          ["check", "more"], ["redo", "4"], ["show", "contact"], ["help", "nothing"], ["list", b"\xff\xfe"],
                          ["list", "contacts", "--filter", b"city=\xff"], [b"\xff"], ["list", "contacts", "--limit", "many"]):
            stderr = self.run_ctl(*arguments, status=USAGE).stderr
            self.assertRegex(stderr, r"“crmctl .*--help” says", arguments)

    def test_everywhere(self):
        """The options of all commands may stand before the command and behind it."""
        self.run_ctl("init")
        other = self.folder / "other.db"
        subprocess.run([PROGRAM, "init", "-q", "--database", other], env=self.env, check=True)
        self.assertTrue(other.exists())
        subprocess.run([PROGRAM, "-q", "-d", other, "add", "tag", "name=-x"], env=self.env, check=True, stdout=subprocess.DEVNULL)
        self.run_ctl("show", "tag", "-x", "-d", str(other), status=(USAGE, NOT_FOUND))
        self.run_ctl("show", "-d", str(other), "tag", "--", "-x")

    def test_manual(self):
        """The manual has every command and every option, and no other."""
        manual = (ROOT / "data/man/crmctl.1").read_text(encoding="utf-8").replace("\\-", "-")
        described = set(re.findall(r"^\.SS (\w+)", manual, re.MULTILINE))
        self.assertEqual(described, set(self.commands()))
        options = {"--help", "--version"}
        for command in self.commands():
            section = re.search(rf"^\.SS {command}\b.*?(?=^\.S[SH] )", manual, re.MULTILINE | re.DOTALL)[0]
            own = set(self.run_ctl("complete", "options", command).stdout.split()) - {"--database", "--as", "--quiet", "--help"}
            self.assertEqual(set(re.findall(r"--[a-z-]+", section)) & own, own, command)
            options |= own
        options |= {"--database", "--as", "--quiet"}
        self.assertLessEqual(set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", manual)), options)
        for status in (0, 1, 2, 3, 4, 5, 130):
            self.assertRegex(manual, rf"(?m)^\.B {status}$")

    def test_languages(self):
        """What scripts read is the same in every locale; what people type may be in any."""
        self.run_ctl("init", "--demo", "10")
        here = self.run_ctl("list", "deals", "--json").stdout + self.run_ctl("list", "contacts", "--csv", "-c", "all").stdout
        for locale in ("C", "POSIX", "de_DE.UTF-8", "C.UTF-8"):
            self.env["LC_ALL"] = locale
            self.assertEqual(self.run_ctl("list", "deals", "--json").stdout +
                             self.run_ctl("list", "contacts", "--csv", "-c", "all").stdout, here)
            self.run_ctl("add", "tag", f"name=Größe {locale} 大")
            self.assertIn("大", self.run_ctl("show", "tag", f"Größe {locale} 大").stdout)


class Output(Case):
    def setUp(self):
        super().setUp()
        self.run_ctl("init", "--demo", "3000")

    def test_closed_pipe(self):
        """“crmctl list contacts | head -1” is nothing wrong."""
        for how in ((), ("--json",), ("--csv",)):
            process = self.start("list", "contacts", "--columns", "all", *how)
            self.assertTrue(process.stdout.readline())
            process.stdout.close()
            stderr = process.stderr.read()
            process.stderr.close()
            self.assertEqual((process.wait(), stderr), (DONE, b""), how)
        process = self.start("set", "contact", "-f", "email is-not-empty", "region=R", stdout=subprocess.PIPE)
        process.stdout.close()
        process.stderr.close()
        self.assertEqual(process.wait(), DONE)
        self.assertGreater(self.count("contacts", "region=R"), 1000)

    def test_full_disk(self):
        for command in (["list", "contacts"], ["list", "contacts", "--json"], ["add", "tag", "name=x"], ["--help"], ["export", "contacts"]):
            with open("/dev/full", "w", encoding="utf-8") as full:
                process = self.start(*command, stdout=full)
                stderr = process.stderr.read().decode()
                process.stderr.close()
                self.assertEqual(process.wait(), FAILED, command)
                self.assertIn("cannot be written", stderr, command)

    @unittest.skipIf(os.environ.get("CRM_SANITIZED"), "what is freed is kept for a while")
    def test_memory(self):
        """A long list takes no more memory than a short one, but for the ids."""
        def most(*arguments):
            process = self.start("list", "contacts", "--columns", "all", *arguments, stdout=subprocess.DEVNULL)
            process.stderr.close()
            _pid, process.returncode, usage = os.wait4(process.pid, 0)
            self.assertEqual(process.returncode, DONE)
            return usage.ru_maxrss

        for how in ((), ("--json",)):
            few, many = most("--limit", "400", *how), most(*how)
            self.assertLess(many, few + 2048, how)

    def test_terminal(self):
        """Text of others does not play with the terminal, and no line is broken."""
        evil = "\x1b[2J\x1b]0;owned\x07 \u009b31m\u202egnp.exe and a very long name " + "x" * 300
        person = self.run_ctl("add", "contact", "last_name=" + evil, "description=a\x1b[1mb\nc", "city=大阪市北区", "--quiet").stdout.strip()
        for arguments in (["list", "contacts", "-f", "city=大阪市北区"], ["show", "contact", person], ["search", "owned"],
                          ["history", "-n", "3"], ["list", "contacts", "--json", "-f", "city=大阪市北区"], ["trash"],
                          ["list", "contacts", "--csv", "-f", "city=大阪市北区", "-c", "name,description"]):
            text = self.on_terminal(*arguments)
            self.assertNotRegex(text.replace("\r\n", "\n"), r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", arguments)
        for line in self.on_terminal("list", "contacts", "-n", "50").splitlines():
            self.assertLessEqual(len(line), 80)
        # Refusals are text of others as well.
        self.assertNotIn("\x1b", self.run_ctl("show", "contact", "\x1b[2J", status=NOT_FOUND).stderr)
        # Programs get everything.
        self.assertEqual(self.one("show", "contact", person)["description"], "a\x1b[1mb\nc")

    def on_terminal(self, *arguments):
        leader, follower = pty.openpty()
        process = self.start(*arguments, stdout=follower)
        os.close(follower)
        text = b""
        while True:
            try:
                part = os.read(leader, 65536)
            except OSError:
                break
            if not part:
                break
            text += part
        os.close(leader)
        process.stderr.close()
        self.assertEqual(process.wait(), DONE)
        return text.decode()


if __name__ == "__main__":
    main()
