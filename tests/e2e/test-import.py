#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files with people: imported with everything that can be said about them, taken back, mended,
and exported again."""

import os
import pathlib
import tempfile

import driver
from driver import App, wait_until
from importing import assign, choose, count, go_to_preview, make_people, read_table, results, run, write_table


def test_ten_thousand():
    folder = tempfile.mkdtemp(prefix="crm-e2e-")
    people = make_people(9700)
    rows = [[first, last, mail, phone, f"Calle {i % 90}, {i % 40}", "Málaga" if i % 2 else "A Coruña", "Cliente; Feria" if i % 3 == 0 else ""]
            for i, (first, last, mail, phone) in enumerate(people)]
    for i in range(100):  # who has no address, is there twice, or is nobody
        rows.insert(50 + 97 * i, [f"Sin{i}", "Correo", "no tiene", "", "", "", ""])
    rows += [[*rows[i][:2], people[i][2].upper(), "", "", "", ""] for i in range(0, 45)]
    rows += [[first, last, mail, "", "", "", ""] for first, last, mail, _phone in people[100:205]]
    rows += [[""] * 7] * 50
    assert len(rows) == 10000
    path = write_table(f"{folder}/clientes.csv", ["Nombre", "Apellidos", "Correo electrónico", "Teléfono móvil", "Dirección", "Población", "Etiquetas"],
                       rows, "cp1252", ";")

    with App(path) as app:
        app.get("list item", "Nombre: First Name")
        app.get("list item", "Apellidos: Last Name")
        app.get("list item", "Correo electrónico: E-Mail")
        app.get("list item", "Teléfono móvil: Phone (mobile)")
        app.get("list item", "Etiquetas: Tags")
        app.get(contains="Western (Windows-1252) · Semicolon · With a Header")
        app.press("Next")
        app.click(app.entry("Tags for All"))
        app.write("Import of May")
        app.get("list item", contains="Import of May")
        app.key("Return")
        app.get("push button", "Remove “Import of May”")
        app.press("Next")
        app.get("label", contains="The first 200 rows: 198 new, 2 rejected")
        run(app)
        assert results(app) == {"New": 9700, "Skipped": 200, "Rejected": 100}, results(app)

        # What the screen says is what is there.
        assert count(app) == 9700
        assert app.query("SELECT count(*) FROM member m JOIN tag t ON t.id = m.key WHERE t.name = 'Import of May' AND m.removed IS NULL") == [(9700,)]
        for first, last, mail, phone in people[::1234]:
            assert app.query("SELECT first_name, last_name, phone FROM contact WHERE email = ?", mail) == \
                [(first.encode("cp1252", "replace").decode("cp1252"), last.encode("cp1252", "replace").decode("cp1252"), phone)]
        assert app.query("SELECT count(*) FROM contact WHERE city = 'Málaga'") == [(4850,)]

        app.press("Show Imported Records")
        app.gone("frame", "Import")
        app.get("label", contains="You see what was imported from “clientes.csv”")
        app.get("label", "9,700 contacts")
        app.press("Show All")
        app.key("ctrl+z")
        app.get("label", contains="Undone: ", deadline=60)
        assert count(app) == 0 and count(app, "tag") == 0
        app.key("ctrl+shift+z")
        wait_until(lambda: count(app) == 9700, "the import to be done again", 60)


def test_rejected_rows():
    folder = tempfile.mkdtemp(prefix="crm-e2e-")
    path = write_table(f"{folder}/people.csv", ["First Name", "E-Mail", "Birthday", "Shoe Size"],
                       [["Ana", "ana@example.org", "1980-02-28", "38"], ["Luis", "luis at home", "", "41"],
                        ["Eva", "eva@example.org", "1980-02-31", "37"], ["Bo", "bo@example.org", "", "40"]])
    with App(path) as app:
        go_to_preview(app)
        app.get(contains="All rows (4): 2 new, 2 rejected")
        run(app)
        assert results(app) == {"New": 2, "Rejected": 2}
        app.click(app.get("list item", contains="Rejected"))
        app.get("label", contains="“luis at home” is not an e-mail address")
        app.get("label", contains="“1980-02-31” is not a date")
        app.get("label", "Line 3")
        app.press("Save Rejected Rows…")
        choose(app, f"{folder}/mend.csv")
        app.get("label", contains="Saved as “mend.csv”")

        rejected = read_table(f"{folder}/mend.csv")
        assert [row["First Name"] for row in rejected] == ["Luis", "Eva"]
        assert [row["Shoe Size"] for row in rejected] == ["41", "37"]
        assert all(row["Import Problem"] for row in rejected)

        # Mended and imported again, they are as if they had been right at once.
        rejected[0]["E-Mail"], rejected[1]["Birthday"] = "luis@example.org", "1980-02-29"
        write_table(f"{folder}/mend.csv", rejected[0].keys(), [row.values() for row in rejected])
        app.press("Back")
        app.press("Done")
        app.gone("frame", "Import")
        app.open(f"{folder}/mend.csv")
        go_to_preview(app)
        run(app)
        assert results(app) == {"New": 2}
        assert app.query("SELECT first_name, email, birthday FROM contact WHERE state = 0 ORDER BY first_name") == [
            ("Ana", "ana@example.org", "1980-02-28"), ("Bo", "bo@example.org", None),
            ("Eva", "eva@example.org", "1980-02-29"), ("Luis", "luis@example.org", None)]


def test_columns_and_merge():
    folder = tempfile.mkdtemp(prefix="crm-e2e-")
    path = write_table(f"{folder}/list.csv", ["who", "mail", "what", "roof", "seen"],
                       [["Ana Ruiz", "ana@example.org", "Roofer", "120,5", "03/04/2025"], ["Bo Sand", "bo@example.org", "Mason", "80", "05/04/2025"]])
    with App() as app:
        app.start_empty()
        app.add("Add Contact", {"First Name": "Ana", "Last Name": "Ruiz", "E-Mail": "ana@example.org"})
        app.open(path)
        # By keyboard alone: the job has a field, the roof gets one.
        app.get("list item", "mail: E-Mail")
        assign(app, "who", "full name")
        app.get("list item", "who: Full Name")
        assign(app, "what", "job")
        app.get("list item", "what: Job Title")
        assign(app, "roof", "new field")
        app.fill("Name", "Roof Area")
        app.press("Use New Field")
        app.get("list item", "roof: New Field (Roof Area)")
        app.press("Next")

        app.click("Add What They Lack")
        wait_until(lambda: app.get("check box", "Add What They Lack").checked, "the choice")
        app.press("Next")
        app.get("label", contains="All rows (2): 1 new, 1 merged")
        app.get("label", contains="Merged with Ana Ruiz")
        app.get(contains="Line 2 is added to Ana Ruiz (the same e-mail address). What is there stays.")
        run(app)
        assert results(app) == {"New": 1, "Merged": 1}
        (column,), = app.query("SELECT 'c' || id FROM field WHERE label = 'Roof Area' AND state = 0")
        assert app.query(f"SELECT first_name, last_name, job_title, {column} FROM contact WHERE state = 0 ORDER BY first_name") == \
            [("Ana", "Ruiz", "Roofer", 120.5), ("Bo", "Sand", "Mason", 80.0)]

        app.press("Undo Import")
        app.get("label", "Import Undone")
        assert app.query("SELECT first_name, job_title FROM contact WHERE state = 0") == [("Ana", None)]
        assert app.query("SELECT count(*) FROM field WHERE state = 0") == [(0,)]
        app.press("Done")

        # The same file the next month: what was said about its columns is remembered.
        app.gone("frame", "Import")
        app.open(path)
        app.get("list item", "what: Job Title")


def test_cards_there_and_back():
    folder = tempfile.mkdtemp(prefix="crm-e2e-")
    cards = "".join(f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:{last};{first};;;\r\nFN:{first} {last}\r\n"
                    f"EMAIL;TYPE=WORK:{mail}\r\nTEL;TYPE=CELL:{phone}\r\nORG:Firm {i % 3}\r\nEND:VCARD\r\n"
                    for i, (first, last, mail, phone) in enumerate(make_people(40, 2)))
    pathlib.Path(f"{folder}/people.vcf").write_text(cards, encoding="utf-8")

    with App() as app:
        app.get("list item", contains="Import Contacts…")
        app.click("Import Contacts…")
        choose(app, f"{folder}/people.vcf")
        app.get("label", "These are vCards")
        go_to_preview(app)
        run(app)
        assert results(app) == {"New": 40}
        assert count(app) == 40 and count(app, "account") == 3
        app.press("Done")
        app.gone("frame", "Import")

        # As a table with everything in it.
        app.show("Contacts")
        app.click(app.get("push button", "More"))
        app.press("Export…", "menu item")
        app.get("label", "Everything (40)")
        app.press("Export…")
        choose(app, f"{folder}/table.csv")
        app.get("push button", contains="Open Folder")  # which goes away by itself, other than what is told
        app.get("status bar", contains="40 contacts exported to “table.csv”")
        table = read_table(f"{folder}/table.csv")
        assert {(row["Name"], row["E-Mail"], row["Phone"]) for row in table} == {(f"{f} {l}", m, p) for f, l, m, p in make_people(40, 2)}

        # As cards; only what is found.
        app.key("ctrl+f")
        app.write("p1")
        app.get("label", "11 contacts")
        app.click(app.get("push button", "More"))
        app.press("Export…", "menu item")
        app.get("label", "What the list shows (11)")
        app.click(app.get("label", "Format"))
        app.key("Down", "Return")
        app.get("label", "vCards (3.0)")
        app.press("Export…")
        choose(app, f"{folder}/found.vcf")
        app.get("status bar", contains="11 contacts exported to “found.vcf”")

    text = pathlib.Path(f"{folder}/found.vcf").read_text(encoding="utf-8")
    found = [person for person in make_people(40, 2) if person[2].startswith("p1")]
    assert text.count("BEGIN:VCARD") == 11
    assert all(f"FN:{first} {last}" in text and mail in text for first, last, mail, _phone in found)

    # What was exported, another database takes.
    with App(f"{folder}/found.vcf") as app:
        go_to_preview(app)
        run(app)
        assert results(app) == {"New": 11}
        assert sorted(app.query("SELECT first_name, last_name, email, phone FROM contact")) == sorted(found)


def test_nothing_to_import():
    folder = tempfile.mkdtemp(prefix="crm-e2e-")
    bad = write_table(f"{folder}/bad.csv", ["Name", "E-Mail"], [["Ana", "nowhere"], ["Bo", "neither"], ["Cy", "x@"]])
    pathlib.Path(f"{folder}/empty.csv").write_bytes(b"")
    pathlib.Path(f"{folder}/header.csv").write_text("First Name,E-Mail\n", encoding="utf-8")
    pathlib.Path(f"{folder}/picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    pathlib.Path(f"{folder}/book.xlsx").write_bytes(b"PK\x03\x04\x14\0\x06\0xl/workbook.xml" + bytes(300))
    os.mkdir(f"{folder}/folder.csv")

    with App() as app:
        app.start_empty()
        for name, words in (("empty.csv", "The file is empty."), ("picture.csv", "it is not text"), ("book.xlsx", "save it as CSV"),
                            ("folder.csv", "“folder.csv” is a folder"), ("gone.csv", "“gone.csv” is not there any more")):
            app.open(f"{folder}/{name}")
            app.get("label", contains=words)
            app.get("label", "This File Cannot Be Imported")
            app.get("push button", "Choose Another File…")
        app.press("Choose Another File…")
        choose(app, bad)
        app.get("label", "Columns")
        assign(app, "E-Mail", "e-mail")  # it has seen that these are none
        app.get("list item", "E-Mail: E-Mail")
        go_to_preview(app)
        app.get(contains="All rows (3): 3 rejected")
        run(app, "Nothing Was Imported")
        assert results(app) == {"Rejected": 3}
        assert count(app) == 0
        app.press("Done")

        # A header alone has nothing to show.
        app.gone("frame", "Import")
        app.open(f"{folder}/header.csv")
        app.get("list item", "E-Mail: E-Mail")
        app.press("Next")
        app.get("label", "What to Do")
        app.press("Next")
        app.get("label", contains="There are no rows in the file.")
        assert not app.get("push button", "Import").sensitive


def test_keyboard():
    """From the first page to the last without a mouse."""
    folder = tempfile.mkdtemp(prefix="crm-e2e-")
    path = write_table(f"{folder}/few.csv", ["First Name", "E-Mail"], [["Ana", "ana@example.org"], ["Bo", "bo@example.org"]])
    with App(path) as app:
        app.focused("Next")
        app.key("Return")
        app.get("label", "What to Do")
        app.key("alt+Left")
        app.get("list item", "E-Mail: E-Mail")
        app.key("Return")
        app.get("label", "What to Do")
        app.focused("Next")
        app.key("Return")
        app.get("label", "Outcome")
        wait_until(lambda: app.get("push button", "Import").sensitive, "the preview")
        app.focused("Import")
        app.key("Return")
        app.get("label", "Import Finished")
        app.focused("Done")
        app.key("Return")
        app.gone("frame", "Import")
        assert count(app) == 2


driver.run(globals())
