#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text that breaks programs does not break this one, wherever somebody types it, and comes out as it
went in."""

import concurrent.futures
import csv
import io
import json
import unicodedata

from crmctl import CORPORA, DONE, FAILED, NOT_FOUND, USAGE, Case, main


def load_strings():
    """The strings of the corpus, but what no command line can carry."""
    strings = json.loads((CORPORA / "strings/blns.json").read_text(encoding="utf-8"))
    return [s for s in strings if s and "\0" not in s]


def strip(text):
    """As the program does it: blanks and what nobody sees go from both ends."""
    def blank(c):
        return c.isspace() or unicodedata.category(c) == "Cc" or c in "\u200b\ufeff"

    while text and blank(text[0]):
        text = text[1:]
    while text and blank(text[-1]):
        text = text[:-1]
    return text


class Hostile(Case):
    def setUp(self):
        super().setUp()
        self.run_ctl("init")
        self.strings = load_strings()
        self.assertGreater(len(self.strings), 400)

    def each(self, function, items):
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            for _ in pool.map(function, items):
                pass

    def test_values(self):
        """Every string goes through a file, and through the command line into another field."""
        table = self.folder / "in.csv"
        with open(table, "w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, quoting=csv.QUOTE_ALL)
            rows.writerow(["Last Name", "Description"])
            rows.writerows([[f"P{i}", s] for i, s in enumerate(self.strings)])
        self.run_ctl("import", table, "--duplicates", "create", "--map", "Description=description")
        seen = {c["last_name"]: c.get("description", "") for c in self.json("list", "contacts", "-c", "last_name,description")}
        self.assertEqual(seen, {f"P{i}": strip(s) for i, s in enumerate(self.strings)})

        out = io.StringIO(self.run_ctl("list", "contacts", "--csv", "-c", "last_name,description").stdout, newline="")
        for row in csv.DictReader(out):
            # A spreadsheet must not take it for a formula, which takes an apostrophe here and there.
            self.assertNotIn(row["description"][:1], list("=+-@\t\r"), row)
            self.assertEqual(row["description"].replace("'", ""), seen[row["last_name"]].replace("'", ""))

        self.assertEqual(len(json.loads(self.run_ctl("export", "contacts", "-F", "json").stdout)), len(self.strings))
        self.run_ctl("list", "contacts", "-c", "all")
        self.check()
        self.run_ctl("undo")
        self.assertEqual(self.count("contacts"), 0)

    def test_typed(self):
        """Where a value, a name, a condition or a word is typed: it is taken or refused, and that is all."""
        def type_it(text):
            person = self.run_ctl("add", "contact", "last_name=Typed", "description=" + text, "--quiet").stdout.strip()
            self.assertEqual(self.one("show", "contact", person).get("description", ""), strip(text))
            self.run_ctl("set", "contact", person, "city=" + text, status=DONE)
            self.run_ctl("set", "contact", person, "email=" + text, "tags+=" + text, status=(DONE, FAILED))
            self.run_ctl("show", "contact", "--", text, status=(DONE, NOT_FOUND))
            self.run_ctl("search", "--", text, status=(DONE, NOT_FOUND))
            self.run_ctl("list", "contacts", "--filter", "city=" + text, status=(DONE, USAGE))
            self.run_ctl("list", "contacts", "--filter", text, status=(DONE, USAGE))
            self.run_ctl("list", "contacts", "--search", text)
            self.run_ctl("list", "contacts", "--columns", text, status=(DONE, USAGE))
            self.run_ctl("list", "--", text, status=USAGE)

        self.each(type_it, self.strings[::12])
        self.check()

    def test_conditions(self):
        """JSON of all kinds is refused in words."""
        def ask(path):
            text = path.read_bytes()
            if b"\0" in text or len(text) > 100000:
                return
            self.run_ctl("list", "contacts", "--filter", text, status=(DONE, USAGE))

        self.each(ask, sorted((CORPORA / "json").glob("*.json"))[::4])

    def test_long(self):
        self.run_ctl("add", "contact", "last_name=" + "x" * 100000, status=FAILED)
        self.run_ctl("add", "contact", "description=" + "x" * 100000, "last_name=Long")
        self.assertEqual(len(self.one("show", "contact", "Long")["description"]), 100000)
        self.run_ctl("list", "contacts", "--filter", "city=" + "|".join(map(str, range(5000))), status=(DONE, USAGE))
        self.run_ctl("list", "contacts", "--filter", "{" * 5000, status=USAGE)
        self.run_ctl("search", "a " * 20000, status=(DONE, NOT_FOUND))


if __name__ == "__main__":
    main()
