#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deals on the board: added, dragged, moved from the keyboard, won, lost, taken back."""

import contextlib
import os

import driver
from driver import App, wait_until


@contextlib.contextmanager
def board():
    with App() as app:
        app.start_empty()
        app.click("Deals")
        app.see("To Contact")
        yield app


def lane(app, stage):
    return app.get("panel", contains=f"{stage}, ")


def cards(app, stage):
    """The titles in a column, from the top."""
    return [row.name.split(",")[0] for row in lane(app, stage).find_all("list item")]


def has(app, stage, *titles):
    wait_until(lambda: cards(app, stage) == list(titles), f"{stage} to have {titles}")


def card(app, title):
    return app.get("list item", contains=title)


def quick_add(app, stage, *titles):
    app.press(f"Add a Deal to {stage}")
    for title in titles:
        entry = app.entry("Title of the New Deal")
        entry.type(title)
        app.click(entry)
        app.key("Return")
        card(app, title)
    app.key("Escape")


def head(app, stage, contains):
    app.get("panel", contains=f"{stage}, {contains}")


def test_add():
    with board() as app:
        quick_add(app, "To Contact", "Roof repair", "Gutters")
        has(app, "To Contact", "Gutters", "Roof repair")
        head(app, "To Contact", "2 deals")

        # With all fields: the stage is chosen already, and who is not known yet is made.
        app.press("Add Deal")
        app.get("frame", "Add Deal")
        app.fill("Title", "Solar panels")
        app.fill("Value", "12000")
        app.click(app.entry("Contact"))
        app.write("Ana Garcia")
        app.get("list item", "Create “Ana Garcia”")
        app.key("Return")
        app.press("Add")
        app.gone("frame", "Add Deal")
        has(app, "To Contact", "Solar panels", "Gutters", "Roof repair")
        head(app, "To Contact", "3 deals, ")
        assert app.query("SELECT first_name, last_name, source FROM contact") == [("Ana", "Garcia", "manual")]
        assert app.query("SELECT value FROM deal WHERE title = 'Solar panels'") == [(1200000,)]


