# SPDX-License-Identifier: GPL-3.0-or-later
"""What shows notifications on a desktop, and tasks to be reminded of."""

import time

from gi.repository import Gio, GLib

import driver
from driver import wait_until


class Server:
    """What shows notifications on a desktop, as far as the program can tell."""

    XML = """<node><interface name="org.freedesktop.Notifications">
      <method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
        <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
        <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/></method>
      <method name="CloseNotification"><arg type="u" direction="in"/></method>
      <method name="GetCapabilities"><arg type="as" direction="out"/></method>
      <method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
        <arg type="s" direction="out"/><arg type="s" direction="out"/></method>
      <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
      <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
    </interface></node>"""

    def __init__(self):
        self.shown = []
        self.closed = []
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        info = Gio.DBusNodeInfo.new_for_xml(self.XML).interfaces[0]
        self.object = self.bus.register_object("/org/freedesktop/Notifications", info, self.called, None, None)
        self.owner = Gio.bus_own_name_on_connection(self.bus, "org.freedesktop.Notifications", 0, None, None)
        driver.run_pending()

    def called(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        answer = None
        if method == "Notify":
            values = parameters.unpack()
            self.shown.append({"id": len(self.shown) + 1, "title": values[3], "body": values[4], "actions": values[5]})
            answer = GLib.Variant("(u)", (len(self.shown),))
        elif method == "CloseNotification":
            self.closed.append(parameters.unpack()[0])
        elif method == "GetCapabilities":
            answer = GLib.Variant("(as)", (["actions", "body"],))
        elif method == "GetServerInformation":
            answer = GLib.Variant("(ssss)", ("test", "test", "1", "1.2"))
        invocation.return_value(answer)

    def press(self, notification, label):
        """Presses the button of a notification, or clicks into it for None."""
        actions = notification["actions"]
        labels = dict(zip(actions[1::2], actions[0::2]))
        action = "default" if label is None else labels[label]
        self.bus.emit_signal(None, "/org/freedesktop/Notifications", "org.freedesktop.Notifications", "ActionInvoked",
                             GLib.Variant("(us)", (notification["id"], action)))

    def close(self):
        Gio.bus_unown_name(self.owner)
        self.bus.unregister_object(self.object)
        driver.run_pending()

    def wait_for(self, title, deadline=150):
        """Waits until something of that title is shown, which may take until the next minute."""
        return wait_until(lambda: next((shown for shown in self.shown if shown["title"] == title), None),
                          f"the notification “{title}”", deadline)


def remind(app, title):
    """A task that is due at the beginning of a minute soon, but not before it is added, with a reminder
    at that time."""
    app.press("Add Task")
    app.get("frame", "Add Task")
    app.fill("Title", title)
    app.fill("Due", time.strftime("%Y-%m-%d %H:%M", time.localtime(time.time() + 85)))
    app.press("Add a Reminder", role="push button")
    app.get("check box", "When it is due")
    app.key("space")  # the first one
    wait_until(lambda: app.get("check box", "When it is due").checked, "the tick")
    app.key("Escape")
    app.get("push button", "Remove “When it is due”")
    app.press("Add")
    app.gone("frame", "Add Task")
