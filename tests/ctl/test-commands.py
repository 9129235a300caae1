#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each command of crmctl does what it says, prints what is promised, and can be undone."""

import csv
import io
import json
import os
import stat
import subprocess

from crmctl import DONE, FAILED, NOT_FOUND, PROGRAM, REMAINDER, USAGE, Case, main


class Init(Case):
    def test_empty(self):
        self.assertIn("is ready", self.run_ctl("init").stdout)
        self.assertEqual(stat.S_IMODE(self.database.stat().st_mode), 0o600)
        self.assertEqual(self.count("contacts"), 0)
        self.assertEqual(self.count("stages"), 4)
        self.run_ctl("init")
        self.check()

    def test_elsewhere(self):
        """Nothing but init makes a database."""
        for arguments in (["list", "contacts"], ["add", "tag", "name=x"], ["undo"], ["check"], ["backup"], ["import", "x.csv"]):
            self.assertIn("crmctl init", self.run_ctl(*arguments, status=NOT_FOUND).stderr)
        self.assertFalse(self.database.exists())

    def test_default_place(self):
        subprocess.run([PROGRAM, "init", "--quiet"], env=self.env, check=True)
        self.assertTrue((self.folder / "data/com.example.Crm/crm.db").exists())

    def test_demo(self):
        self.assertIn("contacts", self.run_ctl("init", "--demo", "100").stdout)
        contacts = self.count("contacts")
        self.assertGreater(contacts, 150)
        self.assertIn("--force", self.run_ctl("init", "--demo", "100", status=FAILED).stderr)
        self.run_ctl("init", "--demo", "100", "--seed", "7", "--force")
        self.assertGreater(self.count("contacts"), contacts + 90)
        self.run_ctl("undo")
        self.assertEqual(self.count("contacts"), contacts)
        self.run_ctl("undo")
        self.assertEqual(self.count("contacts"), 0)
        self.check()

    def test_story_alone(self):
        self.run_ctl("init", "--demo")
        self.assertGreater(self.count("contacts"), 40)
        self.assertIn("million", self.run_ctl("init", "--demo=many", status=USAGE).stderr)

    def test_seed(self):
        def names(seed):
            self.run_ctl("init", "--demo", "40", "--seed", seed, "--force")
            found = [c["name"] for c in self.json("list", "contacts", "--columns", "name")]
            self.run_ctl("undo")
            return found

        first = names(3)
        self.assertEqual(first, names(3))
        self.assertNotEqual(first, names(4))


