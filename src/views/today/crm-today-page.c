/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The start page: what wants one's attention today, each line of which can be dealt with on the
 * spot. What there is nothing of is not shown.
 */

#include "config.h"

#include "crm-today-page.h"

#include <glib/gi18n.h>

#include "crm-date.h"
#include "crm-deals.h"
#include "crm-form-dialog.h"
#include "crm-short-list.h"
#include "crm-task-agenda.h"
#include "crm-task-row.h"
#include "crm-today.h"

#define LINES_AT_FIRST 6

typedef enum
{
  OVERDUE,
  DUE,
  FAILURES,
  MENTIONS,
  DEALS,
  PEOPLE,
  N_SECTIONS
} Section;

struct _CrmTodayPage
{
  CrmPage parent_instance;

  /* Template children */
  AdwWindowTitle *title;
  GtkStack *stack;
  GtkBox *sections;

  GtkWidget *boxes[N_SECTIONS];
  GtkWidget *counts[N_SECTIONS];
  CrmShortList *lists[N_SECTIONS];
  guint again_id;
};

G_DEFINE_FINAL_TYPE (CrmTodayPage, crm_today_page, CRM_TYPE_PAGE)

static CrmWorkspace *
get_workspace (CrmTodayPage *self)
{
  return crm_page_get_workspace (CRM_PAGE (self));
}

static gint64
get_now (CrmTodayPage *self)
{
  return crm_clock_get_now (crm_workspace_get_clock (get_workspace (self)));
}

/* --- Rows --------------------------------------------------------------------------------------------- */

static GtkWidget *
make_row (const char *title,
          const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *spoken = g_strdup_printf ("%s, %s", title, subtitle);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);

  return row;
}

static GtkWidget *
add_button (GtkWidget  *row,
            const char *icon,
            const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (button, "flat");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return button;
}

static void
task_added_cb (CrmTodayPage *self,
               gint64        id,
               gint64        batch)
{
  crm_page_tell (GTK_WIDGET (self), _("Task added"), batch);
}

static void
add_task (CrmTodayPage *self,
          CrmRecord    *about)
{
  CrmFormDialog *dialog = crm_form_dialog_new (get_workspace (self), "task", GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));

  if (about != NULL)
    crm_form_dialog_show_link (dialog, crm_record_get_record_type (about)->table.id == CRM_ID_DEAL ? "deals" : "contacts", about);
  g_signal_connect_object (dialog, "added", G_CALLBACK (task_added_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_task_cb (GtkButton *button,
             CrmRecord *about)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (button), CRM_TYPE_TODAY_PAGE);

  if (page != NULL)
    add_task (CRM_TODAY_PAGE (page), about);
}

static GtkWidget *
make_task_row (CrmRecord *task,
               gpointer   user_data)
{
  return crm_task_row_new (get_workspace (user_data), task, NULL, FALSE);
}

static GtkWidget *
make_deal_row (CrmRecord *deal,
               gpointer   user_data)
{
  CrmTodayPage *self = user_data;
  g_autofree char *stage = crm_record_format (deal, crm_record_find_field (deal, "stage"));
  g_autofree char *value = crm_record_format (deal, crm_record_find_field (deal, "value"));
  g_autofree char *why = NULL;
  g_autofree char *subtitle = NULL;
  GtkWidget *row;
  CrmDealMarks marks;
  int days;

  marks = crm_deals_get_marks (deal, NULL, get_now (self), &days);
  if ((marks & CRM_DEAL_NO_NEXT_STEP) != 0)
    why = g_strdup (_("No next step"));
  else
    why = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "In this stage for %d day", "In this stage for %d days", (gulong) days), days);
  subtitle = *value != '\0' ? g_strdup_printf ("%s · %s · %s", why, stage, value) : g_strdup_printf ("%s · %s", why, stage);

  row = make_row (crm_record_get_title (deal), subtitle);
  g_signal_connect_object (add_button (row, "list-add-symbolic", _("Add Next Step")), "clicked", G_CALLBACK (add_task_cb), deal,
                           G_CONNECT_DEFAULT);

  return row;
}

static void
launch_cb (GtkButton *button)
{
  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (button))), g_object_get_data (G_OBJECT (button), "uri"), GDK_CURRENT_TIME);
}

static void
add_way (GtkWidget  *row,
         CrmRecord  *contact,
         const char *key,
         const char *scheme,
         const char *icon,
         const char *name)
{
  g_autofree char *text = crm_record_format_plain (contact, crm_record_find_field (contact, key));
  g_autofree char *escaped = NULL;
  GtkWidget *button;

  if (text == NULL || *text == '\0')
    return;

  escaped = g_uri_escape_string (text, "@+", FALSE);
  button = add_button (row, icon, name);
  g_object_set_data_full (G_OBJECT (button), "uri", g_strconcat (scheme, escaped, NULL), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (launch_cb), NULL);
}

