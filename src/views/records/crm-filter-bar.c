/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Says above a list or a board what it is filtered by, and asks for another filter. The commands on
 * it are those of the page that it is on: page.filter, page.save-filter, page.why and
 * page.remove-filter.
 */

#include "config.h"

#include "crm-filter-bar.h"

#include <glib/gi18n.h>

#include "crm-filter-dialog.h"
#include "crm-page.h"
#include "crm-why-dialog.h"

struct _CrmFilterBar
{
  AdwBin parent_instance;

  /* Template children */
  GtkRevealer *revealer;
  GtkLabel *label;
  GtkButton *save_button;

  CrmWorkspace *workspace;
  CrmViewState *state;
  CrmFilter *filter;

  gboolean passing; /* nothing is kept */
};

G_DEFINE_FINAL_TYPE (CrmFilterBar, crm_filter_bar, ADW_TYPE_BIN)

static void
show (CrmFilterBar *self)
{
  g_autofree char *text = crm_filter_say (self->filter);

  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
  if (text == NULL)
    return;

  gtk_label_set_text (self->label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), text);
  gtk_widget_set_visible (GTK_WIDGET (self->save_button), crm_filter_get_segment (self->filter) == NULL && !self->passing);
}

static void
applied_cb (CrmFilterBar *self,
            CrmCondition *condition)
{
  crm_filter_set (self->filter, condition, 0);
}

static void
saved_cb (CrmFilterBar *self,
          gint64        id,
          CrmCondition *condition,
          const char   *name)
{
  g_autofree char *text = g_strdup_printf (_("“%s” saved"), name);

  crm_filter_set (self->filter, condition, id);
  crm_page_tell (GTK_WIDGET (self), text, 0);
}

static CrmFilterDialog *
make_dialog (CrmFilterBar *self)
{
  CrmFilterDialog *dialog = crm_filter_dialog_new (self->workspace, self->state, crm_filter_get_type_name (self->filter),
                                                   crm_filter_get_condition (self->filter),
                                                   GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));

  g_signal_connect_object (dialog, "applied", G_CALLBACK (applied_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);

  return dialog;
}

static void
crm_filter_bar_dispose (GObject *object)
{
  CrmFilterBar *self = CRM_FILTER_BAR (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_FILTER_BAR);
  g_clear_object (&self->filter);
  g_clear_object (&self->state);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_filter_bar_parent_class)->dispose (object);
}

static void
crm_filter_bar_class_init (CrmFilterBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_filter_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-filter-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmFilterBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, CrmFilterBar, label);
  gtk_widget_class_bind_template_child (widget_class, CrmFilterBar, save_button);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_filter_bar_init (CrmFilterBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_filter_bar_open:
 * @workspace: a workspace
 * @state: where the arrangement of the window is kept
 * @filter: what is shown and changed
 */
void
crm_filter_bar_open (CrmFilterBar *self,
                     CrmWorkspace *workspace,
                     CrmViewState *state,
                     CrmFilter    *filter)
{
  g_return_if_fail (CRM_IS_FILTER_BAR (self) && self->filter == NULL);

  self->workspace = g_object_ref (workspace);
  self->state = g_object_ref (state);
  self->filter = g_object_ref (filter);
  g_signal_connect_object (filter, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}

/**
 * crm_filter_bar_edit:
 *
 * Asks for another filter.
 */
void
crm_filter_bar_edit (CrmFilterBar *self)
{
  g_return_if_fail (CRM_IS_FILTER_BAR (self));

  gtk_window_present (GTK_WINDOW (make_dialog (self)));
}

/**
 * crm_filter_bar_save:
 *
 * Asks for a name under which the filter is kept.
 */
void
crm_filter_bar_save (CrmFilterBar *self)
{
  CrmFilterDialog *dialog;

  g_return_if_fail (CRM_IS_FILTER_BAR (self));

  dialog = make_dialog (self);
  crm_filter_dialog_set_saved (dialog, 0, NULL, TRUE, TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * crm_filter_bar_explain:
 * @record: the one to begin with, or 0
 *
 * Says why a record passes the filter or does not.
 */
void
crm_filter_bar_explain (CrmFilterBar *self,
                        gint64        record)
{
  const CrmSegment *segment;
  CrmWhyDialog *dialog;

  g_return_if_fail (CRM_IS_FILTER_BAR (self));

  if (crm_filter_get_condition (self->filter) == NULL)
    return;

  segment = crm_filter_get_segment (self->filter);
  dialog = crm_why_dialog_new (self->workspace, crm_filter_get_type_name (self->filter),
                               GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  if (segment != NULL)
    crm_why_dialog_set_segment (dialog, segment->id);
  else
    crm_why_dialog_set_condition (dialog, crm_filter_get_condition (self->filter));
  crm_why_dialog_set_record (dialog, record);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * crm_filter_bar_set_passing:
 * @passing: whether a filter of this list is not offered to be kept
 */
void
crm_filter_bar_set_passing (CrmFilterBar *self,
                            gboolean      passing)
{
  g_return_if_fail (CRM_IS_FILTER_BAR (self));

  self->passing = passing;
}
