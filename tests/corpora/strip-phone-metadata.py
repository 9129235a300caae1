#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Leaves of libphonenumber's metadata what the tests need: the example numbers.

Usage: strip-phone-metadata.py PhoneNumberMetadata.xml > phone/example-numbers.tsv

A line for each number: region, country code, kind, national number, and the same as people in
the region dial it (with the national prefix). "001" is the region of numbers without a country.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree


def main():
    tree = ElementTree.parse(sys.argv[1])
    for territory in tree.getroot().iter("territory"):
        prefix = territory.get("nationalPrefix", "")
        for kind in territory:
            number = kind.findtext("exampleNumber")
            if number is None:
                continue
            number = re.sub(r"\s", "", number)
            print(territory.get("id"), territory.get("countryCode"), kind.tag, number, prefix + number, sep="\t")


main()
