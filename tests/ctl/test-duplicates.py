# SPDX-License-Identifier: GPL-3.0-or-later
"""Segments, duplicates, merging and lists, with the real program."""

import json

from crmctl import Case, FAILED, NOT_FOUND, REMAINDER, USAGE, main


class Segments(Case):
    demo = 60

    def test_all_of_it(self):
        self.run_ctl("segment", "add", "In Town", "contacts", "city is-not-empty, email is-not-empty")
        self.assertIn("In Town", [s["name"] for s in self.json("segment", "list")])
        self.assertEqual(self.json("segment", "list", "--type", "accounts"), [s for s in self.json("segment", "list") if s["type"] == "account"])
        shown = self.one("segment", "show", "in town")
        self.assertEqual(shown["sentence"], "City is not empty and E-Mail is not empty")
        self.assertEqual(len(shown["condition"]["all"]), 2)
        members = self.json("segment", "members", "In Town")
        self.assertEqual(members, self.json("list", "contacts", "--filter", "segment=In Town"))
        self.assertTrue(all("city" in m and "email" in m for m in members) and members)
        self.assertEqual(int(self.run_ctl("segment", "members", "In Town", "--count").stdout), len(members))
        verdict = self.one("segment", "why", "In Town", members[0]["id"])
        self.assertTrue(verdict["held"])
        self.assertEqual([p["actual"] for p in verdict["parts"]], [members[0]["city"], members[0]["email"]])
        self.assertIn("yes: City is not empty", self.run_ctl("segment", "why", "In Town", members[0]["id"]).stdout)

        self.run_ctl("segment", "add", "Both", "contacts", "segment=In Town")
        self.run_ctl("segment", "set", "In Town", "city=nowhere", "--rename", "Nowhere")
        self.assertEqual(self.run_ctl("segment", "members", "Both", "--count").stdout, "0\n")
        self.run_ctl("segment", "delete", "Both")
        self.run_ctl("segment", "show", "Both", status=NOT_FOUND)
        self.run_ctl("undo")
        self.run_ctl("segment", "show", "Both")
        self.check()

    def test_refused(self):
        for arguments in (("dance",), ("show",), ("add", "x", "contacts"), ("set", "x"), ("add", "x", "contacts", "citty=1"), ("add", "x", "persons", "city=1")):
            self.run_ctl("segment", *arguments, status=USAGE if arguments[0] != "add" or len(arguments) < 4 else (USAGE, NOT_FOUND))
        self.run_ctl("segment", "add", "x", "contacts", "city=1")
        self.run_ctl("segment", "add", "X", "contacts", "city=2", status=FAILED)
        self.run_ctl("segment", "why", "x", "nobody", status=NOT_FOUND)