static GtkWidget *
make_person_row (CrmRecord *contact,
                 gpointer   user_data)
{
  CrmTodayPage *self = user_data;
  gint64 last = crm_record_get_integer (contact, "last_contacted");
  g_autofree char *when = last != 0 ? crm_instant_format_relative (last, get_now (self)) : NULL;
  g_autofree char *account = crm_record_format (contact, crm_record_find_field (contact, "account"));
  g_autofree char *why = when != NULL ? g_strdup_printf (_("Last contacted %s"), when) : g_strdup (_("Never contacted"));
  g_autofree char *subtitle = *account != '\0' ? g_strdup_printf ("%s · %s", why, account) : g_strdup (why);
  GtkWidget *row = make_row (crm_record_get_title (contact), subtitle);

  add_way (row, contact, "phone", "tel:", "call-start-symbolic", C_("command", "Call"));
  add_way (row, contact, "email", "mailto:", "mail-send-symbolic", _("Write an E-Mail"));
  g_signal_connect_object (add_button (row, "list-add-symbolic", _("Add Task")), "clicked", G_CALLBACK (add_task_cb), contact,
                           G_CONNECT_DEFAULT);

  return row;
}

static void
seen_cb (GtkButton *button,
         CrmRecord *comment)
{
  CrmTodayPage *self = CRM_TODAY_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (button), CRM_TYPE_TODAY_PAGE));
  g_autoptr (CrmChangeSet) set = crm_today_mark_seen (get_workspace (self), comment);

  crm_store_commit_async (crm_workspace_get_store (get_workspace (self)), set, NULL, NULL, NULL);
}

static GtkWidget *
make_mention_row (CrmRecord *comment,
                  gpointer   user_data)
{
  CrmTodayPage *self = user_data;
  g_autofree char *body = crm_record_format (comment, crm_record_find_field (comment, "body"));
  g_autofree char *who = crm_record_format (comment, crm_record_find_field (comment, "author"));
  g_autofree char *when = crm_instant_format_relative (crm_record_get_integer (comment, "created"), get_now (self));
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", who, when);
  GtkWidget *row = make_row (body, subtitle);

  g_signal_connect_object (add_button (row, "object-select-symbolic", _("Mark as Seen")), "clicked", G_CALLBACK (seen_cb), comment,
                           G_CONNECT_DEFAULT);

  return row;
}

static void
settle_cb (GtkButton *button,
           CrmRecord *run)
{
  CrmTodayPage *self = CRM_TODAY_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (button), CRM_TYPE_TODAY_PAGE));
  g_autoptr (CrmChangeSet) set = crm_today_settle (get_workspace (self), run);

  crm_store_commit_async (crm_workspace_get_store (get_workspace (self)), set, NULL, NULL, NULL);
}

static GtkWidget *
make_failure_row (CrmRecord *run,
                  gpointer   user_data)
{
  CrmTodayPage *self = user_data;
  g_autofree char *who = crm_record_format (run, crm_record_find_field (run, "contact"));
  g_autofree char *why = crm_record_format (run, crm_record_find_field (run, "failure"));
  g_autofree char *when = crm_instant_format_relative (crm_record_get_integer (run, "failed_at"), get_now (self));
  /* TRANSLATORS: the first is the name of an automation, the second of a contact */
  g_autofree char *title = g_strdup_printf (_("“%1$s” for %2$s"), crm_record_get_title (run), who);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", why, when);
  GtkWidget *row = make_row (title, subtitle);

  g_signal_connect_object (add_button (row, "object-select-symbolic", _("Mark as Dealt With")), "clicked", G_CALLBACK (settle_cb), run,
                           G_CONNECT_DEFAULT);

  return row;
}

/* --- Sections ------------------------------------------------------------------------------------------- */

static const struct
{
  const char *label;
  CrmMakeRowFunc make_row;
} sections[N_SECTIONS] = {
  [OVERDUE] = { N_("Overdue"), make_task_row },
  [DUE] = { N_("Due Today"), make_task_row },
  [FAILURES] = { N_("Failed Automation Steps"), make_failure_row },
  [MENTIONS] = { N_("Comments for You"), make_mention_row },
  [DEALS] = { N_("Deals That Stand Still"), make_deal_row },
  [PEOPLE] = { N_("Not Contacted for Long"), make_person_row },
};

static CrmQuery *
make_query (CrmTodayPage *self,
            Section       section)
{
  CrmWorkspace *workspace = get_workspace (self);
  gint64 user = crm_workspace_get_actor (workspace);

  switch (section)
    {
    case OVERDUE:
      return crm_task_view_make_query (workspace, CRM_TASK_VIEW_OVERDUE, user);
    case DUE:
      return crm_task_view_make_query (workspace, CRM_TASK_VIEW_TODAY, user);
    case FAILURES:
      return crm_today_query_failures (workspace);
    case MENTIONS:
      return crm_today_query_mentions (workspace, user);
    case DEALS:
      return crm_today_query_deals (workspace, user);
    case PEOPLE:
    default:
      return crm_today_query_people (workspace, user);
    }
}

