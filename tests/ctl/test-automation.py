#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""crmctl automation: files, recipes, who would come in, running, trying and looking at automations."""

import json
import socket

from crmctl import FAILED, NOT_FOUND, REMAINDER, USAGE, Case, main

FLOW = {"format": "crm-automation", "version": 1, "name": "Welcome",
        "triggers": [{"id": "t", "type": "tag-added", "tag": "lead"}],
        "steps": [{"id": "n", "action": "add-note", "text": "Hello {{contact.first_name|there}}"},
                  {"id": "w", "action": "wait", "for": "P2D"},
                  {"id": "s", "action": "adjust-score", "operation": "add", "value": 5}]}


class Automation(Case):
    def setUp(self):
        super().setUp()
        self.run_ctl("init", "--quiet")
        self.file = self.folder / "welcome.json"
        self.file.write_text(json.dumps(FLOW), encoding="utf-8")

    def automation(self, *arguments, **how):
        return self.run_ctl("automation", *arguments, **how).stdout

    def json_of(self, *arguments):
        return json.loads(self.automation(*arguments, "--json"))

    def test_file(self):
        """What is missing is said; what is exported is imported again the same."""
        said = self.run_ctl("automation", "import", self.file, status=REMAINDER)
        self.assertIn("there is no “lead”", said.stderr)
        self.assertIn("lead", self.run_ctl("automation", "on", "Welcome", status=FAILED).stderr)
        self.automation("import", self.file, "--create-missing", "--on")
        exported = self.automation("export", "Welcome")
        self.file.write_text(exported, encoding="utf-8")
        self.automation("import", self.file)
        self.assertEqual(self.automation("export", "Welcome"), exported)
        self.assertEqual([(a["name"], a["on"]) for a in self.json_of("list")], [("Welcome", True)])
        self.file.write_text("{}", encoding="utf-8")
        self.run_ctl("automation", "import", self.file, status=USAGE)
        self.run_ctl("automation", "show", "Nothing", status=NOT_FOUND)
        self.run_ctl("automation", "fly", "Welcome", status=USAGE)

    def test_run(self):
        """From a tag to the end, with a clock that is moved."""
        self.automation("import", self.file, "--create-missing", "--on")
        self.run_ctl("add", "contact", "first_name=Ada", "email=ada@example.org", "tags=lead")
        self.automation("run")
        trail = self.json_of("trail", "Welcome", "--contact", "ada@example.org")
        self.assertEqual([(s["step"], s["outcome"]) for s in trail["runs"][0]["steps"]], [("n", "passed"), ("w", "waiting")])
        self.assertIn("stands at the step “w”", self.automation("why", "Welcome", "--contact", "ada@example.org"))
        self.automation("run", "--until", "2199-01-01T00:00:00Z")
        report = self.json_of("report", "Welcome")
        self.assertEqual((report["entered"], report["inside"], report["finished"]), (1, 0, 1))
        self.assertEqual(self.one("show", "contact", "ada@example.org")["score"], 5)
        self.check()

    def test_matching(self):
        """The number that is said is the number that comes in; nobody comes in unasked."""
        for name, tags in (("Ada", "lead"), ("Bob", "lead"), ("Cleo", "")):
            self.run_ctl("add", "contact", f"first_name={name}", f"email={name}@example.org", f"tags={tags}")
        self.automation("import", self.file)
        self.assertEqual(self.json_of("matching", "Welcome"), {"matching": 2, "today": 0})
        self.assertIn("2 contacts are what its triggers wait for", self.automation("on", "Welcome"))
        self.assertEqual(self.json_of("report", "Welcome")["entered"], 0)
        self.assertIn("2 contacts came in", self.automation("add", "Welcome", "--matching"))
        self.automation("run")
        self.assertEqual(self.json_of("report", "Welcome")["inside"], 2)
        self.assertIn("0 contacts came in", self.automation("add", "Welcome", "--matching"))
        self.assertIn("1 contact came in", self.automation("add", "Welcome", "--filter", "first_name=Cleo"))
        self.run_ctl("undo")
        self.automation("run")
        self.assertEqual(self.json_of("report", "Welcome")["inside"], 2)
        self.automation("off", "Welcome")
        self.assertIn("Switch it on", self.run_ctl("automation", "add", "Welcome", "--matching", status=FAILED).stderr)

    def test_by_hand(self):
        """One contact is taken out, another goes on from a wait; a device takes over."""
        self.automation("import", self.file, "--create-missing", "--on")
        for name in ("Ada", "Bob"):
            self.run_ctl("add", "contact", f"first_name={name}", f"email={name}@example.org", "tags=lead")
        self.automation("run")
        self.automation("end", "Welcome", "--contact", "ada@example.org")
        self.automation("skip", "Welcome", "--contact", "bob@example.org")
        runs = {name: self.json_of("trail", "Welcome", "--contact", f"{name}@example.org")["runs"] for name in ("ada", "bob")}
        self.assertEqual((runs["ada"][0]["status"], runs["ada"][0]["reason"]), ("ended", "Ended by hand."))
        self.assertEqual(runs["bob"][0]["status"], "finished")
        self.assertIn("not in this automation", self.run_ctl("automation", "end", "Welcome", "--contact", "ada@example.org", status=NOT_FOUND).stderr)
        self.assertIn("does not wait", self.run_ctl("automation", "skip", "Welcome", "--contact", "bob@example.org", status=NOT_FOUND).stderr)
        self.assertIn("--contact", self.run_ctl("automation", "end", "Welcome", status=(FAILED, USAGE)).stderr)
        self.assertIsNone(self.json_of("list")[0]["runner"])
        self.automation("take-over", "Welcome")
        self.assertEqual(self.json_of("list")[0]["runner"], socket.gethostname())
        self.check()

    def test_events(self):
        """What the world does comes in by the same door as everything else."""
        flow = {**FLOW, "name": "Paid", "triggers": [{"id": kind, "type": kind} for kind in
                ("payment-received", "course-started", "call-missed", "page-visited", "event-recorded", "webhook-received")]}
        self.file.write_text(json.dumps(flow), encoding="utf-8")
        self.automation("import", self.file, "--on")
        self.run_ctl("add", "contact", "first_name=Ada", "email=ada@example.org")
        for trigger in flow["triggers"]:
            self.run_ctl("add", "event", f"kind={trigger['id']}", "contact=ada@example.org", "name=x")
        self.automation("run")
        runs = self.json_of("trail", "Paid", "--contact", "ada@example.org")["runs"]
        self.assertEqual([run["trigger"] for run in runs], [trigger["id"] for trigger in flow["triggers"]])

    def test_outbox(self):
        """What has to leave the machine is seen, and people decide about it."""
        flow = {**FLOW, "triggers": [], "steps": [{"id": "h", "action": "webhook", "url": "https://example.org/"},
                                                  {"id": "m", "action": "send-email", "subject": "Hi", "body": "You"}]}
        self.file.write_text(json.dumps(flow), encoding="utf-8")
        self.automation("import", self.file, "--on")
        self.run_ctl("add", "contact", "first_name=Ada", "email=ada@example.org")
        self.automation("add", "Welcome")
        self.automation("run")
        items = {item["channel"]: item for item in self.json("outbox", "list")}
        self.assertEqual({c: i["state"] for c, i in items.items()}, {"webhook": "queued", "email": "queued"})
        self.assertIn("ada@example.org", self.run_ctl("outbox", "list").stdout)
        self.run_ctl("outbox", "cancel", items["email"]["id"])
        self.run_ctl("outbox", "sent", items["webhook"]["id"])
        self.assertEqual([i["id"] for i in self.json("outbox", "list", "--state", "accepted")], [items["webhook"]["id"]])
        self.run_ctl("outbox", "retry", items["webhook"]["id"], status=FAILED)
        self.run_ctl("outbox", "cancel", items["webhook"]["id"], status=FAILED)
        self.run_ctl("outbox", "retry", items["email"]["id"])
        self.assertEqual(self.one("outbox", "list", "--state", "queued")["id"], items["email"]["id"])
        self.run_ctl("outbox", "retry", "nothing", status=NOT_FOUND)
        self.run_ctl("outbox", "retry", status=USAGE)
        self.run_ctl("outbox", "fly", status=USAGE)
        self.check()

    def test_recipes(self):
        recipes = self.json_of("recipes")
        self.assertGreaterEqual(len(recipes), 10)
        self.assertIn(recipes[0]["name"], self.automation("recipes"))
        for recipe in recipes:
            self.automation("recipe", recipe["id"], "--on")
            self.assertIn(recipe["name"], [a["name"] for a in self.json_of("list") if a["on"]])
        self.run_ctl("automation", "recipe", "nothing", status=NOT_FOUND)
        self.check()

    def test_simulate(self):
        self.automation("import", self.file, "--create-missing", "--on")
        for i in range(5):
            self.run_ctl("add", "contact", f"first_name=N{i}", f"email=n{i}@example.org")
        how = ("simulate", "Welcome", "--now", "2027-03-01 10:00", "--days", "5", "--seed", "3")
        first = self.json_of(*how)
        self.assertEqual(first["finished"], 5)
        self.assertEqual(first, self.json_of(*how))
        self.assertIn("2027-03-01T10:00", str(first))
        self.assertEqual(self.json_of("simulate", "Welcome", "--days", "1", "--filter", "first_name=N1")["finished"], 0)
        self.assertEqual(self.count("notes"), 0)


if __name__ == "__main__":
    main()