class Lists(Case):
    demo = 120

    def test_every_type(self):
        for kind in self.types():
            rows = self.json("list", kind)
            self.assertEqual(len(rows), self.count(kind), kind)
            self.assertEqual(len({r["id"] for r in rows}), len(rows), kind)
            table = list(csv.reader(io.StringIO(self.run_ctl("list", kind, "--csv", "--columns", "all").stdout)))
            self.assertEqual(len(table), len(rows) + 1, kind)
            self.assertEqual([r[0] for r in table[1:]], [r["id"] for r in rows], kind)
            self.run_ctl("list", kind)
            if rows:
                shown = self.one("show", kind, rows[0]["id"])
                self.assertEqual(shown, rows[0], kind)
                self.assertIn(rows[0]["id"], self.run_ctl("show", kind, rows[0]["id"]).stdout)
            keys = {f["key"] for f in self.json("fields", kind)}
            self.assertLessEqual({k for r in rows for k in r} - {"id"}, keys, kind)

    def test_names_of_types(self):
        for name in ("contact", "contacts", "Contacts", "CONTACT", "deal_type", "deal-types", "Deal Types", "activities",
                     "user", "users", "team members", "lost-reasons", "reasons", "fields", "custom fields"):
            self.run_ctl("list", name, "--count")
        self.assertIn("contact, note", self.run_ctl("list", "persons", status=USAGE).stderr)

    def test_filters(self):
        everybody = self.json("list", "contacts")
        cities = [c.get("city", "") for c in everybody]
        city = next(c for c in cities if cities.count(c) > 1 and c)
        same = self.json("list", "contacts", "--filter", f"city={city}")
        self.assertEqual(len(same), cities.count(city))
        condition = json.dumps({"field": "contact.city", "op": "is", "value": city})
        self.assertEqual(self.json("list", "contacts", "--filter", condition), same)
        self.assertEqual(self.count("contacts", f"city={city}"), len(same))
        self.assertEqual(self.count("contacts", f"city={city}", "city=nowhere"), 0)
        self.assertEqual(self.count("contacts", f"city!={city}"), len(everybody) - len(same))
        self.assertEqual(self.count("contacts", "email is-empty"), sum("email" not in c for c in everybody))
        self.assertEqual(self.count("contacts", "tag=VIP"), sum("VIP" in c.get("tags", []) for c in everybody))
        self.assertEqual(self.run_ctl("list", "contacts", "--filter", "city=nowhere").stdout, "")

    def test_empty(self):
        """What has nothing in the field that a list is sorted by comes last, and is all there."""
        self.run_ctl("delete", "account", self.json("list", "accounts", "--sort=-contacts", "--limit", "1")[0]["id"])
        for field in ("city", "account", "owner", "birthday", "name"):
            for condition in (f"{field} is-empty", f"{field} is-empty, email is-not-empty", f"{field} is-not-empty"):
                by_creation = {c["id"] for c in self.json("list", "contacts", "-f", condition, "--sort", "created")}
                for sort in (field, "-" + field):
                    found = [c["id"] for c in self.json("list", "contacts", "-f", condition, "--sort", sort)]
                    self.assertEqual((len(found), set(found)), (len(by_creation), by_creation), (condition, sort))

    def test_bad_filters(self):
        for condition in ("citty=x", "city", "city>>x", "created>=tomorrowish", "{", '{"field":"contact.city"}', "tag"):
            self.run_ctl("list", "contacts", "--filter", condition, status=USAGE)

    def test_sort(self):
        rows = self.json("list", "contacts", "--sort=-city,name", "--columns", "city,name")
        cities = [r["city"] for r in rows if "city" in r]
        self.assertEqual(["city" in r for r in rows], sorted(["city" in r for r in rows], reverse=True))
        self.assertGreater(len(set(cities)), 5)
        for before, after in zip(rows, rows[1:]):
            if "city" in after and before["city"] == after["city"]:
                self.assertLessEqual(before["name"].casefold()[:1], after["name"].casefold()[:1])
        up = [r.get("city") for r in self.json("list", "contacts", "--sort", "city,-name", "--columns", "city")]
        self.assertEqual([c for c in up if c], cities[::-1])
        by_account = [r.get("account") for r in self.json("list", "contacts", "--sort", "account,-created", "--columns", "account")]
        self.assertEqual([a for a in by_account if a], by_account[:sum(a is not None for a in by_account)])
        self.run_ctl("list", "contacts", "--sort", "nothing", status=USAGE)
        self.run_ctl("list", "contacts", "--sort", "website", status=USAGE)

    def test_limit_and_columns(self):
        rows = self.json("list", "contacts", "--limit", "7", "--columns", "email, Job Title,custom.preferred_contact_time")
        self.assertEqual(len(rows), 7)
        self.assertLessEqual({k for r in rows for k in r}, {"id", "email", "job_title", "custom.preferred_contact_time"})
        self.run_ctl("list", "contacts", "--limit=-1", status=USAGE)
        self.run_ctl("list", "contacts", "--columns", "email,nothing", status=USAGE)
        self.run_ctl("list", "contacts", "--json", "--csv", status=USAGE)

    def test_search(self):
        person = self.json("list", "contacts", "--filter", "email is-not-empty", "--limit", "1")[0]
        found = self.json("search", person["email"])
        self.assertIn(("contact", person["id"]), [(h["type"], h["id"]) for h in found])
        self.assertIn(person["id"], [c["id"] for c in self.json("list", "contacts", "--search", person["email"])])
        self.assertEqual({h["type"] for h in self.json("search", "a", "--type", "accounts")}, {"account"})
        self.assertEqual(len(self.json("search", "a", "--type", "contacts", "--limit", "3")), 3)
        self.assertIn("Nothing", self.run_ctl("search", "qqqqqq", status=NOT_FOUND).stderr)

    def test_fields(self):
        fields = {f["key"]: f for f in self.json("fields", "deal")}
        self.assertEqual(fields["status"]["values"], ["open", "won", "lost"])
        self.assertTrue(fields["title"]["required"])
        self.assertFalse(fields["score"]["editable"])
        self.assertEqual(fields["account"]["links_to"], "account")
        custom = {f["key"]: f for f in self.json("fields", "contact")}["custom.preferred_contact_time"]
        self.assertTrue(custom["custom"])
        self.assertIn("Afternoons", custom["values"])
        self.assertIn("filled in by the program", self.run_ctl("fields", "deal").stdout)


