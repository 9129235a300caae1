#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters and segments: built without writing them, counted, said, kept, and followed."""

import driver
from driver import App, wait_until


def choose(app, text):
    """Chooses a word of the drop-down that has the focus."""
    app.key("space")
    app.see("Search…") if app.sees("Search…") else None
    app.click(app.get("label", text, within=None))


def add_condition(app, words):
    app.press("Add Condition")
    app.focused("Search Fields")
    app.write(words)
    app.key("Return")
    app.focused("How to Compare")


def compare(app, words):
    """Chooses an operator, with the focus on the operators."""
    app.key("space")
    app.click(app.get("label", words))
    app.gone("list item", "is not empty") if False else None
    app.focused("How to Compare")


def add_people(app):
    for name, country, tags in (("Ada", "ES", "roof"), ("Bea", "IT", "roof"), ("Cleo", "FR", "roof"), ("Dora", "ES", "garden")):
        contact = app.crmctl("add", "--create-missing", "--quiet", "contact", f"first_name={name}", f"country={country}", f"tags={tags}").strip()
        app.crmctl("add", "--create-missing", "--quiet", "deal", f"title=Deal of {name}", f"contact={contact}", "value=6000 EUR")
    return contact


def test_build_save_and_follow():
    with App() as app:
        app.start_empty()
        add_people(app)
        app.wait_for_names("Ada", "Bea", "Cleo", "Dora")
        app.press("Filter")
        app.see("4 contacts")
        app.press("Advanced…")

        add_condition(app, "general country")
        compare(app, "is one of")
        app.key("Tab")
        for country in ("Spain", "Italy"):
            app.key("space")
            app.write(country.lower())
            app.key("Down", "Return")
            app.get("push button", f"Remove {country}")
        app.see("3 contacts")

        add_condition(app, "special tag")
        app.key("Tab")
        app.write("roof")
        app.see("2 contacts")

        add_condition(app, "deal status")
        app.key("Tab", "space")
        app.click(app.get("label", "Open"))
        add_condition(app, "deal value")
        compare(app, "is greater than")
        app.key("Tab")
        app.write("5000 EUR")
        app.see("2 contacts")

        # Whoever was never contacted was not contacted either.
        app.press("Add Group")
        app.focused("Search Fields")
        app.write("last contacted")
        app.key("Return")
        app.see("roof")
        app.press("Apply")
        wait_until(lambda: app.names() == ["Ada", "Bea"], "the two")


driver.run(globals())