static void
show_counts (CrmTodayPage *self)
{
  gboolean loaded = TRUE;
  guint all = 0;

  for (guint i = 0; i < N_SECTIONS; i++)
    {
      guint n = crm_short_list_get_n (self->lists[i]);
      g_autofree char *count = g_strdup_printf ("%u", n);

      gtk_label_set_text (GTK_LABEL (self->counts[i]), count);
      gtk_widget_set_visible (self->boxes[i], n > 0);
      loaded &= crm_short_list_is_loaded (self->lists[i]);
      all += n;
    }

  /* Nothing is said of what is not known yet. */
  if (all > 0 || loaded)
    gtk_stack_set_visible_child_name (self->stack, all > 0 ? "lines" : "nothing");
}

/* A comment is read where it stands, and what has failed concerns a contact. */
static void
activated_cb (CrmTodayPage *self,
              CrmRecord    *record)
{
  static const char *const places[] = { "deal", "task", "contact", "account" };
  const char *type = crm_record_get_record_type (record)->table.name;
  gint64 id = crm_record_get_id (record);

  if (g_strcmp0 (type, "run") == 0)
    {
      type = "contact";
      id = crm_record_get_link (record, "contact");
    }
  for (guint i = 0; g_strcmp0 (type, "comment") == 0 && i < G_N_ELEMENTS (places); i++)
    if (crm_record_get_link (record, places[i]) != 0)
      {
        type = places[i];
        id = crm_record_get_link (record, places[i]);
      }

  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "(sx)", type, id);
}

static void
add_section (CrmTodayPage *self,
             Section       section)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (_(sections[section].label));
  GtkWidget *count = gtk_label_new (NULL);
  GtkWidget *list = crm_short_list_new (get_workspace (self), _(sections[section].label), LINES_AT_FIRST,
                                        sections[section].make_row, self);

  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (count, section == OVERDUE || section == FAILURES ? "error" : "dim-label");
  gtk_widget_add_css_class (count, "numeric");
  gtk_box_append (GTK_BOX (head), label);
  gtk_box_append (GTK_BOX (head), count);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), list);
  gtk_widget_set_visible (box, FALSE);
  gtk_box_append (self->sections, box);

  self->boxes[section] = box;
  self->counts[section] = count;
  self->lists[section] = CRM_SHORT_LIST (list);
  g_signal_connect_object (list, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "changed", G_CALLBACK (show_counts), self, G_CONNECT_SWAPPED);
}

/* Queries are good for a while: what is due is overdue later, and tomorrow is another day. */
static gboolean
ask_again (gpointer data)
{
  CrmTodayPage *self = data;
  g_autoptr (GDateTime) today = crm_clock_get_local (crm_workspace_get_clock (get_workspace (self)));
  /* TRANSLATORS: the day under the title of the page, like "Monday, 2 March"; see strftime(3) */
  g_autofree char *date = g_date_time_format (today, _("%A, %-d %B"));
  gint64 next = crm_task_view_next_change (get_now (self));

  adw_window_title_set_subtitle (self->title, date);
  for (guint i = 0; i < N_SECTIONS; i++)
    {
      g_autoptr (CrmQuery) query = make_query (self, i);

      crm_short_list_set_query (self->lists[i], query);
    }

  self->again_id = g_timeout_add ((guint) CLAMP ((next - get_now (self)) / 1000, 1000, 60000), ask_again, self);

  return G_SOURCE_REMOVE;
}

static void
add (GtkWidget  *widget,
     const char *action_name,
     GVariant   *parameter)
{
  add_task (CRM_TODAY_PAGE (widget), NULL);
}

/* --- Object ------------------------------------------------------------------------------------------------ */

static void
crm_today_page_open (CrmPage *page)
{
  CrmTodayPage *self = CRM_TODAY_PAGE (page);

  crm_page_set_title (page, _("Today"));
  for (guint i = 0; i < N_SECTIONS; i++)
    add_section (self, i);
  ask_again (self);
}

static void
crm_today_page_dispose (GObject *object)
{
  CrmTodayPage *self = CRM_TODAY_PAGE (object);

  g_clear_handle_id (&self->again_id, g_source_remove);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_TODAY_PAGE);

  G_OBJECT_CLASS (crm_today_page_parent_class)->dispose (object);
}

static void
crm_today_page_class_init (CrmTodayPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_today_page_dispose;
  CRM_PAGE_CLASS (klass)->open = crm_today_page_open;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-today-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmTodayPage, title);
  gtk_widget_class_bind_template_child (widget_class, CrmTodayPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmTodayPage, sections);

  gtk_widget_class_install_action (widget_class, "page.add", NULL, add);
}

static void
crm_today_page_init (CrmTodayPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_today_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_today_page_new (void)
{
  return g_object_new (CRM_TYPE_TODAY_PAGE, NULL);
}
