#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing that people read is left out of the translations: po/POTFILES names every file with texts
and none that is gone, and each language has its catalogue, which msgfmt accepts."""

import os
import pathlib
import re
import subprocess
import sys

TEXT = re.compile(r"\b(_|N_|C_|NC_|ngettext|g_dngettext) ?\(\s*(GETTEXT_PACKAGE|\")")
CUT_OFF = re.compile(r'\b(?:_|N_|C_|NC_|ngettext|g_dngettext) ?\((?:[^()"]|"(?:\\.|[^"\\])*")*?"(?:\\.|[^"\\])*%"\s*((?!PRI)[A-Z]\w+)')

root = pathlib.Path(sys.argv[1])
complaints = []

files = {"com.example.Crm.desktop", "data/com.example.Crm.metainfo.xml"}
files |= {str(path.relative_to(root)) for path in root.glob("src/**/*.c") if TEXT.search(path.read_text(encoding="utf-8"))}
files |= {str(path.relative_to(root)) for path in root.glob("data/ui/*.ui") if 'translatable="yes"' in path.read_text(encoding="utf-8")}

potfiles = (root / "po/POTFILES").read_text(encoding="utf-8").split()
complaints += [f"po/POTFILES: {name} has texts and is missing" for name in sorted(files - set(potfiles))]
complaints += [f"po/POTFILES: {name} has no texts" for name in sorted(set(potfiles) - files)]
if potfiles != sorted(set(potfiles)):
    complaints.append("po/POTFILES is not sorted")

languages = (root / "po/LINGUAS").read_text(encoding="utf-8").split()
if languages != sorted(path.stem for path in root.glob("po/*.po")):
    complaints.append("po/LINGUAS does not name just the languages of which there is a catalogue")

for language in languages:
    result = subprocess.run(["msgfmt", "--check", "--check-accelerators=_", "--statistics", "-o", "/dev/null",
                             root / f"po/{language}.po"], env={**os.environ, "LC_ALL": "C.UTF-8"},
                            stderr=subprocess.PIPE, encoding="utf-8", check=False)
    print(f"{language}: {result.stderr.strip()}")
    if result.returncode != 0:
        complaints.append(result.stderr)

# xgettext knows the macros of <inttypes.h> and no others: the text would end where another one begins.
for path in sorted(root.glob("src/**/*.c")):
    for place in CUT_OFF.finditer(path.read_text(encoding="utf-8")):
        complaints.append(f"{path.relative_to(root)}: a text is cut off at {place[1]}; PRId64 and the like are understood")

if complaints:
    sys.exit("\n".join([*complaints, "Run build-aux/update-po."]))
