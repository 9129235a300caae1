/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Children beside each other, each as wide as it wants to be, in as many lines as they need.
 * GtkFlowBox wants columns: it measures its lines with another width than it gets when it does not
 * fill its place, and tells screen readers of a table.
 */

#include "config.h"

#include "crm-wrap-box.h"

#include "crm-children.h"

#define SPACING 6

struct _CrmWrapBox
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (CrmWrapBox, crm_wrap_box, GTK_TYPE_WIDGET)

/* Puts the children into lines of @width, or only finds out how high these are. */
static int
place (GtkWidget *widget,
       int        width,
       gboolean   allocate)
{
  gboolean from_right = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = 0;
  int y = 0;
  int line = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int minimum, natural, child_width, height;

      if (!gtk_widget_should_layout (child))
        continue;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
      child_width = MAX (minimum, MIN (natural, width));
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &height, NULL, NULL);
      if (x > 0 && x + child_width > width)
        {
          x = 0;
          y += line + SPACING;
          line = 0;
        }
      if (allocate)
        gtk_widget_size_allocate (child, &(GtkAllocation) { from_right ? width - x - child_width : x, y, child_width, height }, -1);
      x += child_width + SPACING;
      line = MAX (line, height);
    }

  return y + line;
}

static void
crm_wrap_box_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + (*natural > 0 ? SPACING : 0);
    }

  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = place (widget, for_size >= 0 ? for_size : *natural, FALSE);
}

static void
crm_wrap_box_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  place (widget, width, TRUE);
}

static GtkSizeRequestMode
crm_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
crm_wrap_box_dispose (GObject *object)
{
  crm_children_unparent (GTK_WIDGET (object));

  G_OBJECT_CLASS (crm_wrap_box_parent_class)->dispose (object);
}

static void
crm_wrap_box_class_init (CrmWrapBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_wrap_box_dispose;
  widget_class->measure = crm_wrap_box_measure;
  widget_class->size_allocate = crm_wrap_box_size_allocate;
  widget_class->get_request_mode = crm_wrap_box_get_request_mode;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_wrap_box_init (CrmWrapBox *self)
{
}

/**
 * crm_wrap_box_new:
 *
 * Returns: (transfer floating): a box without children
 */
GtkWidget *
crm_wrap_box_new (void)
{
  return g_object_new (CRM_TYPE_WRAP_BOX, NULL);
}

/**
 * crm_wrap_box_append:
 * @child: (transfer floating): a widget without a parent
 *
 * Adds a child behind the others; gtk_widget_unparent() takes it out.
 */
void
crm_wrap_box_append (CrmWrapBox *self,
                     GtkWidget  *child)
{
  g_return_if_fail (CRM_IS_WRAP_BOX (self));

  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}