class Changes(Case):
    demo = 30

    def undone(self, *arguments, **how):
        """Does something, undoes it, does it again: what is seen goes along."""
        before = self.snapshot()
        result = self.run_ctl(*arguments, **how)
        after = self.snapshot()
        self.assertNotEqual(after, before, arguments)
        self.run_ctl("undo")
        self.assertEqual(self.snapshot(), before, arguments)
        self.run_ctl("redo")
        self.assertEqual(self.snapshot(), after, arguments)
        self.check()
        return result

    def test_add(self):
        self.undone("add", "contact", "first_name=Zoë", "last_name=O'Neil", "email=zoe@x.example", "tags=brand new; VIP",
                    "phones=work: +49 30 1234567", "birthday=1990-02-28", "account=Acme Roofs", "--create-missing")
        zoe = self.one("show", "contact", "zoe@x.example")
        self.assertEqual(zoe["tags"], ["brand new", "VIP"])
        self.assertEqual(zoe["account"], "Acme Roofs")
        self.assertEqual(zoe["phones"], [{"value": "+49 30 1234567", "label": "work"}])
        self.assertEqual(zoe["birthday"], "1990-02-28")
        # Not “Tag added”, though the tag was made first.
        self.assertIn("Zoë", self.json("history", "--limit", "1")[0]["text"])

    def test_add_every_type(self):
        self.undone("add", "account", "name=Acme", "annual_revenue=1,250.50 EUR", "employees=12")
        self.assertEqual(self.one("show", "account", "Acme")["annual_revenue"], {"amount": "1250.50", "currency": "EUR"})
        self.undone("add", "note", "body=First line\nSecond line", "account=Acme")
        self.undone("add", "tag", "name=urgent", "colour=red")
        self.undone("add", "pipeline", "name=Service")
        self.undone("add", "stage", "name=Asked", "pipeline=Service", "probability=10")
        self.undone("add", "deal", "title=New roof", "value=9000 EUR", "pipeline=Service", "stage=Asked", "account=Acme")
        self.undone("add", "task", "title=Call back", "due=2030-01-15 10:00", "deals=New roof", "reminders=15")
        self.undone("add", "comment", "body=Good news", "deal=New roof")
        self.undone("add", "user", "name=Eva", "email=eva@x.example", "role=member")
        self.undone("add", "field", "label=Roof Area", "record_type=account", "type=number")
        self.undone("set", "account", "Acme", "custom.roof_area=120.5")
        self.assertEqual(self.one("show", "account", "Acme")["custom.roof_area"], 120.5)
        self.assertEqual(self.one("show", "deal", "New roof")["next_step"], "2030-01-15T10:00")

    def test_deals_tasks_activity(self):
        """A deal and its task through add, list, show and set, and the activity that follows."""
        self.undone("add", "account", "name=Casa Ana")
        self.undone("add", "contact", "first_name=Ana", "last_name=Roof", "account=Casa Ana")
        self.undone("add", "deal", "title=Slates", "value=1,200 EUR", "contact=Ana Roof", "close_date=2030-02-01")
        deal = self.one("show", "deal", "Slates")
        self.assertEqual((deal["value"], deal["status"], deal["contact"], deal["account"]),
                         ({"amount": "1200.00", "currency": "EUR"}, "open", "Ana Roof", "Casa Ana"))
        self.undone("set", "deal", "Slates", "stage=Offer")
        self.assertEqual([d["title"] for d in self.json("list", "deals", "-f", "stage=Offer, title=Slates")], ["Slates"])
        self.undone("set", "deal", "Slates", "status=lost", "lost_reason=Too Expensive")
        self.assertIn("Too Expensive", self.run_ctl("show", "deal", "Slates").stdout)
        self.assertIn("Deal lost: Too Expensive", self.run_ctl("history", "deal", "Slates").stdout)
        self.undone("set", "deal", "Slates", "status=open")
        self.assertNotIn("lost_reason", {key for key, value in self.one("show", "deal", "Slates").items() if value is not None})

        self.undone("add", "task", "title=Call about slates", "type=Call", "due=2030-01-15", "contacts=Ana Roof", "deals=Slates",
                    "priority=high", "repeats=weekly")
        self.assertEqual([t["title"] for t in self.json("list", "tasks", "-f", "contacts=Ana Roof")], ["Call about slates"])
        self.undone("set", "task", "Call about slates", "status=done", "outcome=Interested")
        self.assertEqual(sorted(t["status"] for t in self.json("list", "tasks", "-f", "contacts=Ana Roof")), ["done", "open"])
        told = self.json("list", "activities", "-f", "account=Casa Ana")
        self.assertEqual([(a["kind"], a["title"], a["contact"]) for a in told],
                         [("task-completed", "Call about slates", "Ana Roof")])
        self.assertIn("Call about slates", self.run_ctl("show", "activity", told[0]["id"]).stdout)
        self.assertIsNotNone(self.one("show", "contact", "Ana Roof")["last_contacted"])

        # What happened is not made up, nor changed.
        before = self.snapshot()
        self.run_ctl("set", "activity", told[0]["id"], "title=Something else", status=FAILED)
        self.run_ctl("set", "deal", "Slates", "status=nearly", status=FAILED)
        self.run_ctl("add", "task", "due=2030-01-15", status=FAILED)
        self.assertEqual(self.snapshot(), before)

    def test_add_prints(self):
        uuid = self.run_ctl("add", "tag", "name=quiet", "--quiet").stdout.strip()
        self.assertEqual(self.one("show", "tag", uuid)["name"], "quiet")
        self.assertEqual(self.one("add", "tag", "name=loud")["name"], "loud")
        self.assertRegex(self.run_ctl("add", "tag", "name=plain").stdout, r"^Tag “plain” \(\d+\) added\.$")

    def test_refused(self):
        before = self.snapshot()
        for arguments, status in ((["add", "contact", "email=bad"], FAILED), (["add", "account", "city=Rome"], FAILED),
                                  (["add", "deal", "title=x", "stage=no such stage"], NOT_FOUND),
                                  (["add", "contact", "tags=fine", "birthday=never"], FAILED),
                                  (["add", "contact", "account=nobody knows it"], NOT_FOUND),
                                  (["add", "contact", "score=5"], USAGE), (["add", "contact", "nothing=5"], USAGE),
                                  (["add", "contact", "justtext"], USAGE), (["add", "contact"], USAGE),
                                  (["add", "contact", "city=a", "city=b"], USAGE), (["add", "contact", "city+=a"], USAGE),
                                  (["add", "tag", "name=vip"], FAILED), (["add", "person", "name=vip"], USAGE)):
            self.run_ctl(*arguments, status=status)
        self.assertEqual(self.snapshot(), before)

    def test_set(self):
        person = self.run_ctl("add", "contact", "first_name=Ana", "last_name=Set", "tags=VIP", "--quiet").stdout.strip()
        self.undone("set", "contact", person, "city=Madrid", "first_name=", "tags+=one;two", "tags-=vip", "description=a\n\nb")
        seen = self.one("show", "contact", person)
        self.assertEqual((seen["city"], seen["tags"], seen["name"], seen["description"]), ("Madrid", ["one", "two"], "Set", "a\n\nb"))
        self.undone("set", "contact", person, "tags=three")
        self.assertEqual(self.one("show", "contact", person)["tags"], ["three"])
        self.assertIn("so already", self.run_ctl("set", "contact", person, "city=Madrid").stdout)
        self.assertEqual(self.one("set", "contact", person, "city=Roma")["city"], "Roma")
        self.run_ctl("set", "contact", person, status=USAGE)
        self.run_ctl("set", "contact", "nobody at all", "city=x", status=NOT_FOUND)

    def test_set_many(self):
        n = self.count("contacts", "email is-not-empty")
        self.assertGreater(n, 10)
        self.assertIn(f"{n} contacts", self.undone("set", "contact", "-f", "email is-not-empty", "city=Everywhere").stdout)
        self.assertEqual(self.count("contacts", "city=Everywhere"), n)
        changed = self.one("set", "contact", "-f", "city=Everywhere", "region=All")
        self.assertEqual(changed["records"], n)
        self.assertEqual(self.one("undo", changed["step"])["records"], n)
        self.assertEqual(self.one("set", "contact", "-f", "city=Nowhere", "region=All")["records"], 0)
        # All or nothing.
        before = self.snapshot()
        self.run_ctl("set", "contact", "-f", "city=Everywhere", "tags+=half", "email=bad", status=FAILED)
        self.assertEqual(self.snapshot(), before)

    def test_delete(self):
        accounts = self.json("list", "accounts", "--sort=-contacts")
        account = accounts[0]
        self.run_ctl("add", "deal", "title=Gone along", "account=" + account["id"])
        contacts = self.count("contacts")
        self.undone("delete", "account", account["id"])
        self.assertEqual((self.count("contacts"), self.count("deals", "title=Gone along")), (contacts, 0))
        self.assertEqual({t["title"] for t in self.json("trash")}, {account["name"], "Gone along"})
        self.assertEqual([t["id"] for t in self.json("trash", "accounts")], [account["id"]])
        self.assertIn("undelete", self.run_ctl("show", "account", account["id"], status=NOT_FOUND).stderr)
        self.assertIn("deleted", self.json("history", "account", account["id"])[0]["text"])
        self.undone("undelete", "account", account["name"])
        self.assertEqual(self.count("deals", "title=Gone along"), 1)
        self.assertEqual(self.json("trash"), [])
        self.run_ctl("undelete", "account", account["name"], status=NOT_FOUND)

    def test_delete_many(self):
        self.undone("delete", "contacts", *[c["id"] for c in self.json("list", "contacts", "--limit", "3")])
        n = self.count("contacts", "tag=VIP")
        self.assertEqual(self.one("delete", "contacts", "-f", "tag=VIP")["records"], n)
        self.assertEqual(self.count("contacts", "tag=VIP"), 0)
        self.run_ctl("delete", "contacts", status=USAGE)
        self.run_ctl("delete", "contacts", "1", "-f", "tag=VIP", status=USAGE)
        # One that is not there spoils all.
        before = self.snapshot()
        self.run_ctl("delete", "contacts", self.json("list", "contacts", "--limit", "1")[0]["id"], "999999", status=NOT_FOUND)
        self.assertEqual(self.snapshot(), before)

    def test_team(self):
        self.run_ctl("add", "user", "name=Eva", "email=eva@x.example", "role=member")
        self.run_ctl("add", "contact", "last_name=Hers", "owner=Eva")
        self.assertIn("administrator", self.run_ctl("--as", "eva@x.example", "add", "user", "name=x", status=FAILED).stderr)
        self.run_ctl("list", "contacts", "--as", "Eva")
        self.run_ctl("list", "contacts", "--as", "nobody", status=NOT_FOUND)
        self.run_ctl("--as", "Eva", "add", "tag", "name=evas")
        self.assertEqual(self.json("history", "--limit", "1")[0]["user"], "Eva")
        # Everybody undoes what is theirs.
        self.run_ctl("undo")
        self.assertEqual(self.count("tags", "name=evas"), 1)
        self.run_ctl("undo", "--as", "Eva")
        self.assertEqual(self.count("tags", "name=evas"), 0)
        boss = next(u["name"] for u in self.json("list", "users") if u.get("role") == "administrator")
        self.run_ctl("add", "contact", "last_name=Heirloom", "owner=Eva")
        self.undone("delete", "user", "Eva", "--heir", boss)
        self.assertEqual(self.one("show", "contact", "Heirloom")["owner"], boss)
        self.run_ctl("delete", "contact", "Heirloom", "--heir", boss, status=USAGE)
        self.run_ctl("list", "contacts", "--as", "Eva", status=NOT_FOUND)

    def test_empty_trash(self):
        self.run_ctl("delete", "contacts", *[c["id"] for c in self.json("list", "contacts", "--limit", "2")])
        self.run_ctl("add", "user", "name=Eva", "email=eva@x.example", "role=member")
        self.run_ctl("trash", "--empty", "--as", "Eva", status=FAILED)
        self.assertGreaterEqual(len(self.json("trash")), 2)
        self.assertIn("for good", self.run_ctl("trash", "--empty").stdout)
        self.assertEqual(self.json("trash"), [])
        self.run_ctl("trash", "contacts", "--empty", status=USAGE)
        self.check()


