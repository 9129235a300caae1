/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A button with a colour, which opens the choice of colours.
 */

#include "config.h"

#include "crm-colour-button.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-dot.h"

#define IN_A_LINE 4
#define DOT_SIZE  16 /* pixels */

struct _CrmColourButton
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkWidget *dot;
  GtkWidget *popover;

  const CrmKeyword *keywords;
  const char *colour; /* interned */
};

G_DEFINE_FINAL_TYPE (CrmColourButton, crm_colour_button, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_name (CrmColourButton *self,
          const char      *colour)
{
  for (const CrmKeyword *keyword = self->keywords; colour != NULL && keyword->value != NULL; keyword++)
    if (g_strcmp0 (keyword->value, colour) == 0)
      return g_dgettext (GETTEXT_PACKAGE, keyword->label);

  return _("None");
}

static void
choose (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  CrmColourButton *self = CRM_COLOUR_BUTTON (widget);
  const char *colour = g_variant_get_string (parameter, NULL);

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  if (g_strcmp0 (self->colour, *colour != '\0' ? colour : NULL) == 0)
    return;

  crm_colour_button_set_colour (self, *colour != '\0' ? colour : NULL);
  g_signal_emit (self, signals[CHANGED], 0, self->colour);
}

static GtkWidget *
make_dot (const char *colour)
{
  GtkWidget *dot = crm_dot_new ();

  crm_dot_set_size (CRM_DOT (dot), DOT_SIZE);
  crm_dot_set_colour (CRM_DOT (dot), colour);

  return dot;
}

static void
add_swatch (CrmColourButton *self,
            GtkWidget       *grid,
            guint            index,
            const char      *colour)
{
  GtkWidget *button = gtk_button_new ();
  const char *name = get_name (self, colour);

  gtk_button_set_child (GTK_BUTTON (button), make_dot (colour));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "colour.choose");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", colour != NULL ? colour : "");
  gtk_grid_attach (GTK_GRID (grid), button, (int) (index % IN_A_LINE), (int) (index / IN_A_LINE), 1, 1);
}

/* Most of them are never opened. */
static void
create_popover_cb (GtkMenuButton *button,
                   gpointer       data)
{
  CrmColourButton *self = data;
  GtkWidget *grid;
  guint index = 0;

  if (self->popover != NULL)
    return;

  grid = gtk_grid_new ();
  for (const CrmKeyword *keyword = self->keywords; keyword->value != NULL; keyword++)
    add_swatch (self, grid, index++, keyword->value);

  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), grid);
  gtk_menu_button_set_popover (button, self->popover);
}

static gboolean
crm_colour_button_grab_focus (GtkWidget *widget)
{
  return crm_children_grab_focus (widget, CRM_COLOUR_BUTTON (widget)->button);
}

static void
crm_colour_button_dispose (GObject *object)
{
  crm_children_unparent (GTK_WIDGET (object));

  G_OBJECT_CLASS (crm_colour_button_parent_class)->dispose (object);
}

static void
crm_colour_button_class_init (CrmColourButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_colour_button_dispose;
  widget_class->grab_focus = crm_colour_button_grab_focus;

  /**
   * CrmColourButton::changed:
   * @colour: (nullable): a keyword
   *
   * Somebody has chosen another colour.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "colour.choose", "s", choose);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_colour_button_init (CrmColourButton *self)
{
  self->dot = make_dot (NULL);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), self->dot);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_add_css_class (self->button, "circular");
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), create_popover_cb, self, NULL);
}

/**
 * crm_colour_button_new:
 * @field: that has the colour
 *
 * Returns: (transfer floating): a button without a colour
 */
GtkWidget *
crm_colour_button_new (const CrmField *field)
{
  CrmColourButton *self = g_object_new (CRM_TYPE_COLOUR_BUTTON, NULL);

  self->keywords = field->keywords;
  crm_colour_button_set_colour (self, NULL);

  return GTK_WIDGET (self);
}

/**
 * crm_colour_button_get_colour:
 *
 * Returns: (transfer none) (nullable): a keyword
 */
const char *
crm_colour_button_get_colour (CrmColourButton *self)
{
  g_return_val_if_fail (CRM_IS_COLOUR_BUTTON (self), NULL);

  return self->colour;
}

/**
 * crm_colour_button_set_colour:
 * @colour: (nullable): a keyword
 */
void
crm_colour_button_set_colour (CrmColourButton *self,
                              const char      *colour)
{
  g_autofree char *label = NULL;

  g_return_if_fail (CRM_IS_COLOUR_BUTTON (self));

  self->colour = g_intern_string (colour);
  crm_dot_set_colour (CRM_DOT (self->dot), colour);
  /* TRANSLATORS: the gap is the name of a colour */
  label = g_strdup_printf (_("Colour: %s"), get_name (self, colour));
  gtk_widget_set_tooltip_text (self->button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}