class Duplicates(Case):
    def setUp(self):
        super().setUp()
        self.run_ctl("init")
        self.run_ctl("add", "contact", "first_name=Ana", "last_name=Ruiz", "email=ana@sol.example", "tags=roof", "--create-missing")
        self.run_ctl("add", "contact", "first_name=Ana", "last_name=Ruiz", "emails=ANA@sol.example", "city=Toledo", "tags=lead", "--create-missing")
        self.run_ctl("add", "contact", "first_name=Carlos", "last_name=Gil", "account=Sol", "--create-missing")
        self.run_ctl("add", "contact", "first_name=Karlos", "last_name=Gil", "account=Sol", "job_title=Boss")
        self.run_ctl("add", "deal", "title=Roof", "contact=#2")

    def test_search(self):
        found = self.json("duplicates")
        self.assertEqual([(c["records"], c["clear"]) for c in found], [([1, 2], True), ([3, 4], False)])
        self.assertEqual(found[0]["pairs"][0]["why"], "same e-mail address, same name")
        self.assertIn("“Karlos Gil” (4)", self.run_ctl("duplicates").stdout)
        self.assertEqual(self.json("duplicates", "--type", "accounts"), [])
        self.assertTrue(all(c["confidence"] >= 98 for c in self.json("duplicates", "--confidence", "98")))
        self.run_ctl("duplicates", "--type", "deals", status=USAGE)
        self.run_ctl("duplicates", "1", "2", status=USAGE)
        self.run_ctl("duplicates", "--never", status=USAGE)

    def test_never(self):
        self.run_ctl("duplicates", "--never", "3", "4")
        self.assertEqual([c["records"] for c in self.json("duplicates")], [[1, 2]])
        self.run_ctl("duplicates", "--again", "4", "3")
        self.assertEqual(len(self.json("duplicates")), 2)
        self.run_ctl("undo")
        self.assertEqual(len(self.json("duplicates")), 1)
        self.check()

    def test_merge_clear(self):
        before = self.snapshot()
        self.assertEqual(self.one("duplicates", "--merge-clear")["merged"], 1)
        self.assertEqual([c["records"] for c in self.json("duplicates")], [[3, 4]])

        # Nothing more is clear, and nothing can be taken back but what was.
        again = self.run_ctl("duplicates", "--merge-clear").stdout
        self.assertIn("no clear duplicates", again)
        self.assertNotIn("undo", again)
        self.assertEqual(self.one("duplicates", "--merge-clear")["merged"], 0)
        self.run_ctl("undo")
        self.assertEqual(self.snapshot(), before)

    def test_merge(self):
        before = self.snapshot()
        other = self.one("show", "contact", "2")["id"]
        self.run_ctl("merge", "contact", "1", "2")
        ana = self.one("show", "contact", "1")
        self.assertEqual((ana["city"], sorted(ana["tags"])), ("Toledo", ["lead", "roof"]))
        self.assertNotIn("emails", ana)
        self.assertEqual(self.one("show", "contact", "2")["id"], ana["id"])
        self.assertEqual(self.one("show", "contact", other)["id"], ana["id"])
        self.assertEqual(self.one("show", "deal", "Roof")["contact"], "Ana Ruiz")
        self.assertEqual(self.run_ctl("trash").stdout, "")
        self.assertEqual([m["number"] for m in self.json("unmerge", "contact", "1", "--list")], [2])
        self.run_ctl("unmerge", "contact", "1")
        self.assertEqual({k: v for k, v in self.snapshot().items() if k != "merge"}, {k: v for k, v in before.items() if k != "merge"})
        self.run_ctl("unmerge", "contact", "1", status=NOT_FOUND)
        self.check()

    def test_later(self):
        self.run_ctl("merge", "contact", "3", "4", "--choose", "first_name=4")
        self.assertEqual(self.one("show", "contact", "3")["first_name"], "Karlos")
        self.run_ctl("set", "contact", "3", "job_title=Chief")
        kept = self.json("unmerge", "contact", "3", "4", status=REMAINDER)
        self.assertEqual([(k["field"], k["now"]) for k in kept], [("Job Title", "Chief")])
        self.assertEqual(self.one("show", "contact", "3")["first_name"], "Carlos")
        self.assertEqual(self.one("show", "contact", "4")["job_title"], "Boss")

    def test_refused(self):
        self.run_ctl("add", "account", "name=Luna")
        self.run_ctl("set", "contact", "4", "account=Luna")
        self.assertIn("Account", self.run_ctl("merge", "contact", "3", "4", status=NOT_FOUND).stderr)
        self.run_ctl("merge", "contact", "3", "4", "--choose", "account=4")
        self.assertEqual(self.one("show", "contact", "3")["account"], "Luna")
        self.run_ctl("merge", "contact", "1", "nobody", status=(FAILED, NOT_FOUND))
        self.run_ctl("merge", "contact", "1", "1", status=FAILED)
        self.run_ctl("merge", "contact", "1", status=USAGE)
        self.run_ctl("merge", "deal", "1", "1", status=(FAILED, NOT_FOUND))


class Lists(Case):
    demo = 30

    def setUp(self):
        super().setUp()
        self.run_ctl("add", "list", "name=News")
        self.people = [c["id"] for c in self.json("list", "contacts", "--filter", "email is-not-empty", "--limit", "3")]

    def test_subscribe(self):
        self.assertEqual(self.one("subscribe", "News", *self.people)["done"], 3)
        self.assertEqual(self.one("subscribe", "News", self.people[0])["already"], 1)
        self.assertEqual(self.count("contacts", "list=News"), 3)
        self.assertEqual(self.one("show", "contact", self.people[0])["lists"], [{"value": "News"}])
        self.assertEqual(self.one("show", "list", "News")["contacts"], 3)
        self.run_ctl("unsubscribe", "News", self.people[0], "--source", "link", "--reason", "Too much")
        known = self.one("lists", self.people[0])
        self.assertEqual((known["status"], known["source"], known["reason"]), ("unsubscribed", "link", "Too much"))
        self.assertEqual(self.json("subscribe", "News", self.people[0], status=REMAINDER)[0]["has_unsubscribed"], 1)
        self.run_ctl("subscribe", "News", self.people[0], "--again")
        self.assertEqual(self.count("contacts", "list=News"), 3)
        self.run_ctl("unsubscribe", "--all", "--filter", "list=News")
        self.assertEqual(self.count("contacts", "list=News"), 0)
        self.assertEqual(self.count("contacts", json.dumps({"list": "News", "op": "ever-subscribed"})), 3)
        self.run_ctl("undo")
        self.assertEqual(self.count("contacts", "list=News"), 3)
        self.run_ctl("subscribe", "Nothing", self.people[0], status=NOT_FOUND)
        self.run_ctl("subscribe", "News", status=USAGE)
        self.run_ctl("subscribe", "News", self.people[0], "--source", "magic", status=USAGE)
        self.check()

    def test_suppress(self):
        self.run_ctl("suppress", "Somebody@sol.example", "other@sol.example", "--reason", "bounced")
        self.assertEqual({s["address"] for s in self.json("list", "suppressed addresses")}, {"Somebody@sol.example", "other@sol.example"})
        self.assertEqual(self.one("suppress", "--lift", "SOMEBODY@sol.example")["lifted"], 1)
        self.assertEqual(len(self.json("list", "suppression")), 1)
        self.run_ctl("suppress", "nonsense", status=FAILED)
        self.run_ctl("suppress", "x@sol.example", "--reason", "magic", status=USAGE)
        self.check()


if __name__ == "__main__":
    main()
