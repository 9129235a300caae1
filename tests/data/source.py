#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the house that can be read off the source: which floor may use which, how long a
file may be, what a public function owes its reader. CONTRIBUTING.md has them in words."""

import collections
import json
import pathlib
import re
import sys

# From the ground up; folders in one tuple stand side by side and do not see each other.
FLOORS = [("base",), ("store",), ("model",), ("segment",), ("delivery", "sync", "exchange", "files"),
          ("automation",), ("widgets", "ctl"), ("views",), ("app",)]
LEVELS = {folder: level for level, floor in enumerate(FLOORS) for folder in floor}
FIRST_WITH_GTK = LEVELS["widgets"]
WITHOUT_GTK = {"ctl"}

LONG = 800
TOO_LONG = 1500

TOKEN = re.compile(r'(?P<string>"(?:\\.|[^"\\\n])*")|(?P<comment>/\*.*?\*/|//[^\n]*)|\'(?:\\.|[^\'\\])+\'', re.DOTALL)
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)', re.MULTILINE)
GTK = re.compile(r"^(gtk|gdk|gsk|adwaita)\b")
SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE (TABLE|INDEX)|PRAGMA|ORDER BY|WHERE)\b")
UNFINISHED = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X])\b")
SOMEBODYS = re.compile(r"(?<![\w.])/(home|Users|work|root|mnt|media)/\w|/tmp/\w")

root, build = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
complaints = []


def complain(path, message, text="", place=0):
    line = text.count("\n", 0, place) + 1
    complaints.append(f"{path.relative_to(root)}:{line}: {message}")


def read(path):
    return path.read_text(encoding="utf-8")


def without_comments(text):
    """The same text with blanks for comments, so that places stay what they are."""
    return TOKEN.sub(lambda m: re.sub(r"[^\n]", " ", m[0]) if m["comment"] else m[0], text)


def find(*patterns):
    paths = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    return sorted(path for path in paths if not path.relative_to(root).parts[0].startswith("_build"))


def check_floors():
    sources = find("src/**/*.[ch]")
    homes = {path.name: path.parts[len(root.parts) + 1] for path in sources if path.suffix == ".h"}

    for path in sources:
        text = read(path)
        folder = path.parts[len(root.parts) + 1]
        if folder not in LEVELS:  # the programs, above everything
            continue
        level = LEVELS[folder]
        for include in INCLUDE.finditer(text):
            header = include[2]
            home = homes.get(header.rsplit("/")[-1])
            if header == "sqlite3.h" and folder != "store":
                complain(path, "only src/store may include sqlite3.h", text, include.start())
            elif GTK.match(header) and (level < FIRST_WITH_GTK or folder in WITHOUT_GTK):
                complain(path, f"{header}: there is no GTK in src/{folder}", text, include.start())
            elif home is not None and home != folder and LEVELS.get(home, 99) >= level:
                complain(path, f"{header} is in src/{home}, which is not below src/{folder}", text, include.start())
            elif home is not None and home != folder and header.endswith("-private.h"):
                complain(path, f"{header} is private to src/{home}", text, include.start())
        if level >= FIRST_WITH_GTK:
            for token in TOKEN.finditer(text):
                if token["string"] and SQL.search(token["string"]):
                    complain(path, f"SQL is at home in src/store: {token['string']}", text, token.start())


def check_lengths():
    for path in find("src/**/*.[ch]", "tests/**/*.[ch]", "tests/**/*.py", "data/ui/*"):
        n_lines = read(path).count("\n")
        if n_lines > TOO_LONG:
            complain(path, f"{n_lines} lines; a file has at most {TOO_LONG}")
        elif n_lines > LONG:
            print(f"{path.relative_to(root)}: {n_lines} lines; consider splitting it")


def check_comments():
    declaration = re.compile(r"\b(crm_[a-z0-9_]+)\s*\((?!\*)")
    for header in find("src/**/*.h"):
        if header.name.endswith("-private.h"):
            continue
        declared = set(declaration.findall(without_comments(read(header))))
        for source in header.parent.glob("**/*.c"):
            text = read(source)
            for definition in re.finditer(r"^(crm_[a-z0-9_]+) \(", text, re.MULTILINE):
                name = definition[1]
                if name in declared and not re.search(r"/\*\*\n \* %s:\n(?: \*.*\n)+\S.*\n(?=%s \()" % (name, name), text):
                    complain(source, f"{name}() is public and needs a comment", text, definition.start())


def check_callers():
    """What is public is used elsewhere: by another file, by an interface, or by a test."""
    word = re.compile(r"\b_?crm_[a-z0-9_]+\b")
    definition = re.compile(r"^([^\n;]*)\n(_?crm_[a-z0-9_]+) \((?=[^;{}]*\)\n\{)", re.MULTILINE)
    texts = {path: without_comments(read(path)) for path in find("src/**/*.[ch]", "tests/**/*.[ch]", "data/ui/*.ui")}
    users = collections.defaultdict(set)
    for path, text in texts.items():
        # A header declares it; one that names it again, such as for g_autoptr, uses it.
        seen = set()
        for name in word.findall(text):
            if path.suffix != ".h" or name in seen:
                users[name].add(path)
            seen.add(name)

    for path, text in texts.items():
        if path.suffix != ".c" or path.is_relative_to(root / "tests"):
            continue
        for function in definition.finditer(text):
            name = function[2]
            if "static" in function[1].split() or name.endswith("_get_type") or users[name] - {path}:
                continue
            used = len(re.findall(rf"\b{name}\b", text)) > 1
            complain(path, f"{name}() is used here only: make it static" if used else f"nothing uses {name}()",
                     text, function.start(2))


def check_marks():
    marked = find("src/**/*.[ch]", "tests/**/*.[ch]", "**/meson.build", "**/*.py", "data/migrations/*.sql", "build-aux/*",
                  ".ci/*", "tests/with-session", "tests/screenshot")
    for path in marked:
        if "SPDX-License-Identifier: GPL-3.0-or-later" not in "".join(read(path).splitlines(True)[:2]):
            complain(path, "there is no SPDX line at the top")

    for path in marked + find("*.md", "docs/*.md", "data/ui/*", "data/*.xml", "data/*.in", "po/*", "*.desktop"):
        text = read(path)
        for place in UNFINISHED.finditer(text):
            complain(path, f"“{place[0]}”: finish it, or leave it out", text, place.start())
        for place in SOMEBODYS.finditer(text):
            complain(path, f"“{place[0]}…” is a place on somebody's machine", text, place.start())


def check_tests():
    """Every test of the whole program is one of the build."""
    known = {argument.rsplit("/")[-1] for test in json.loads(read(build / "meson-info/intro-tests.json"))
             for argument in test["cmd"]}
    for path in find("tests/e2e/test-*.py"):
        if path.name not in known:
            complain(path, f"the build does not know this test; run meson setup --reconfigure {build.name}")


check_floors()
check_lengths()
check_comments()
check_callers()
check_marks()
check_tests()
sys.exit("\n".join(complaints) or 0)