class Undo(Case):
    def setUp(self):
        super().setUp()
        self.run_ctl("init")

    def test_nothing(self):
        self.run_ctl("undo", status=NOT_FOUND)
        self.run_ctl("redo", status=NOT_FOUND)
        self.run_ctl("undo", "4711", status=NOT_FOUND)
        for step in ("-1", "0", "x", "99999999999999999999"):
            self.run_ctl("undo", "--", step, status=USAGE)

    def test_any_step(self):
        self.run_ctl("add", "account", "name=Acme")
        first = self.one("add", "tag", "name=one")["id"]
        step = self.json("history", "--limit", "1")[0]["step"]
        self.run_ctl("add", "tag", "name=two")
        undone = self.one("undo", step)
        self.assertEqual((undone["step"], undone["left"]), (step, 0))
        self.assertEqual([t["name"] for t in self.json("list", "tags")], ["two"])
        self.run_ctl("undo", step, status=FAILED)
        self.run_ctl("undo", undone["by"])
        self.assertEqual(self.one("show", "tag", first)["name"], "one")

    def test_changed_since(self):
        self.run_ctl("add", "account", "name=Acme")
        self.run_ctl("set", "account", "Acme", "city=Rome", "industry=Roofs")
        step = self.json("history", "--limit", "1")[0]["step"]
        self.run_ctl("set", "account", "Acme", "city=Milan")
        result = self.run_ctl("undo", step, status=REMAINDER)
        self.assertIn("1 value was changed since", result.stdout)
        seen = self.one("show", "account", "Acme")
        self.assertEqual((seen["city"], "industry" in seen), ("Milan", False))

    def test_history(self):
        self.run_ctl("add", "account", "name=Acme")
        self.run_ctl("set", "account", "Acme", "city=Rome")
        self.run_ctl("set", "account", "Acme", "city=Milan")
        lines = self.json("history", "account", "Acme")
        self.assertEqual([line["text"] for line in lines],
                         ["City changed from “Rome” to “Milan”", "City set to “Rome”", "Account added"], lines)
        self.assertEqual({line["cause"] for line in lines}, {"command"})
        steps = [line["step"] for line in self.json("history", "--limit", "0")]
        self.assertEqual(steps, sorted(steps, reverse=True))
        self.assertEqual(steps[:2], [line["step"] for line in self.json("history", "--limit", "2")])
        change = self.one("history", "--step", steps[0])
        self.assertEqual(change["changes"], [{"field": "City", "before": "Rome", "after": "Milan"}])
        self.assertIn("Rome → Milan", self.run_ctl("history", "--step", steps[0]).stdout)
        self.assertEqual(len(self.json("history", "--search", "Milan")), len(self.json("history", "--search", "Acme")))
        self.run_ctl("history", "account", status=USAGE)


