# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of imports share: people for files, and the way through the pages."""

import csv
import pathlib
import random
import re

SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "data/sample"


def read_words(language, section):
    """A list of the words that the sample data is made of."""
    text = (SAMPLE / f"language-{language}.txt").read_text(encoding="utf-8")
    found = re.search(r"^\[%s\]\n(.*?)(?=^\[|\Z)" % section, text, re.MULTILINE | re.DOTALL)

    return [word for word in (w.strip() for w in found[1].replace("\n", " ").split(",")) if word and not word.startswith("#")]


def make_people(n, seed=1):
    """People that are told apart by name: (first name, last name, e-mail address, telephone number)."""
    words = {language: (read_words(language, "women") + read_words(language, "men"), read_words(language, "surnames"))
             for language in ("de", "es", "fr", "it", "pl")}
    chance, seen, people = random.Random(seed), set(), []
    while len(people) < n:
        first, last = (chance.choice(names) for names in words[chance.choice(sorted(words))])
        if (first, last) not in seen:
            seen.add((first, last))
            people.append((first, last, f"p{len(people)}@example.org", f"+34 6{len(people):08}"))

    return people


def write_table(path, header, rows, encoding="utf-8", delimiter=","):
    with open(path, "w", encoding=encoding, errors="replace", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows(rows)

    return str(path)


def read_table(path, encoding="utf-8-sig"):
    with open(path, encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def count(app, table="contact"):
    return app.query(f"SELECT count(*) FROM {table} WHERE state = 0")[0][0]


def go_to_preview(app):
    app.get(contains="Step 1 of 3")
    app.press("Next")
    app.get("label", "What to Do")
    app.press("Next")
    app.get("label", "Outcome")


def run(app, result="Import Finished", deadline=90):
    app.press("Import")
    app.get("label", result, deadline=deadline)


def results(app):
    """What the page of the result says, by its words."""
    rows = app.get("list", "What has become of the rows")
    found = {}
    for row in rows.find_all("list item"):
        labels = [label.name for label in row.find_all("label")]
        found[labels[0]] = int(labels[-1].replace(",", ""))

    return found


def choose(app, path):
    """Gives a path to the dialog for files that is open."""
    app.get("push button", contains="Cancel")
    app.key("ctrl+a")
    app.write(str(path))
    app.key("Return")


def assign(app, column, keys):
    """Says on the keyboard where a column goes; the button is clicked."""
    app.click(app.get("push button", contains=f"{column}: "))
    app.focused("Search fields")
    app.write(keys)
    app.key("Return")
