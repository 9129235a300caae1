# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of filters and segments share: four people, and the keyboard in the dialog of a filter."""

from driver import wait_until


def open_people(app):
    """An empty database with four people in it, and their list."""
    app.click("Start Empty")
    app.click(app.get("list item", "Contacts"))
    app.get("push button", "Add Contact")
    for name, country, tag in (("Ada", "ES", "roof"), ("Bea", "IT", "roof"), ("Cleo", "FR", "roof"), ("Dora", "ES", "garden")):
        contact = app.crmctl("add", "--create-missing", "--quiet", "contact",
                             f"first_name={name}", f"country={country}", f"tags={tag}").strip()
        app.crmctl("add", "--create-missing", "--quiet", "deal", f"title=Deal of {name}", f"contact={contact}", "value=6000 EUR")


def wait_for_focus(app, name):
    """Waits until the focus is on a drop-down: on the button inside of it."""
    wait_until(lambda: focuses(app, name), f"the focus on “{name}”")


def focuses(app, name):
    return any(node.focused and node.role == "push button"
               for combo in app.windows()[-1].find_all("combo box", name) for node in combo.walk(3))


def focused_place(app):
    return [node.extents for node in app.windows()[-1].walk() if node.focused]


def go_back_to(app, name):
    """Goes back on the keyboard until the focus is on a drop-down."""
    for _step in range(20):
        before = focused_place(app)
        app.key("shift+Tab")
        wait_until(lambda: focused_place(app) not in ([], before), "the focus to move")
        if focuses(app, name):
            return
    raise AssertionError(f"there is no way back to “{name}”")


def go_on_to(app, name):
    """Goes on with the keyboard until the focus is on a drop-down."""
    for _step in range(60):
        if focuses(app, name):
            return
        before = focused_place(app)
        app.key("Tab")
        wait_until(lambda: focused_place(app) not in ([], before), "the focus to move")
    raise AssertionError(f"there is no way on to “{name}”")


def choose_field(app, words):
    app.focused("Search Fields")
    app.write(words)
    app.key("Return")
    wait_for_focus(app, "How to Compare")


def choose_word(app, name, downs):
    """Chooses what stands so far below in a drop-down that has the focus."""
    wait_for_focus(app, name)
    app.key("space")
    wait_until(lambda: not focuses(app, name), f"the words of “{name}”")
    app.key(*["Down"] * downs, "Return")
    wait_for_focus(app, name)


def compare(app, words, downs):
    """Chooses an operator that stands so far below the first, and goes on to the value."""
    choose_word(app, "How to Compare", downs)
    app.get("label", words)
    app.key("Tab")


def choose_value(app, name, words, other):
    """Adds a value to those that a field may have; the search leaves another one out."""
    go_on_to(app, name)
    app.key("space")
    wait_until(lambda: any(node.focused and node.role in ("text", "entry") for node in app.windows()[-1].walk()), "the search for a value")
    app.write(words)
    app.gone("label", other)
    app.key("Down", "Return")


def reach(app, name, key="Tab"):
    """Goes on with the keyboard until the focus is on a button."""
    for _step in range(40):
        before = focused_place(app)
        app.key(key)
        wait_until(lambda: focused_place(app) not in ([], before), "the focus to move")
        if any(node.focused and node.name == name for node in app.windows()[-1].walk()):
            return
    raise AssertionError(f"there is no way to “{name}”")