class Backups(Case):
    demo = 20

    def test_round(self):
        before = self.snapshot()
        made = self.run_ctl("backup").stdout.strip()
        self.assertTrue(os.path.exists(made))
        named = str(self.folder / "mine.db")
        self.run_ctl("backup", named)
        self.run_ctl("backup", named, status=FAILED)
        self.run_ctl("backup", named, "--force")
        self.assertIn(("manual", True), [(b["kind"], b["checked"]) for b in self.json("backups")])
        for backup in (made, os.path.basename(made), named):
            self.run_ctl("delete", "contacts", "-f", "email is-not-empty")
            self.assertNotEqual(self.snapshot(), before)
            self.assertIn("before-restore", self.run_ctl("restore", backup).stdout)
            self.assertEqual(self.snapshot(), before)
            self.check()
        self.assertIn("before-restore", [b["kind"] for b in self.json("backups")])

    def test_without_a_database(self):
        before = self.snapshot()
        made = self.run_ctl("backup").stdout.strip()
        self.database.unlink()
        self.run_ctl("restore", made)
        self.assertEqual(self.snapshot(), before)

    def test_damaged(self):
        before = self.snapshot()
        made = self.run_ctl("backup").stdout.strip()
        self.database.write_bytes(b"SQLite format 3\0" + b"\x55" * 200000)
        damaged = self.database.read_bytes()
        self.run_ctl("list", "contacts", status=FAILED)
        self.assertGreaterEqual(len(self.json("backups")), 1)
        kept = self.run_ctl("restore", made).stdout.split("“")[-1].split("”")[0]
        with open(kept, "rb") as file:
            self.assertEqual(file.read(), damaged)
        self.assertEqual(self.snapshot(), before)
        self.check()

    def test_not_a_backup(self):
        before = self.snapshot()
        (self.folder / "text").write_text("This is no backup. " * 1000)
        self.run_ctl("restore", str(self.folder / "text"), status=FAILED)
        self.run_ctl("restore", "nothing.db", status=NOT_FOUND)
        self.assertEqual(self.snapshot(), before)


