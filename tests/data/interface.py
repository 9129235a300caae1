#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window is described by: every file is a resource, every text is translated, every icon
exists, and no button is nameless to those who cannot see its picture. That the templates fit their
classes is for tests/ui/test-types.c to show."""

import pathlib
import re
import sys
import xml.etree.ElementTree as ET

# Properties with words in them. One that is the same in every language says translatable="no".
TEXTS = {"label", "title", "subtitle", "description", "tooltip-text", "placeholder-text", "heading", "body"}
BUTTONS = {"GtkButton", "GtkMenuButton", "GtkToggleButton", "AdwSplitButton"}
ICON = re.compile(r'"([a-z0-9-]+-symbolic)"|>([a-z0-9-]+-symbolic)<')

root = pathlib.Path(sys.argv[1])
data = root / "data"
theme = pathlib.Path("/usr/share/icons/Adwaita")
complaints = []


def check_resources():
    listed = [file.text for file in ET.parse(data / "crm.gresource.xml").iter("file")]
    there = {str(path.relative_to(data)) for pattern in ("ui/*", "icons/scalable/**/*.svg") for path in data.glob(pattern)}
    for name in listed:
        if not (data / name).is_file():
            complaints.append(f"data/crm.gresource.xml: data/{name} does not exist")
    for name in sorted(there - set(listed)):
        complaints.append(f"data/{name} is not in data/crm.gresource.xml")
    for name in sorted({name for name in listed if listed.count(name) > 1}):
        complaints.append(f"data/crm.gresource.xml: data/{name} is there twice")


def check_template(path, tree):
    template = tree.find("template")
    if template is None:
        return
    name = re.sub(r"(?<!^)(?=[A-Z])", "-", template.get("class")).lower()
    if name != path.stem:
        complaints.append(f"data/ui/{path.name}: the template of {template.get('class')} belongs into {name}.ui")


def check_texts(path, tree):
    for element in tree.iter():
        if element.tag in ("property", "attribute") and element.get("name") in TEXTS and \
                re.search(r"\w", element.text or "") and element.get("translatable") is None:
            complaints.append(f"data/ui/{path.name}: “{element.text}” is neither translatable nor said not to be")


def check_buttons(path, tree):
    for button in tree.iter("object"):
        properties = {p.get("name") for p in button.findall("property")}
        if button.get("class") not in BUTTONS or "icon-name" not in properties:
            continue
        icon = button.findtext("property[@name='icon-name']")
        if "tooltip-text" not in properties:
            complaints.append(f"data/ui/{path.name}: the button with {icon} has no tooltip")
        if button.find("accessibility/property[@name='label']") is None:
            complaints.append(f"data/ui/{path.name}: the button with {icon} has no accessible label")


def check_spinners(path, tree):
    for spinner in tree.iter("object"):
        if spinner.get("class") == "GtkSpinner" and spinner.findtext("property[@name='spinning']") == "True":
            complaints.append(f"data/ui/{path.name}: a GtkSpinner that always turns does so out of sight, too: take CrmSpinner")


def check_icons():
    ours = {path.stem for path in data.glob("icons/**/*.svg")}
    themed = {path.stem for path in theme.glob("symbolic/**/*.svg")} | {path.stem for path in theme.glob("scalable/**/*.svg")}
    for path in sorted([*data.glob("ui/*.ui"), *root.glob("src/**/*.c")]):
        for match in ICON.finditer(path.read_text(encoding="utf-8")):
            name = match[1] or match[2]
            if name not in ours and name not in themed and not name.startswith("adw-"):  # libadwaita has those
                complaints.append(f"{path.relative_to(root)}: there is no icon “{name}”")


check_resources()
for ui in sorted(data.glob("ui/*.ui")):
    try:
        parsed = ET.parse(ui)
    except ET.ParseError as error:
        complaints.append(f"data/ui/{ui.name}: {error}")
        continue
    check_template(ui, parsed)
    check_texts(ui, parsed)
    check_buttons(ui, parsed)
    check_spinners(ui, parsed)
check_icons()
sys.exit("\n".join(complaints) or 0)
