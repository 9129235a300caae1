#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files by which a desktop finds and starts the program, as they are installed: each is valid,
and they agree about what the program is called."""

import configparser
import pathlib
import subprocess
import sys

ID = "com.example.Crm"

root, build = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
complaints = []


def read(path):
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(path, encoding="utf-8")
    return parser


def run(*command):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False)
    if result.returncode != 0:
        complaints.append(result.stdout)


def expect(what, value, wanted):
    if value != wanted:
        complaints.append(f"{what} is “{value}”, not “{wanted}”")


run("desktop-file-validate", build / f"{ID}.desktop")
run("appstreamcli", "validate", "--no-net", build / "data" / f"{ID}.metainfo.xml")

desktop = read(build / f"{ID}.desktop")["Desktop Entry"]
service = read(build / "data" / f"{ID}.service")["D-BUS Service"]
expect("the icon of the desktop file", desktop["Icon"], ID)
expect("what the desktop file starts", desktop["Exec"].split()[0], "crm")
expect("whether D-Bus may start it", desktop["DBusActivatable"], "true")
expect("the name of the D-Bus service", service["Name"], ID)
expect("what D-Bus starts", service["Exec"].partition("/crm ")[2], "--gapplication-service")
if not service["Exec"].startswith("/"):
    complaints.append(f"D-Bus needs the whole path of the program, not “{service['Exec']}”")
for icon in (f"scalable/apps/{ID}.svg", f"symbolic/apps/{ID}-symbolic.svg"):
    if not (root / "data/icons/hicolor" / icon).is_file():
        complaints.append(f"there is no icon {icon}")

sys.exit("\n".join(complaints) or 0)
