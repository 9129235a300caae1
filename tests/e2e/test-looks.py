#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the window is for people who read another language, from right to left or with large text, or
who do not see it at all."""

import gettext
import os
import re
import subprocess
import tempfile

import driver
import pseudo
from driver import App, NotFound, wait_until

MARK = "áö"  # every translated text of pseudo.py has it

# What can be used must have a name, and GTK's fallback, the name of a class, is none.
USABLE = ("push button", "toggle button", "check box", "text", "entry", "password text", "combo box", "list", "tree table",
          "spin button", "slider", "radio button", "menu item")
INSIDE = ("GtkColumnListView",)  # the part of a table that scrolls: the table has the name
DATE = re.compile(r"\b(Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b")  # the locale's
CLASS = re.compile(r"^(Gtk|Adw|Crm)[A-Z]\w*$")


def is_named(node):
    """Whether there is a name, on it or on the part of it that is pressed, such as of a button with a menu."""
    parts = [node, *node.ancestors(), *node.find_all("push button")]
    return any(part.name and not CLASS.match(part.name) for part in parts if part is node or part.role in ("push button", "combo box"))


def places(app):
    """Goes through the window; what it shows is looked at after each step."""
    app.wait_for_content()
    sidebar = next(node for node in app.windows()[0].find_all("list") if node.extents[0] < 20)
    for area in [node.name for node in sidebar.find_all("list item")]:
        app.click(app.get("list item", area, within=sidebar))
        yield f"“{area}”"
        app.key("ctrl+n")
        try:
            wait_until(lambda: len(app.windows()) > 1, "a dialog", 3)
        except NotFound:
            continue  # nothing can be added there
        yield f"the form of “{area}”"
        app.key("Escape")
        wait_until(lambda: len(app.windows()) == 1, "the dialog to go")
    app.key("ctrl+k")
    wait_until(lambda: len(app.windows()) > 1, "the search")
    yield "the search"
    app.key("Escape")
    wait_until(lambda: len(app.windows()) == 1, "the search to go")


def test_everything_is_translated():
    folder = tempfile.mkdtemp(prefix="crm-e2e-")
    env = {**pseudo.make_locale("de_DE", os.path.join(folder, "locales")),
           **pseudo.make(os.path.join(folder, "texts"), "de_DE", long=True)}
    with App(env=env) as app:
        app.click("Štárt Émptý")
        theirs = {"Crm", "Ctrl+K", app.query("SELECT name FROM user")[0][0]}
        ours = set()
        for place in places(app):
            for node in app.windows()[-1].walk():
                if node.role in ("label", "push button", "menu item", "list item") and node.shown and \
                        re.search(r"[A-Za-z]{2}", node.name) and MARK not in node.name and node.name not in theirs and not DATE.search(node.name) and \
                        not CLASS.match(node.name) and not any(a.name == "AdwGizmo" for a in node.ancestors() if a.role == "filler"):
                    ours.add(f"{place}: {node}")
        print("\n".join("# " + o for o in sorted(ours)))
        assert not ours


def test_languages():
    """Each language that there is a catalogue for is the one that the window speaks."""
    with open(pseudo.ROOT / "po/LINGUAS", encoding="utf-8") as file:
        languages = file.read().split()
    for language in languages:
        folder = tempfile.mkdtemp(prefix="crm-e2e-")
        locale = f"{language}_{language.upper()}"
        env = {**pseudo.make_locale(locale, os.path.join(folder, "locales")), **pseudo.make(os.path.join(folder, "texts"), locale)}
        said = gettext.translation("crm", os.path.join(folder, "texts"), [locale]).gettext("Start Empty")
        assert said != "Start Empty", f"{language} has no word for it"
        with App(env=env) as app:
            app.click(said)
            app.get("filler", "AdwLeaflet")


def test_names():
    with App("--demo") as app:
        nameless = set()
        for place in places(app):
            for node in app.windows()[-1].walk():
                if node.role in USABLE and node.shown and node.name not in INSIDE and not is_named(node):
                    nameless.add(f"{place}: {node} at {node.extents}")
        print("\n".join("# " + o for o in sorted(nameless)))
        assert not nameless


def test_right_to_left():
    folder = tempfile.mkdtemp(prefix="crm-e2e-")
    env = {**pseudo.make_locale("ar_EG", os.path.join(folder, "locales")), **pseudo.make(os.path.join(folder, "texts"), "ar_EG")}
    with App("--demo", env=env) as app:
        app.wait_for_content()
        app.show("Contacts")
        app.wait_for_names("Agnieszka Nowak")
        width = app.windows()[0].extents[2]
        x, _y, w, _h = app.get("list", "Areas").extents
        assert x > width / 2, "the sidebar is not at the right"
        x, _y, w, _h = app.get("label", "Agnieszka Nowak").extents
        assert 0 < x < width - w, "the first column is out of sight"


def test_narrow():
    """The window can be as narrow as a telephone, and nearly so with text of double size."""
    for text, list_width, page_width in ((96, 360, 360), (192, 500, 640)):
        subprocess.run(["xrdb", "-merge"], input=f"Xft.dpi: {text}\n", encoding="ascii", check=True)
        with App("--demo") as app:
            app.wait_for_content()
            app.show("Contacts")
            app.wait_for_names("Agnieszka Nowak")
            app.resize(360, 640)
            app.get("push button", "Show Sidebar")
            wait_until(lambda: app.windows()[0].extents[2] <= list_width, "the list to be narrow")
            app.click("Agnieszka Nowak")
            app.key("shift+Down")
            app.see("2 contacts selected")
            assert app.windows()[0].extents[2] <= list_width, "the bar is too wide"
            app.click("Agnieszka Nowak")
            app.gone("label", contains="2 contacts selected")
            app.key("Return")
            app.value("First Name", "Agnieszka")
            assert app.windows()[0].extents[2] <= page_width, "the page is too wide"
            app.press("Back")
            app.press("Show Sidebar")
            app.get("list", "Areas")


driver.run(globals())
