# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real program as a person would: by AT-SPI, mouse and keyboard.

Each App has a home folder of its own. The display, the bus and the keyring are those of the
process; run under `tests/with-session`. Facts about GTK 4.8's accessibility that shape this
file: actions exist on buttons and menu items only, so rows and check boxes are clicked by their
place; places are relative to the window, which sits at (0, 0) without a window manager; only
what a list shows is exposed.
"""

import contextlib
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

DEADLINE = float(os.environ.get("CRM_E2E_DEADLINE", "20"))


class NotFound(AssertionError):
    """Something that should be on the screen is not there in time."""


def run_pending():
    context = GLib.MainContext.default()
    while context.iteration(False):
        pass


def wait_until(condition, what, deadline=DEADLINE):
    """Waits until condition() is true and returns what it returned."""
    end = time.monotonic() + deadline
    last = None
    while time.monotonic() < end:
        try:
            value = condition()
            if value:
                return value
        except GLib.Error as error:  # the widget went away while it was looked at
            last = error
        time.sleep(0.03)
        run_pending()
    raise NotFound(f"waited {deadline:.0f} s for {what}" + (f" ({last})" if last else ""))


def xdotool(*arguments):
    subprocess.run(["xdotool", *[str(a) for a in arguments]], check=True)


class Node:
    """One accessible object."""

    def __init__(self, accessible):
        self.accessible = accessible

    @property
    def name(self):
        return self.accessible.get_name() or ""

    @property
    def role(self):
        return self.accessible.get_role_name()

    @property
    def text(self):
        interface = self.accessible.get_text_iface()
        if interface is None:
            return self.name
        return Atspi.Text.get_text(interface, 0, Atspi.Text.get_character_count(interface))

    @property
    def extents(self):
        component = self.accessible.get_component_iface()
        if component is None:
            return 0, 0, 0, 0
        e = Atspi.Component.get_extents(component, Atspi.CoordType.WINDOW)
        return e.x, e.y, e.width, e.height

    def state(self, state):
        return self.accessible.get_state_set().contains(state)

    @property
    def shown(self):
        try:
            _x, _y, width, height = self.extents
        except GLib.Error:
            return False
        return width > 0 and height > 0

    @property
    def checked(self):
        return self.state(Atspi.StateType.CHECKED)

    @property
    def focused(self):
        return self.state(Atspi.StateType.FOCUSED)

    @property
    def sensitive(self):
        return self.state(Atspi.StateType.SENSITIVE)

    def ancestors(self):
        accessible = self.accessible.get_parent()
        while accessible is not None:
            yield Node(accessible)
            accessible = accessible.get_parent()

    def children(self, most=60):
        for i in range(min(self.accessible.get_child_count(), most)):
            child = self.accessible.get_child_at_index(i)
            if child is not None:
                yield Node(child)

    def walk(self, depth=40):
        """What is in here, without pages that are not in front and what is in those."""
        yield self
        if depth:
            for child in self.children():
                if child.state(Atspi.StateType.VISIBLE):
                    yield from child.walk(depth - 1)

    def find_all(self, role=None, name=None, contains=None, shown=True):
        for node in self.walk():
            if role is not None and node.role != role:
                continue
            if name is not None and node.name != name:
                continue
            if contains is not None and contains not in node.name:
                continue
            if shown and not node.shown:
                continue
            yield node

    def find(self, role=None, name=None, contains=None, shown=True):
        return next(self.find_all(role, name, contains, shown), None)

    def press(self):
        """Presses a button or a menu item. Of a button with a menu, it is the one inside that can
        be pressed."""
        for node in self.walk(6):
            action = node.accessible.get_action_iface()
            for i in range(action.get_n_actions() if action is not None else 0):
                if action.get_action_name(i) in ("click", "activate", "toggle"):
                    action.do_action(i)
                    return
        raise NotFound(f"{self} has no action")

    def type(self, text):
        """Gives an entry a text, as if it was typed."""
        Atspi.EditableText.set_text_contents(self.accessible.get_editable_text_iface(), text)

    @property
    def middle(self):
        x, y, width, height = self.extents
        return x + width // 2, y + height // 2

    def __repr__(self):
        return f"[{self.role}] “{self.name}”"


class App:
    """A running program with a home folder of its own."""

    test = "failure"  # which one runs

    def __init__(self, *arguments, home=None, env=None, program=None):
        self.home = home or tempfile.mkdtemp(prefix="crm-e2e-")
        self.owns_home = home is None
        self.arguments = list(arguments)
        self.program = program or os.environ["CRM_PROGRAM"]
        self.ctl = os.environ.get("CRMCTL_PROGRAM")
        self.extra = env or {}
        self.process = None
        self.log = None

    # -- life

    @property
    def env(self):
        env = dict(os.environ)
        env.update(
            HOME=self.home,
            XDG_DATA_HOME=os.path.join(self.home, "data"),
            XDG_STATE_HOME=os.path.join(self.home, "state"),
            XDG_CONFIG_HOME=os.path.join(self.home, "config"),
            XDG_CACHE_HOME=os.path.join(self.home, "cache"),
            GDK_BACKEND="x11",
            GSK_RENDERER="cairo",
            NO_AT_BRIDGE="0",
        )
        env.pop("GTK_A11Y", None)
        env.update(self.extra)
        return env

    @property
    def database(self):
        return os.path.join(self.home, "data", "com.example.Crm", "crm.db")

    def start(self):
        settings = os.path.join(self.home, "config", "gtk-4.0")
        os.makedirs(settings, exist_ok=True)
        with open(os.path.join(settings, "settings.ini"), "w", encoding="utf-8") as file:
            file.write("[Settings]\ngtk-enable-animations=0\ngtk-cursor-blink=0\ngtk-font-name=Cantarell 11\n"
                       "gtk-decoration-layout=:close\n")  # as GNOME has it
        self.log = open(os.path.join(self.home, "log.txt"), "ab")
        self.process = subprocess.Popen([self.program, *self.arguments], env=self.env, stdout=self.log, stderr=self.log)
        wait_until(lambda: self.root() is not None and self.root().find("frame", shown=False), "the window")
        return self

    def start_service(self):
        """Starts the program as the desktop does: without a window."""
        self.log = open(os.path.join(self.home, "log.txt"), "ab")
        self.process = subprocess.Popen([self.program, "--gapplication-service"], env=self.env, stdout=self.log, stderr=self.log)
        bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        wait_until(lambda: bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
                                         GLib.Variant("(s)", ("com.example.Crm",)), None, 0, -1, None).unpack()[0], "the service")
        return self

    def start_empty(self):
        """Answers the first question that a new database asks, and goes to the contacts."""
        self.click("Start Empty")
        self.get("push button", "Add Task")
        self.click(self.get("list item", "Contacts"))
        self.get("push button", "Add Contact")
        return self

    def show(self, area):
        """Chooses an area of the sidebar."""
        self.click(self.get("list item", area, within=self.get("list", "Areas")))

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, value, trace):
        if kind is not None:
            self.screenshot(f"{pathlib.Path(sys.argv[0]).stem}-{App.test}")
            self.dump()
            self.kill()
            return
        self.stop()
        problems = self.problems()
        if self.owns_home:
            shutil.rmtree(self.home, ignore_errors=True)
        if kind is None and problems:
            raise AssertionError("the program complained:\n" + "\n".join(problems))

    def open(self, *arguments):
        """Starts the program again beside the one that runs, which takes what it was told."""
        subprocess.run([self.program, *[str(a) for a in arguments]], env=self.env, stdout=self.log, stderr=self.log, timeout=20, check=True)

    def stop(self):
        """Closes the window, as a person does, and waits for the program to end."""
        if self.process is None:
            return
        if self.process.poll() is None:
            # A menu or a dialog that is open takes the keys: it is closed first.
            for _attempt in range(5):
                xdotool("key", "--clearmodifiers", "ctrl+q")
                try:
                    self.process.wait(DEADLINE / 5)
                    break
                except subprocess.TimeoutExpired:
                    xdotool("key", "--clearmodifiers", "Escape")
            else:
                self.process.kill()
                self.process.wait()
                raise AssertionError("the program did not end")
        code = self.process.returncode
        self.process = None
        self.log.close()
        if code not in (0, -signal.SIGKILL):
            raise AssertionError(f"the program ended with {code}")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = None
        self.log.close()

    def restart(self):
        self.stop()
        return self.start()

    def problems(self):
        """What the program wrote that is not known noise of a bare display, or of GTK's own windows."""
        noise = ("fd limit", "GetItems", "does not exist at path", "SpiRegistry", "org.a11y", "MESA", "libEGL", "reported min width -",
                 "unable to send notifications through")
        with open(os.path.join(self.home, "log.txt"), encoding="utf-8", errors="replace") as file:
            return [line.rstrip() for line in file
                    if ("CRITICAL" in line or "WARNING" in line or "ERROR" in line) and not any(n in line for n in noise)]

    # -- looking

    def root(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is None:
                continue
            try:
                if self.process is not None and child.get_process_id() == self.process.pid:
                    return Node(child)
            except GLib.Error:
                continue
        return None

    def windows(self):
        root = self.root()
        return list(root.children()) if root is not None else []

    def get(self, role=None, name=None, contains=None, within=None, deadline=DEADLINE, shown=True):
        """Waits for something to be on the screen. The newest window is looked at first."""

        def look():
            places = [within] if within is not None else list(reversed(self.windows()))
            for place in places:
                node = place.find(role, name, contains, shown)
                if node is not None:
                    return node
            return None

        return wait_until(look, f"{role or 'something'} “{name or contains or ''}”", deadline)

    def gone(self, role=None, name=None, contains=None, deadline=DEADLINE):
        wait_until(lambda: all(w.find(role, name, contains) is None for w in self.windows()),
                   f"{role} “{name or contains}” to go", deadline)

    def see(self, contains, deadline=DEADLINE):
        """Waits until a text is on the screen. The newest window is looked at first."""

        def look():
            for window in reversed(self.windows()):
                for node in window.walk():
                    if contains in node.name and node.shown:
                        return node
                    if node.role in ("text", "entry") and contains in node.text:
                        return node
            return None

        return wait_until(look, f"the text “{contains}”", deadline)

    def sees(self, contains):
        return any(contains in node.name and node.shown for window in self.windows() for node in window.walk())

    def sees_role(self, role, name):
        return any(window.find(role, name) is not None for window in self.windows())

    def wait_for_content(self, deadline=120):
        """Waits until the window shows what is in the database, after the sample data was made."""
        self.get("filler", "AdwLeaflet", deadline=deadline)

    # -- doing

    def press(self, name, role="push button", **kw):
        self.get(role, name, **kw).press()

    def surfaces(self):
        """The windows of the display that belong to the program: their places and sizes."""
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--all", "--pid", str(self.process.pid), "--name", ".*",
                                "getwindowgeometry", "--shell", "%@"],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="ascii", check=False).stdout
        numbers = [int(value) for key, value in (line.split("=") for line in found.split()) if key in ("X", "Y", "WIDTH", "HEIGHT")]
        return [tuple(numbers[i:i + 4]) for i in range(0, len(numbers), 4)]

    def place(self, node):
        """Where on the screen the middle of something is, when it has come to rest, or of what has
        been made anew in its place."""
        seen = [None]
        role, name = node.role, node.name

        def rests():
            nonlocal node
            if not node.shown:
                node = self.get(role, name)
            seen.append(node.extents)
            return seen[-1] == seen[-2]

        wait_until(rests, f"{node} to rest")
        x, y = node.middle
        surfaces = self.surfaces()
        for around in node.ancestors():
            if around.name not in ("GtkPopover", "GtkPopoverMenu") and around.role != "dialog":
                continue
            # What is in a popover is told as if it was where its button is.
            left, top, width, height = around.extents
            for surface in surfaces:
                if surface[2:] == (width, height):
                    x, y = x - left + surface[0], y - top + surface[1]
                    break
            break
        if not any(left <= x < left + width and top <= y < top + height for left, top, width, height in surfaces):
            raise NotFound(f"{node} is out of sight")
        return x, y

    def take_back(self, contains):
        """Presses “Undo” in the message that says so."""
        self.get("label", contains=contains)
        self.get("push button", contains="Undo Undo").press()

    def spot(self, contains):
        """Waits for a text where it can be clicked: the whole text rather than a part of it."""

        def look():
            found = [node for window in reversed(self.windows()) for node in window.find_all(contains=contains)]
            for node in sorted(found, key=lambda node: node.name != contains):
                try:
                    return self.place(node)
                except NotFound:
                    continue
            return None

        return wait_until(look, f"the text “{contains}” in sight")

    def click(self, node, times=1, button=1):
        """Clicks like a hand, which is there for a moment before it presses. To a window whose
        layout has changed, GTK 4.8 tells where the mouse was, also if it is over a menu in front
        of it by now, and takes the next press for one behind the menu if nothing moves any more."""
        x, y = self.spot(node) if isinstance(node, str) else self.place(node)
        xdotool("mousemove", x - 1, y)
        self.windows()  # answered when the program has time again
        time.sleep(0.05)
        xdotool("mousemove", x, y, "click", "--repeat", times, "--delay", 60, button)

    def key(self, *keys):
        xdotool("key", "--clearmodifiers", "--delay", 20, *keys)

    def write(self, text):
        """Types ASCII on the keyboard."""
        xdotool("type", "--clearmodifiers", "--delay", 15, text)

    def resize(self, width, height):
        """Gives the window a size, as far as it can be as small as that."""
        xdotool("search", "--sync", "--onlyvisible", "--all", "--pid", self.process.pid, "--name", "^Crm$",
                "windowsize", "--sync", width, height)

    def drag(self, start, end, steps=12):
        xdotool("mousemove", *start)
        xdotool("mousedown", 1)
        for i in range(1, steps + 1):
            x = start[0] + (end[0] - start[0]) * i // steps
            y = start[1] + (end[1] - start[1]) * i // steps
            xdotool("mousemove", x, y)
            time.sleep(0.02)
        time.sleep(0.06)
        xdotool("mouseup", 1)

    def entry(self, name, **kw):
        def look():
            for window in reversed(self.windows()):
                for role in ("text", "entry", "password text"):
                    node = window.find(role, name)
                    if node is not None:
                        return node
            return None

        return wait_until(look, f"the entry “{name}”", **kw)

    def fill(self, name, text):
        self.entry(name).type(text)

    def has_focus(self, name):
        run_pending()
        time.sleep(0.1)  # for the focus to arrive, or not
        return any(node.focused for window in self.windows() for node in window.find_all(None, name))

    def focused(self, name, role=None):
        """Waits until the keyboard goes there."""

        def look():
            for window in reversed(self.windows()):
                for node in window.find_all(role, name):
                    if node.focused:
                        return node
            return None

        return wait_until(look, f"the focus on “{name}”")

    # -- records

    def value(self, field, contains, **kw):
        """Waits until a field of the page or the card shows a text."""
        return self.get("list item", contains=f"{field}: {contains}", **kw)

    def edit(self, field, text, key="Return"):
        """Edits a field of the page or the card in place, on the keyboard."""
        self.click(self.get("list item", contains=f"{field}: "))
        self.focused(field)
        self.key("ctrl+a")
        self.write(text)
        self.key(key)

    def add(self, button, fields):
        """Adds a record by its dialog: @fields are texts by the names of fields."""
        self.press(button)
        self.get("frame", button)
        for name, text in fields.items():
            self.fill(name, text)
        self.press("Add")
        self.gone("frame", button)

    def find(self, text, result):
        """Opens something by the search over everything."""
        self.key("ctrl+k")
        self.focused("Search")
        self.write(text)
        self.get("label", result, within=self.get("frame", "Search"))
        self.key("Return")

    def rows(self):
        """The texts of the list that is shown, row by row, as far as they are on the screen."""
        table = self.get("tree table")
        return [[cell.name for cell in row.find_all("label") if cell.name]
                for row in table.find("list").find_all("table row")]

    def names(self):
        return [row[0] for row in self.rows() if row]

    def wait_for_names(self, *names):
        """Waits until the list begins with these."""
        wait_until(lambda: self.names()[:len(names)] == list(names), f"the list to begin with {names}")

    def query(self, sql, *values):
        """Asks the database itself, while the program runs."""
        with contextlib.closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            return database.execute(sql, values).fetchall()

    # -- showing

    def screenshot(self, name):
        folder = os.environ.get("CRM_SHOTS")
        if folder:
            os.makedirs(folder, exist_ok=True)
            subprocess.run(["import", "-window", "root", os.path.join(folder, name + ".png")], check=False)

    def dump(self, file=sys.stderr):
        def show(node, depth):
            if depth > 30:
                return
            if node.name or node.role not in ("panel", "filler"):
                print("  " * depth + repr(node) + ("" if node.shown else " (hidden)"), file=file)
            for child in node.children(20):
                if child.state(Atspi.StateType.VISIBLE):
                    show(child, depth + 1)

        try:
            for window in self.windows():
                show(window, 0)
        except GLib.Error:
            pass

    # -- the command line on the same database

    def crmctl(self, *arguments, check=True):
        result = subprocess.run([self.ctl, "--database", self.database, *arguments], env=self.env,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", check=False)
        if check and result.returncode != 0:
            raise AssertionError(f"crmctl {' '.join(arguments)}: {result.stderr}")
        return result.stdout


# -- running


def run(tests):
    """Runs the functions called test_… of a module, in order, and tells in TAP: a test file ends
    with `driver.run(globals())`. Names on the command line choose some of them: `with-session
    tests/e2e/test-first.py bulk_edit`."""
    chosen = [name for name in tests if name.startswith("test_")]
    if len(sys.argv) > 1:
        chosen = [name for name in chosen if name in sys.argv[1:] or name[len("test_"):] in sys.argv[1:]]
    print(f"1..{len(chosen)}", flush=True)
    failures = 0
    for number, name in enumerate(chosen, 1):
        App.test = name
        try:
            tests[name]()
        except Exception:  # whatever went wrong, the others still say how they are
            failures += 1
            for line in traceback.format_exc().splitlines():
                print("# " + line, file=sys.stderr)
            print(f"not ok {number} - {name}", flush=True)
        else:
            print(f"ok {number} - {name}", flush=True)
    sys.exit(1 if failures else 0)