def test_drag():
    with board() as app:
        quick_add(app, "To Contact", "C", "B", "A")
        quick_add(app, "Offer", "Y", "X")
        has(app, "To Contact", "A", "B", "C")

        # Between two others.
        _x, y, _w, h = card(app, "Y").extents
        app.drag(card(app, "A").middle, (card(app, "Y").middle[0], y + 8))
        has(app, "Offer", "X", "A", "Y")
        has(app, "To Contact", "B", "C")
        app.see("“A” moved to Offer")

        # In its own column, below everything.
        x, y, w, h = card(app, "C").extents
        app.drag(card(app, "B").middle, (x + w // 2, y + h - 6))
        has(app, "To Contact", "C", "B")

        # Into an empty column.
        x, y, w, h = lane(app, "In Contact").extents
        app.drag(card(app, "X").middle, (x + w // 2, y + h - 120))
        has(app, "In Contact", "X")

        app.key("ctrl+z")
        has(app, "In Contact")
        has(app, "Offer", "X", "A", "Y")
        app.key("ctrl+z", "ctrl+z")
        has(app, "To Contact", "A", "B", "C")
        has(app, "Offer", "X", "Y")

        # The order survives.
        app.key("ctrl+y")
        has(app, "Offer", "X", "A", "Y")
        app.restart()
        app.click("Deals")
        has(app, "Offer", "X", "A", "Y")


def test_close_by_drop():
    with board() as app:
        quick_add(app, "Negotiation", "Won one", "Lost one")

        def drop_at_foot(title, zone):
            x, y = card(app, title).middle
            driver.xdotool("mousemove", x, y)
            driver.xdotool("mousedown", 1)
            driver.xdotool("mousemove", x - 20, y + 20)
            driver.xdotool("mousemove", x - 40, y + 40)
            target = app.get("label", zone)
            for _ in range(4):
                driver.xdotool("mousemove", *target.middle)
                driver.time.sleep(0.05)
                target = app.get("label", zone)
            driver.xdotool("mousemove", target.middle[0] + 1, target.middle[1])
            driver.time.sleep(0.1)
            driver.xdotool("mouseup", 1)

        drop_at_foot("Won one", "Won")
        app.see("“Won one” is won")
        has(app, "Negotiation", "Lost one")

        drop_at_foot("Lost one", "Lost")
        app.get("frame", "Why Was It Lost?")
        app.click("Too Expensive")
        app.see("“Lost one” is lost")
        has(app, "Negotiation")
        rows = app.query("SELECT d.title, d.status, r.name FROM deal d LEFT JOIN lost_reason r ON r.id = d.lost_reason ORDER BY 1")
        assert rows == [("Lost one", "lost", "Too Expensive"), ("Won one", "won", None)], rows

        app.key("ctrl+z")
        has(app, "Negotiation", "Lost one")
        app.key("ctrl+z")
        wait_until(lambda: sorted(cards(app, "Negotiation")) == ["Lost one", "Won one"], "both to be back")


def test_keyboard():
    with board() as app:
        quick_add(app, "To Contact", "B", "A")
        app.click(card(app, "A"))
        app.key("ctrl+Right")
        has(app, "In Contact", "A")
        app.see("In Contact, 1 of 1")  # told to screen readers
        app.key("ctrl+Right")
        has(app, "Offer", "A")
        app.key("ctrl+Left")
        has(app, "In Contact", "A")
        app.key("ctrl+Left")
        has(app, "To Contact", "A", "B")
        app.key("ctrl+Down")
        has(app, "To Contact", "B", "A")
        app.key("ctrl+Up")
        has(app, "To Contact", "A", "B")

        # Without a mouse from deal to deal, and into one and back.
        app.key("Down", "Return")
        app.value("Title", "B")
        app.key("alt+Left")
        has(app, "To Contact", "A", "B")


def test_refused():
    with board() as app:
        quick_add(app, "To Contact", "Without value")
        # A stage that asks for a value.
        stage = app.query("SELECT id FROM stage WHERE name = 'Offer'")[0][0]
        app.crmctl("set", "stage", f"#{stage}", "required_fields=value")
        app.drag(card(app, "Without value").middle, lane(app, "Offer").middle)
        app.see("Value")
        has(app, "Offer")
        has(app, "To Contact", "Without value")


def test_order_and_search():
    with board() as app:
        quick_add(app, "To Contact", "Cheap", "Dear")
        app.click(card(app, "Cheap"))
        app.edit("Value", "10")
        app.click(card(app, "Dear"))
        app.edit("Value", "1000")
        head(app, "To Contact", "2 deals, ")
        app.key("ctrl+f")
        app.write("chea")
        has(app, "To Contact", "Cheap")
        app.key("Escape")
        has(app, "To Contact", "Dear", "Cheap")


LONG = 2000


@contextlib.contextmanager
def long_board():
    """Two stages with so many deals each, from “Deal 1” at the top."""
    app = App()
    path = os.path.join(app.home, "deals.csv")
    with open(path, "w", encoding="ascii") as file:
        file.write("Title,Stage\n")
        for i in range(LONG, 0, -1):
            file.write(f"Deal {i},To Contact\nOther {i},In Contact\n")
    app.crmctl("init", "--quiet")
    app.crmctl("import", "--type=deals", "--quiet", path)
    with app:
        app.show("Deals")
        card(app, "Deal 1,")
        head(app, "To Contact", f"{LONG:,} deals")
        yield app


def at(app, title):
    """Waits until the keyboard is on a card that is in sight as a whole."""

    def look():
        for stage in ("To Contact", "In Contact"):
            around = lane(app, stage)
            _x, lane_top, _w, lane_height = around.extents
            for node in around.find_all("list item", contains=title):
                _x, top, _w, height = node.extents
                if node.focused and lane_top < top and top + height <= lane_top + lane_height:
                    return node
        return None

    return wait_until(look, f"the keyboard on “{title}”")


def test_long_column():
    with long_board() as app:
        # Only what is in sight is there, in its order.
        titles = cards(app, "To Contact")
        assert titles == [f"Deal {i + 1}" for i in range(len(titles))] and len(titles) < 40, titles

        # Down to the last one, into it, and back to the same place.
        app.click(card(app, "Deal 3,"))
        app.key("End")
        at(app, f"Deal {LONG},")
        assert cards(app, "To Contact")[-1] == f"Deal {LONG}"
        app.key("Up", "Up", "Return")
        app.value("Title", f"Deal {LONG - 2}")
        app.key("alt+Left")
        at(app, f"Deal {LONG - 2},")

        # Moved in its column, it keeps the keyboard; a stage further, it is at the top.
        app.key("ctrl+Up")
        app.see(f"To Contact, {LONG - 3} of {LONG}")
        at(app, f"Deal {LONG - 2},")
        app.key("ctrl+Right")
        app.see(f"In Contact, 1 of {LONG + 1}")
        at(app, f"Deal {LONG - 2},")
        head(app, "To Contact", f"{LONG - 1:,} deals")
        app.key("ctrl+z")
        head(app, "To Contact", f"{LONG:,} deals")
        app.key("ctrl+z")

        # Tab passes by.
        app.click(card(app, "Other 2,"))
        app.key("Home")
        at(app, "Other 1,")
        app.key("Page_Down", "Page_Down", "Page_Up", "Page_Up")
        at(app, "Other 1,")
        app.key("Tab")
        app.focused("Add a Deal to Offer")
        app.key("shift+Tab")
        at(app, "Other 1,")


def test_drag_far():
    """Held at the foot of a long column, a card goes where nobody could see before."""
    with long_board() as app:

        def numbers():
            return [int(title.split()[1]) for title in cards(app, "To Contact")]

        there = len(numbers())
        x, y, w, h = lane(app, "To Contact").extents
        driver.xdotool("mousemove", *card(app, "Deal 2,").middle)
        driver.xdotool("mousedown", 1)
        driver.xdotool("mousemove", x + w // 2, y + h // 2)
        driver.xdotool("mousemove", x + w // 2 + 1, y + h // 2)
        app.get("label", "Won")
        _x, y, _w, h = wait_until(lambda: (lambda now: now if now[3] < h else None)(lane(app, "To Contact").extents),
                                  "the column to make room")

        def hold_at_foot():
            """A hand is never quite still, and what is dragged is told where it is by its moves."""
            for step in (0, 1):
                driver.xdotool("mousemove", x + w // 2 + step, y + h - 16)
            return numbers()

        # What is dragged stays what it is, out of sight; everything else comes and goes.
        wait_until(lambda: (lambda now: now[0] == 2 and now[1] > 2 * there)(hold_at_foot()), "the column to scroll")
        driver.xdotool("mousemove", x + w // 2, y + h // 2)
        seen = wait_until(lambda: (lambda now: now if now == numbers() else None)(numbers()), "the column to rest")
        assert seen[1:] == list(range(seen[1], seen[1] + len(seen) - 1)) and len(seen) <= there + 3, seen
        driver.xdotool("mousemove", x + w // 2 + 1, y + h // 2)
        driver.xdotool("mouseup", 1)
        app.see(f" of {LONG}")
        at(app, "Deal 2,")
        now = numbers()
        assert now.index(2) > 0 and now[now.index(2) - 1] + 1 == now[now.index(2) + 1], now
        assert 2 * there < now[now.index(2) - 1], now


driver.run(globals())
