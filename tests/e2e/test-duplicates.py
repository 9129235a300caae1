#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is there twice: found, looked at side by side, made one by mouse and by keyboard, taken back,
taken apart a week later, said to be different, merged by rule, and told while somebody types."""

import contextlib
import os
import sqlite3
import time

import driver
from driver import App, wait_until

WEEK = 7 * 24 * 3600 * 1000000

# The four that are one: Ana knows most, so she stays.
FOUR = [
    ["first_name=Ana", "last_name=Garcia", "email=ana@example.com", "city=Bilbao", "job_title=Architect", "tags=lead; roof", "account=Sol"],
    ["first_name=Anna", "last_name=Garcia", "email=ana@example.com", "phone=+34 600 111 222", "tags=vip", "account=Luna"],
    ["first_name=A.", "last_name=Garcia", "phone=+34 600 111 222", "email=garcia@example.org"],
    ["first_name=Ana", "last_name=Garcia", "email=ana@example.com", "city=Madrid"],
]


def prepared(*contacts):
    """A program with these contacts, each a list of fields, that has not been started yet."""
    app = App()
    os.makedirs(os.path.dirname(app.database))
    app.crmctl("init")
    app.crmctl("add", "account", "name=Sol")
    app.crmctl("add", "account", "name=Luna")
    for fields in contacts:
        app.crmctl("add", "contact", *fields)
    return app


def show_duplicates(app, what="Duplicate Contacts"):
    app.key("ctrl+k")
    app.focused("Search")
    app.write(what)
    app.get("label", what, within=app.windows()[-1])
    app.key("Return")
    app.see(f"Duplicates: {what.split()[1]}")


def open_group(app, names):
    app.click(app.get("label", names))
    app.see("Merge Contacts")


def choose(app, name, role="radio button"):
    """Chooses a value, or a record, by its whole name."""
    app.click(app.get(role, name))


def answer(app):
    """Says yes to the question whether somebody is to come back."""
    app.see("It is a record of its own again")
    app.key("Return")


def live(app):
    return app.query("SELECT id FROM contact WHERE state = 0 ORDER BY id")


def test_four_become_one_and_come_back_a_week_later():
    with prepared(*FOUR) as app:
        app.crmctl("add", "deal", "title=Roof repair", "contact=#4")
        app.crmctl("add", "task", "title=Call her", "contacts=#3")
        app.crmctl("add", "note", "body=Likes blue tiles", "contact=#2")
        show_duplicates(app)
        app.see("Very Likely (99 %): same e-mail address")
        open_group(app, "Ana Garcia, Anna Garcia, A. Garcia and 1 other")

        # What moves is said; of two accounts one has to be chosen.
        app.see("All of this belongs to “Anna Garcia” then")
        app.get("label", "Roof repair")
        app.get("label", "1 task")
        app.press("Merge")
        app.see("different values of “Account”")
        choose(app, "Account: Sol, of Ana Garcia")
        choose(app, "Job Title: Architect, of Ana Garcia")
        wait_until(lambda: not app.sees("different values of “Account”"), "the error to go")
        app.press("Merge")
        app.see("3 contacts merged into “")
        survivor = live(app)
        assert len(survivor) == 1, survivor
        survivor = survivor[0][0]
        assert app.query("SELECT a.name, c.job_title FROM contact c JOIN account a ON a.id = c.account WHERE c.id = ?", survivor) == [
            ("Sol", "Architect")]

        # Undone, they are four again and stand in the list again.
        app.take_back("3 contacts merged into “")
        wait_until(lambda: len(live(app)) == 4, "four contacts")
        app.get("label", "Ana Garcia, Anna Garcia, A. Garcia and 1 other")

        # And once more, from the keyboard alone.
        app.click(app.get("label", "Ana Garcia, Anna Garcia, A. Garcia and 1 other"))
        app.see("Account: choose which one stays")
        app.key("ctrl+Return")
        app.see("different values of “Account”")
        wait_until(lambda: any(node.focused and node.name.startswith("Account: ") for node in app.windows()[0].find_all("radio button")),
                   "the focus on the accounts")
        app.key("Right")
        app.key("space")
        app.key("ctrl+Return")
        app.see("3 contacts merged into “")
        wait_until(lambda: len(live(app)) == 1, "one contact")
        app.see("No Duplicates")
        survivor = live(app)[0][0]
        assert app.query("SELECT contact FROM deal") == [(survivor,)], (survivor, app.query("SELECT contact FROM deal"))
        assert app.query("SELECT key FROM member WHERE tbl = 12 AND col = 11 AND removed IS NULL") == [(survivor,)]
        assert app.query("SELECT contact FROM note") == [(survivor,)]
        emails = {app.query("SELECT email FROM contact WHERE id = ?", survivor)[0][0]}
        emails |= {row[0] for row in app.query("SELECT text FROM member WHERE tbl = 4 AND record = ? AND removed IS NULL AND text LIKE '%@%'",
                                               survivor)}
        assert emails == {"ana@example.com", "garcia@example.org"}, emails

        # The program ends, and a week goes by.
        app.stop()
        with contextlib.closing(sqlite3.connect(app.database)) as database:
            database.execute("UPDATE merge SET created = created - ?", (WEEK,))
            database.execute("UPDATE batch SET time = time - ?", (WEEK,))
            database.commit()
        app.start()
        name = app.query("SELECT name FROM contact WHERE id = ?", survivor)[0][0]
        app.find(name, name)
        app.edit("Job Title", "Head of Planning")
        app.value("Job Title", "Head of Planning")

        # Its menu leads to those that it stands for.
        app.press("Actions")
        app.press("Merged From…", role="menu item")
        app.see("Each of these can come back")
        wait_until(lambda: len(list(app.windows()[-1].find_all("push button", "Unmerge…"))) == 3, "three that can come back")
        app.see(time.strftime("Merged %m/%d/%y", time.gmtime(time.time() - WEEK / 1000000)))
        app.get("push button", "Unmerge…").press()
        answer(app)
        app.see("is back")
        wait_until(lambda: len(live(app)) == 2, "two contacts")

        # The next one from the line in the history that has merged it.
        app.press("History", role="push button")
        app.press("Unmerge…")
        app.see("Each of these can come back")
        app.get("push button", "Unmerge…", within=app.windows()[-1]).press()
        answer(app)
        wait_until(lambda: len(live(app)) == 3, "three contacts")
        app.press("Unmerge…")
        app.see("Each of these can come back")
        app.get("push button", "Unmerge…", within=app.windows()[-1]).press()
        answer(app)
        wait_until(lambda: len(live(app)) == 4, "four contacts")
        app.gone("push button", "Unmerge…")

        # Everything is where it was, but for what was changed since.
        assert app.query("SELECT contact FROM deal") == [(4,)]
        assert app.query("SELECT key FROM member WHERE tbl = 12 AND col = 11 AND removed IS NULL") == [(3,)]
        assert app.query("SELECT contact FROM note") == [(2,)]
        assert app.query("SELECT job_title FROM contact WHERE id = ?", survivor) == [("Head of Planning",)]
        assert app.query("SELECT count(*) FROM merge WHERE state = 0") == [(0,)]
        rows = app.query("SELECT first_name, email, city FROM contact ORDER BY id")
        assert rows == [("Ana", "ana@example.com", "Bilbao"), ("Anna", "ana@example.com", None), ("A.", "garcia@example.org", None),
                        ("Ana", "ana@example.com", "Madrid")], rows


def test_what_was_changed_since_is_said_before():
    with prepared(["first_name=Ana", "last_name=Ruiz", "email=ana@example.com", "phone=+34 600 111 222"],
                  ["first_name=Ana", "last_name=Ruiz", "email=ana@example.com", "job_title=Architect"]) as app:
        app.crmctl("merge", "contact", "#1", "#2")
        app.find("Ana Ruiz", "Ana Ruiz")
        app.value("Job Title", "Architect")
        app.edit("Job Title", "Baker")
        app.value("Job Title", "Baker")
        app.press("Actions")
        app.press("Merged From…", role="menu item")
        app.press("Unmerge…")
        app.see("Changed since, and stays as it is:")
        app.see("Job Title of “Ana Ruiz”: “Baker”")
        app.key("Escape")
        app.gone("label", contains="Changed since")
        assert len(live(app)) == 1
        app.press("Unmerge…")
        app.see("Job Title of “Ana Ruiz”: “Baker”")
        answer(app)
        wait_until(lambda: app.query("SELECT id, job_title FROM contact WHERE state = 0 ORDER BY id") ==
                   [(1, "Baker"), (2, "Architect")], "both of them")


def test_one_is_left_out():
    with prepared(*FOUR) as app:
        show_duplicates(app)
        open_group(app, "Ana Garcia, Anna Garcia, A. Garcia and 1 other")
        choose(app, "Merge “Anna Garcia”", role="check box")
        wait_until(lambda: not app.get("check box", "Merge “Anna Garcia”").checked, "Anna to be left out")
        # The other account is not asked for any more.
        app.gone("label", "Account: choose which one stays")
        app.press("Merge")
        app.see("2 contacts merged into “")
        wait_until(lambda: app.query("SELECT count(*) FROM contact WHERE state = 0") == [(2,)], "two contacts")
        assert (2,) in live(app)


def test_old_links_lead_on():
    with prepared(["first_name=Ana", "last_name=Ruiz", "email=ana@example.com", "city=Bilbao"],
                  ["first_name=Anita", "last_name=Ruiz", "email=ana@example.com"]) as app:
        app.find("Anita", "Anita Ruiz")
        app.value("First Name", "Anita")
        app.crmctl("merge", "contact", "#1", "#2")
        app.value("First Name", "Ana", deadline=30)  # another program has merged her
        app.see("“Anita Ruiz” has been merged")


def test_not_duplicates_are_never_shown_again():
    with prepared(["first_name=Maria", "last_name=Lopez", "phone=+34 600 999 888"],
                  ["first_name=Mario", "last_name=Lopez", "phone=+34 600 999 888"],
                  ["first_name=Tom", "last_name=Becker", "email=tom@example.com"],
                  ["first_name=Tom", "last_name=Beker", "email=tom@example.com"]) as app:
        show_duplicates(app)
        app.get("label", "Tom Becker, Tom Beker")
        open_group(app, "Maria Lopez, Mario Lopez")
        app.see("Group 1 of 2")
        app.key("alt+Down")
        app.see("Group 2 of 2")
        app.press("Not Duplicates")
        app.see("These are not shown as duplicates again")
        app.see("1 group")
        assert app.query("SELECT count(*) FROM distinction WHERE state = 0") == [(1,)]

        # They are listed, and it can be taken back.
        app.press("More")
        app.press("Never Shown Again…", role="menu item")
        app.press("Take Back")
        app.see("Nothing Here")
        app.key("Escape")
        app.see("2 groups")
        assert app.query("SELECT count(*) FROM distinction WHERE state = 0") == [(0,)]
        app.key("ctrl+z")
        app.see("1 group")


def test_clear_cases_in_one_step():
    people = [["first_name=Tom", "last_name=Becker"], ["first_name=Julia", "last_name=Weiss"], ["first_name=Pedro", "last_name=Alonso"]]
    contacts = []
    for number, person in enumerate(people):
        same = person + [f"email=p{number}@example.com", f"phone=+49 30 98765{number}"]
        contacts += [same, same + ["job_title=Roofer"]]
    contacts += [["first_name=Maria", "last_name=Lopez", "phone=+34 600 999 888"], ["first_name=Mario", "last_name=Lopez", "phone=+34 600 999 888"]]
    with prepared(*contacts) as app:
        show_duplicates(app)
        app.see("3 groups are clear")
        app.see("4 groups")
        app.press("Merge Clear Cases…")
        app.see("Merge 3 Clear Groups?")
        app.see("3 contacts go into others")
        app.key("Escape")
        wait_until(lambda: not app.sees("Merge 3 Clear Groups?"), "the dialog to go")
        assert len(live(app)) == 8
        app.press("Merge Clear Cases…")
        app.see("Merge 3 Clear Groups?")
        app.key("Return")
        app.see("3 contacts merged into others")
        wait_until(lambda: len(live(app)) == 5, "five contacts")
        app.see("1 group")
        wait_until(lambda: not app.sees("groups are clear"), "nothing to be clear any more")
        app.key("ctrl+z")
        wait_until(lambda: len(live(app)) == 8, "eight contacts")
        app.see("3 groups are clear")


def test_selected_rows_are_merged():
    with prepared(["first_name=Ana", "last_name=Ruiz"], ["first_name=Bea", "last_name=Ruiz"], ["first_name=Carla", "last_name=Ruiz"]) as app:
        app.show("Contacts")
        app.click(app.get("label", "Ana Ruiz", within=app.get("tree table")))
        assert not app.sees_role("push button", "Merge…")
        app.key("shift+Down")
        app.see("2 contacts selected")
        app.press("Merge…")
        app.see("Merge Contacts")
        assert not app.sees_role("push button", "Skip")
        choose(app, "“Bea Ruiz” Stays")
        app.see("finds “Bea Ruiz”")
        app.press("Merge")
        app.see("1 contact merged into “Bea Ruiz”")
        app.wait_for_names("Bea Ruiz", "Carla Ruiz")


def test_accounts():
    with prepared() as app:
        app.crmctl("add", "account", "name=Tejados del Norte S.L.", "website=tejados.example", "city=Bilbao")
        app.crmctl("add", "account", "name=Tejados del Norte", "website=www.tejados.example", "city=Bilbao")
        app.crmctl("add", "contact", "first_name=Ana", "account=#4")
        show_duplicates(app, "Duplicate Accounts")
        app.click(app.get("label", "Tejados del Norte S.L., Tejados del Norte"))
        app.see("Merge Accounts")
        app.press("Merge")
        app.see("1 account merged into “")
        wait_until(lambda: len(app.query("SELECT id FROM account WHERE state = 0")) == 3, "three accounts")
        assert app.query("SELECT a.state FROM contact c JOIN account a ON a.id = c.account") == [(0,)]


def test_a_form_says_who_is_there():
    with prepared(["first_name=Ana", "last_name=Ruiz", "email=ana@example.com"]) as app:
        app.show("Contacts")
        app.get("label", "Ana Ruiz")
        app.press("Add Contact")
        app.get("frame", "Add Contact")
        app.click(app.entry("E-Mail"))
        app.focused("E-Mail")
        app.write("ana@example.com")
        app.see("Looks like Ana Ruiz (same e-mail address).")
        app.focused("E-Mail")  # nobody is disturbed
        app.write("x")
        app.gone("label", contains="Looks like")
        app.key("BackSpace")
        app.see("Looks like Ana Ruiz")
        app.press("Open")
        app.see("Discard What You Typed?")
        app.press("Discard Discard")
        app.gone("frame", "Add Contact")
        app.value("E-Mail", "ana@example.com")
        assert len(live(app)) == 1

        # It does not stand in the way either.
        app.key("alt+Left")
        app.press("Add Contact")
        app.fill("First Name", "Ana")
        app.fill("Last Name", "Ruiz")
        app.see("Looks like Ana Ruiz (same name).")
        app.press("Add")
        app.gone("frame", "Add Contact")
        wait_until(lambda: len(live(app)) == 2, "two contacts")


def test_a_deal_uses_who_is_there():
    with prepared(["first_name=Ana", "last_name=Ruiz", "email=ana@example.com"]) as app:
        app.show("Deals")
        app.press("Add Deal")
        app.get("frame", "Add Deal")
        app.fill("Title", "Roof")
        app.click(app.entry("Contact"))
        app.write("ana@example.com")
        app.see("Create “ana@example.com”")
        app.key("Down", "Return")
        app.see("Looks like Ana Ruiz")
        app.press("Use")
        app.gone("label", contains="Looks like")
        app.press("Add")
        app.gone("frame", "Add Deal")
        wait_until(lambda: app.query("SELECT contact FROM deal") == [(1,)], "the deal of Ana")
        assert len(live(app)) == 1


driver.run(globals())
