#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole day of somebody who sells, from the first call to the history that tells of it, with the
mouse only and again with the keyboard only; and all of it taken back."""

import driver
from driver import App, NotFound, wait_until


def at_page(app, name):
    """Waits until the page of a record is in front: its name stands in lists as well."""
    wait_until(lambda: any(title.find("label", name) is not None for window in app.windows()
                           for title in window.find_all("filler", "AdwWindowTitle")), f"the page “{name}”")


def open_by_name(app, name):
    app.find(name, name)
    at_page(app, name)


def prepare_day(app):
    """What was there in the morning."""
    app.start_empty()
    app.crmctl("add", "user", "name=Tom Becker")
    app.crmctl("add", "account", "name=Casa Ana")
    app.crmctl("add", "contact", "first_name=Ana", "last_name=Garcia", "account=Casa Ana")
    app.crmctl("add", "deal", "title=Roof repair", "contact=Ana Garcia", "value=1200 EUR")
    app.crmctl("add", "deal", "title=Gutters", "contact=Ana Garcia", "value=300 EUR")
    app.crmctl("add", "task", "title=Call Ana", "contacts=Ana Garcia", "due=today", "type=Call")
    app.crmctl("add", "task", "title=Send offer", "due=today")


def state(app):
    """What people would say that there is: what was done and undone leaves no trace in it."""
    return [app.query(sql) for sql in (
        "SELECT id, first_name, last_name, job_title, account, source FROM contact WHERE state = 0 ORDER BY id",
        "SELECT id, title, status, stage, rank, lost_reason, closed, contact FROM deal WHERE state = 0 ORDER BY id",
        "SELECT id, title, status, due, outcome, result, completed FROM task WHERE state = 0 ORDER BY id",
        "SELECT id, body FROM comment WHERE state = 0 ORDER BY id",
        "SELECT id, kind, title FROM activity WHERE state = 0 ORDER BY id")]


def is_postponed(app):
    return app.query("SELECT due = date ('now', 'localtime', '+1 day') FROM task WHERE title = 'Send offer'") == [(1,)]


def see_the_day(app, *first):
    """What came of it, in the file and in the history of the person, from the newest to the oldest."""
    wait_until(lambda: app.query("SELECT count(*) FROM comment WHERE state = 0") == [(1,)], "the comment in the file")
    assert app.query("SELECT title, status FROM deal WHERE state = 0 ORDER BY title") == [
        ("Gutters", "lost"), ("Roof repair", "won"), ("Solar panels", "open")]
    assert app.query("SELECT o.name, t.status FROM task t JOIN outcome o ON o.id = t.outcome WHERE t.title = 'Call Ana'") == [
        ("Interested", "done")]
    assert app.query("SELECT first_name, last_name, source FROM contact WHERE last_name = 'Perez'") == [("Luis", "Perez", "manual")]
    assert app.query("SELECT count(*) FROM task WHERE status = 'open' AND title != 'Send offer' AND state = 0") == [(1,)]
    assert app.query("SELECT u.name FROM member m JOIN user u ON u.id = m.key WHERE m.tbl = 15 AND m.col = 6 AND m.removed IS NULL") == [
        ("Tom Becker",)]

    lines = ["Ask @Tom Becker about the roof", "Gutters: Deal lost: Too Expensive", "Roof repair: Deal won",
             "Roof repair: Moved from “In Contact” to “Offer”", *first, "Contact added"]

    def told():
        history = app.get("list", "History")
        return [label.name for label in history.find_all("label")]

    def in_order():
        places = [next((i for i, text in enumerate(told()) if line in text), -1) for line in lines]
        return -1 not in places and places == sorted(places)

    wait_until(in_order, f"history to tell {lines}")


def stage_has(app, stage, *titles):
    wait_until(lambda: [row.name.split(",")[0] for row in app.get("panel", contains=f"{stage}, ").find_all("list item")]
               == list(titles), f"{stage} to have {titles}")


def drop(app, title, zone):
    """Drags a deal to the foot of the board, where there is something to drop it on once it is lifted."""
    x, y = app.get("list item", contains=title).middle
    driver.xdotool("mousemove", x, y)
    driver.xdotool("mousedown", 1)
    for i in range(1, 4):
        driver.xdotool("mousemove", x - 10 * i, y + 10 * i)
    x, y = app.place(app.get("label", zone))
    for i in range(6, -1, -1):
        driver.xdotool("mousemove", x + 3 * i, y - 3 * i)
    wait_until(lambda: app.get("label", zone).shown, "the foot")
    driver.xdotool("mousemove", x + 1, y)
    driver.xdotool("mouseup", 1)


def choose_mentioned(app, name):
    """Clicks somebody in the list below the comment; it may move once more after it is shown."""
    for _attempt in range(5):
        app.click(app.get("list item", name))
        try:
            return wait_until(lambda: f"@{name}" in app.entry("New Comment").text, f"“@{name}” in the comment", 3)
        except NotFound:
            continue
    raise NotFound(f"“{name}” cannot be chosen")


def test_day_with_mouse():
    with App() as app:
        prepare_day(app)
        morning = state(app)

        # The first call: from the list of the day to the person.
        app.show("Today")
        row = app.get("list item", contains="Call Ana")
        app.click(app.get("push button", "More", within=row))
        app.click("Open “Ana Garcia”")
        at_page(app, "Ana Garcia")
        app.click(app.get("list item", contains="Job Title: "))
        app.focused("Job Title")
        app.write("Roofer")
        app.click(app.get("page tab", "Tasks"))
        app.value("Job Title", "Roofer")

        # It is done, something came of it, and there is a next step.
        app.click(app.get("check box", "Complete “Call Ana”"))
        app.click("Interested")
        app.click("Add a Follow-Up")
        app.click(app.get("push button", "+1 Week"))
        app.click(app.get("push button", "Complete"))
        app.see("“Call Ana” completed")

        # A deal with somebody new.
        app.show("Deals")
        app.click(app.get("push button", "Add Deal"))
        app.get("frame", "Add Deal")
        app.click(app.entry("Title"))
        app.write("Solar panels")
        app.click(app.entry("Contact"))
        app.write("Luis Perez")
        app.click(app.get("list item", "Create “Luis Perez”"))
        app.click(app.get("push button", "Add", within=app.windows()[-1]))
        app.gone("frame", "Add Deal")
        app.get("list item", contains="Solar panels")

        # Two deals on their way.
        for stage in ("In Contact", "Offer"):
            x, y, width, _height = app.get("panel", contains=f"{stage}, ").extents
            app.drag(app.get("list item", contains="Roof repair").middle, (x + width // 2, y + 200))
            stage_has(app, stage, "Roof repair")
        drop(app, "Roof repair", "Won")
        app.see("“Roof repair” is won")
        drop(app, "Gutters", "Lost")
        app.get("frame", "Why Was It Lost?")
        app.click("Too Expensive")
        app.see("“Gutters” is lost")

        # What can wait. The page of the first call is still open there; once more, and it is the list.
        app.show("Today")
        at_page(app, "Ana Garcia")
        app.show("Today")
        row = app.get("list item", contains="Send offer")
        app.click(app.get("push button", "More", within=row))
        app.click("Move to Tomorrow")
        app.gone("list item", contains="Send offer")
        wait_until(lambda: is_postponed(app), "the task to be for tomorrow")

        # A colleague is asked.
        app.show("Contacts")
        app.click("Ana Garcia", times=2)
        at_page(app, "Ana Garcia")
        app.click(app.get("page tab", "History"))
        app.click(app.entry("New Comment"))
        app.write("Ask @to")
        choose_mentioned(app, "Tom Becker")
        app.write("about the roof")
        app.click(app.get("push button", "Comment"))
        app.get("label", "Ask @Tom Becker about the roof")
        see_the_day(app, "Call Ana: Task completed: Interested", "Job Title set to “Roofer”")

        # The company's page has it as well, and can leave it out.
        app.show("Accounts")
        app.click("Casa Ana", times=2)
        at_page(app, "Casa Ana")
        app.click("View All Activity")
        app.see("completed “Call Ana” for Ana Garcia: Interested")
        app.click(app.get("push button", "Tasks"))
        app.see("Nothing Here")

        # All of it back, the last first.
        app.show("History")
        while state(app) != morning:
            before = app.query("SELECT max (id) FROM batch")
            app.click(next(node for node in app.get("list").find_all("push button", "Undo This") if node.sensitive))
            wait_until(lambda: app.query("SELECT max (id) FROM batch") != before, "it to be undone")  # noqa: B023
            assert app.query("SELECT max (id) FROM batch")[0][0] < 60
        app.show("Today")
        app.get("list item", contains="Call Ana")


def tab_to(app, name, role=None, key="Tab", limit=300):
    """Goes on with the keyboard until it is there. Looking twice gives the key the time to arrive;
    whoever is gone past comes by again."""
    app.get(role, contains=name)
    nodes = [node for window in app.windows() for node in window.find_all(role, contains=name)]

    def is_there():
        for node in nodes:
            node.accessible.clear_cache()
            if node.focused:
                return True
        return False

    for _ in range(limit):
        if is_there() or is_there():
            return
        app.key(key)
        driver.run_pending()
    raise driver.NotFound(f"the keyboard does not reach “{name}”")


def go(app, text, result=None):
    """By the search, from the keyboard."""
    app.find(text, result or text)


def test_day_with_keyboard():
    with App() as app:
        prepare_day(app)
        morning = state(app)

        go(app, "Today")
        tab_to(app, "Call Ana", "list item")
        app.key("Return")
        at_page(app, "Call Ana")
        app.key("ctrl+Return")
        app.get("push button", "Complete")
        tab_to(app, "No Outcome", "check box", "shift+Tab")
        app.key("Down", "Down")
        app.focused("Interested")
        tab_to(app, "Add a Follow-Up", "check box")
        app.key("space")
        app.focused("Title of the Follow-Up")
        app.key("ctrl+Return")
        app.see("“Call Ana” completed")

        go(app, "Ana Garcia")
        at_page(app, "Ana Garcia")
        tab_to(app, "Job Title: ", "list item")
        app.key("Return")
        app.focused("Job Title")
        app.write("Roofer")
        app.key("Return")
        app.value("Job Title", "Roofer")

        go(app, "Deals")
        app.see("To Contact")
        app.key("ctrl+n")
        app.get("frame", "Add Deal")
        app.focused("Title")
        app.write("Solar panels")
        tab_to(app, "Contact", "text")
        app.write("Luis Perez")
        app.get("list item", "Create “Luis Perez”")
        app.key("Return", "ctrl+Return")
        app.gone("frame", "Add Deal")
        app.get("list item", contains="Solar panels")

        tab_to(app, "Roof repair", "list item", "Down")
        app.key("ctrl+Right")
        stage_has(app, "In Contact", "Roof repair")
        app.see("In Contact, 1 of 1")
        app.key("ctrl+Right")
        stage_has(app, "Offer", "Roof repair")
        app.key("Menu")
        app.get("menu item", "Won")
        tab_to(app, "Won", "menu item", "Down")
        app.key("Return")
        app.see("“Roof repair” is won")
        # The keyboard goes on with another deal.
        wait_until(lambda: app.get("list item", contains="Solar panels").focused, "the next deal to have the focus")
        tab_to(app, "Gutters", "list item", "Down")
        app.key("Menu")
        app.get("menu item", "Lost…")
        tab_to(app, "Lost…", "menu item", "Down")
        app.key("Return")
        app.get("frame", "Why Was It Lost?")
        tab_to(app, "Too Expensive")
        app.key("Return")
        app.see("“Gutters” is lost")

        # The pages of the first call are still open there.
        go(app, "Today")
        while not app.sees_role("list item", "Send offer, Today"):
            app.key("alt+Left")
            driver.run_pending()
        tab_to(app, "Send offer", "list item")
        tab_to(app, "More", "push button")
        app.key("Return")
        app.get("menu item", "Move to Tomorrow")
        tab_to(app, "Move to Tomorrow", "menu item", "Down")
        app.key("Return")
        app.gone("list item", contains="Send offer")
        wait_until(lambda: is_postponed(app), "the task to be for tomorrow")
        # What is told of it does not keep the keyboard.
        wait_until(lambda: app.windows()[0].find("push button", "Close") is not None, "the message")
        assert not app.windows()[0].find("push button", "Close").focused
        tab_to(app, "Add Task", "push button")

        go(app, "Ana Garcia")
        at_page(app, "Ana Garcia")
        tab_to(app, "New Comment", "text")
        app.write("Ask @to")
        app.get("list item", "Tom Becker")
        app.key("Return")
        app.write("about the roof")
        app.key("ctrl+Return")
        app.get("label", "Ask @Tom Becker about the roof")
        see_the_day(app, "Job Title set to “Roofer”", "Call Ana: Task completed: Interested")

        go(app, "Casa Ana")
        at_page(app, "Casa Ana")
        tab_to(app, "View All Activity", "push button")
        app.key("Return")
        app.see("completed “Call Ana” for Ana Garcia: Interested")
        tab_to(app, "Tasks", "push button")
        app.key("space")
        app.see("Nothing Here")

        while state(app) != morning:
            before = app.query("SELECT max (id) FROM batch")
            app.key("ctrl+z")
            wait_until(lambda: app.query("SELECT max (id) FROM batch") != before, "it to be undone")  # noqa: B023
            assert app.query("SELECT max (id) FROM batch")[0][0] < 60
        go(app, "Today")
        while not app.sees_role("list item", "Call Ana, Today"):
            app.key("alt+Left")
            driver.run_pending()


driver.run(globals())