class Exchange(Case):
    HEADER = "First Name,Last Name,E-mail,Town\n"

    def setUp(self):
        super().setUp()
        self.run_ctl("init")
        self.file = self.folder / "people.csv"

    def write(self, *lines):
        self.file.write_text(self.HEADER + "".join(line + "\n" for line in lines), encoding="utf-8")
        return str(self.file)

    def test_import(self):
        file = self.write("Ana,Ruiz,ana@x.example,Madrid", "Bob,,bad address,Roma", "Ana,Ruiz,ANA@x.example,Madrid")
        self.assertEqual([r["becomes"] for r in self.json("import", file, "--preview", "10")], ["created", "rejected", "skipped"])
        self.assertEqual(self.count("contacts"), 0)
        self.assertEqual([c["field"] for c in self.json("import", file, "--columns")],
                         ["first_name", "last_name", "email", "city"])
        rejects = self.folder / "rejects.csv"
        result = self.run_ctl("import", file, "--rejects", rejects, "--json", status=REMAINDER)
        counts = json.loads(result.stdout)
        self.assertEqual((counts["rows"], counts["created"], counts["skipped"], counts["rejected"]), (3, 1, 1, 1))
        self.assertIn("Line 3", result.stderr)
        self.assertIn("bad address", rejects.read_text(encoding="utf-8"))
        self.assertEqual(self.one("list", "contacts")["city"], "Madrid")
        self.run_ctl("undo", counts["step"])
        self.assertEqual(self.count("contacts"), 0)
        self.check()

    def test_to_a_list(self):
        file = self.write("Ana,Ruiz,ana@x.example,Madrid", "Bea,Ruiz,bea@x.example,Madrid")
        self.run_ctl("import", file, "--subscribe", "News")
        self.assertEqual([c["lists"][0]["value"] for c in self.json("list", "contacts")], ["News", "News"])
        self.run_ctl("unsubscribe", "News", "ana@x.example", "--source", "link")
        again = self.run_ctl("import", file, "--subscribe", "News")
        self.assertIn("has unsubscribed", again.stdout + again.stderr)
        self.assertEqual(sorted(s["status"] for s in self.json("list", "subscriptions")), ["subscribed", "unsubscribed"])

    def test_how(self):
        file = self.write("Ana,Ruiz,ana@x.example,Madrid")
        self.run_ctl("import", file, "--map", "Town=region", "--map", "1=Job Title", "--tag", "fair", "--tag", "2026")
        ana = self.one("list", "contacts")
        self.assertEqual((ana["region"], ana["job_title"], ana["tags"]), ("Madrid", "Ana", ["fair", "2026"]))
        self.assertEqual(self.one("import", file)["skipped"], 1)
        self.run_ctl("import", file, "--map", "Town=city", "--duplicates", "merge")
        self.assertEqual(self.one("list", "contacts")["city"], "Madrid")
        self.run_ctl("import", file, "--duplicates", "create")
        self.assertEqual(self.count("contacts"), 2)
        for wrong in (["--duplicates", "maybe"], ["--map", "Nothing=city"], ["--map", "Town=nothing"], ["--map", "Town"],
                      ["--type", "pipelines"], ["--encoding", "klingon"], ["--delimiter", "--"]):
            self.run_ctl("import", file, *wrong, status=USAGE)
        self.run_ctl("import", str(self.folder / "nothing.csv"), status=NOT_FOUND)
        self.run_ctl("import", status=USAGE)
        self.run_ctl("import", file, "--unfinished", status=USAGE)
        self.run_ctl("import", "--resume", "77", status=NOT_FOUND)

    def test_reading(self):
        self.file.write_bytes("Ana;Müller;Köln\nBo;Groß;Rom\n".encode("cp1252"))
        self.run_ctl("import", str(self.file), "--no-header", "--delimiter", ";", "--encoding", "windows-1252",
                     "--map", "1=first_name", "--map", "2=last_name", "--map", "3=city")
        self.assertEqual({(c["last_name"], c["city"]) for c in self.json("list", "contacts")}, {("Müller", "Köln"), ("Groß", "Rom")})

    def test_round(self):
        self.run_ctl("undo", status=NOT_FOUND)
        self.run_ctl("init", "--demo", "50")
        everybody = {c["id"]: c for c in self.json("list", "contacts")}
        table = self.folder / "out.csv"
        self.assertIn(str(len(everybody)), self.run_ctl("export", "contacts", table, "--ids").stdout)
        rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
        self.assertEqual({r["UUID"] for r in rows}, set(everybody))
        self.assertEqual(self.run_ctl("export", "contacts", "--ids").stdout.replace("\r\n", "\n"),
                         table.read_bytes().decode().replace("\r\n", "\n"))
        self.run_ctl("export", "contacts", table, status=FAILED)
        self.run_ctl("export", "contacts", table, "--force")
        self.run_ctl("export", "contacts", "/dev/null", status=FAILED)
        self.assertEqual([c["id"] for c in json.loads(self.run_ctl("export", "contacts", "-F", "json", "--sort", "-email").stdout)],
                         [c["id"] for c in self.json("list", "contacts", "--sort", "-email")])
        self.assertEqual(self.run_ctl("export", "contacts", "--format", "vcard4").stdout.count("BEGIN:VCARD"), len(everybody))
        self.assertEqual(self.run_ctl("export", "contacts", "-", "-F", "vcard", "-f", "tag=VIP").stdout.count("BEGIN:VCARD"),
                         self.count("contacts", "tag=VIP"))
        self.run_ctl("export", "deals", "-F", "vcard", status=USAGE)
        self.run_ctl("export", "contacts", "-F", "pdf", status=USAGE)
        # Back into an empty database.
        cards = self.folder / "out.vcf"
        self.run_ctl("export", "contacts", cards)
        self.database = self.folder / "other.db"
        self.run_ctl("init")
        self.run_ctl("import", cards, "--duplicates", "create")
        self.assertEqual(sorted(c["name"] for c in self.json("list", "contacts", "--columns", "name")),
                         sorted(c["name"] for c in everybody.values()))
        self.check()


if __name__ == "__main__":
    main()
