# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes translations for a program that runs out of its build folder: those of po/, or one that is
not a language: every text is a third longer than in English and has accents, so that pictures show
what is not translated and what has no room."""

import gettext
import os
import pathlib
import re
import struct
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

# What must stay as it is: formats, markup, entities, mnemonics, and the names of keys.
FIXED = re.compile(r"%[-+ 0#']*\d*(?:\.\d+)?[hlqjzt]*[a-zA-Z%]|%\d+\$[a-z]+|<[^>]*>|&[a-z]+;|_|\{[^}]*\}")
ACCENTS = str.maketrans("aeiouAEIOUcnsyCS", "áéíóúÁÉÍÓÚçñšýÇŠ")


def lengthen(text):
    """A text that is a third longer than this one."""
    if not re.search(r"[A-Za-z]", FIXED.sub("", text)):
        return text
    result, end = "", 0
    for fixed in FIXED.finditer(text):
        result += text[end:fixed.start()].translate(ACCENTS) + fixed[0]
        end = fixed.end()
    result += text[end:].translate(ACCENTS)
    more = "áö" * max(1, round(len(text) / 6))
    stop = re.search(r"[….:?!]*$", result).start()

    return result[:stop] + more + result[stop:]


def write_catalogue(path, texts):
    """Writes texts by their originals as gettext reads them."""
    pairs = [(original.encode(), text.encode()) for original, text in sorted(texts.items())]
    start = 28 + 16 * len(pairs)
    tables, blob = [b"", b""], b""
    for column in (0, 1):
        for pair in pairs:
            tables[column] += struct.pack("<II", len(pair[column]), start + len(blob))
            blob += pair[column] + b"\0"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<7I", 0x950412de, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start) + tables[0] + tables[1] + blob)


def read_texts():
    """Every text of the program, with its plural, by its original."""
    with tempfile.TemporaryDirectory() as folder:
        template = os.path.join(folder, "crm.pot")
        subprocess.run([ROOT / "build-aux/update-po", "--template", template], check=True)
        english = subprocess.run(["msgen", template], stdout=subprocess.PIPE, check=True).stdout
        english = english.replace(b"nplurals=INTEGER; plural=EXPRESSION;", b"nplurals=2; plural=(n != 1);")
        subprocess.run(["msgfmt", "-o", os.path.join(folder, "crm.mo"), "-"], input=english, check=True)
        with open(os.path.join(folder, "crm.mo"), "rb") as file:
            catalogue = gettext.GNUTranslations(file)._catalog

    return {key: text for key, text in catalogue.items() if key != ""}


def make(folder, language, long=False):
    """Puts the catalogue of a language below a folder, as CRM_LOCALEDIR wants it. Without one in po/
    it has no text: that is enough for GTK to use the language, and its direction."""
    target = pathlib.Path(folder, language, "LC_MESSAGES", "crm.mo")
    header = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
    ours = [name for name in (language, language.split("_")[0]) if (ROOT / f"po/{name}.po").exists()]
    if long:
        texts, plurals = {"": header}, {}
        for key, text in read_texts().items():
            if isinstance(key, tuple):
                plurals.setdefault(key[0], {})[key[1]] = lengthen(text)
            else:
                texts[key] = lengthen(text)
        for original, forms in plurals.items():
            texts[original] = "\0".join(forms[i] for i in sorted(forms))
        write_catalogue(target, texts)
    elif ours:
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["msgfmt", "-o", target, ROOT / f"po/{ours[0]}.po"], check=True)
    else:
        write_catalogue(target, {"": header})

    return {"CRM_LOCALEDIR": str(folder)}


def make_locale(name, folder):
    """The environment of a language that need not be there on the machine."""
    place = pathlib.Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    if not (place / f"{name}.UTF-8").exists():
        subprocess.run(["localedef", "-i", name, "-f", "UTF-8", place / f"{name}.UTF-8"], check=True)

    return {"LC_ALL": f"{name}.UTF-8", "LANGUAGE": name, "LOCPATH": str(place)}
