/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Two children: beside each other where there is room, below each other where there is not.
 */

#include "config.h"

#include "crm-columns-box.h"

#include "crm-children.h"

#define ROOM    760
#define SPACING 24

struct _CrmColumnsBox
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (CrmColumnsBox, crm_columns_box, GTK_TYPE_WIDGET)

static int
column_width (int width)
{
  return width >= ROOM ? (width - SPACING) / 2 : width;
}

static void
crm_columns_box_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  gboolean beside = for_size >= ROOM;
  guint n = 0;

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;

      gtk_widget_measure (child, orientation,
                          orientation == GTK_ORIENTATION_VERTICAL && for_size > 0 ? column_width (for_size) : -1,
                          &child_minimum, &child_natural, NULL, NULL);

      if (orientation == GTK_ORIENTATION_HORIZONTAL || beside)
        {
          *minimum = MAX (*minimum, child_minimum);
          *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? *natural + child_natural : MAX (*natural, child_natural);
        }
      else
        {
          *minimum += child_minimum + (n > 0 ? SPACING : 0);
          *natural += child_natural + (n > 0 ? SPACING : 0);
        }
      n++;
    }
  *natural = MAX (*natural, *minimum);
}

static void
crm_columns_box_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  gboolean beside = width >= ROOM;
  gboolean from_right = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int column = column_width (width);
  int x = beside && from_right ? width - column : 0;
  int y = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int minimum, natural;

      if (!gtk_widget_should_layout (child))
        continue;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, column, &minimum, &natural, NULL, NULL);
      gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, column, beside ? MAX (natural, minimum) : natural }, -1);
      if (beside)
        x += from_right ? -(column + SPACING) : column + SPACING;
      else
        y += natural + SPACING;
    }
}

static GtkSizeRequestMode
crm_columns_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
crm_columns_box_dispose (GObject *object)
{
  crm_children_unparent (GTK_WIDGET (object));

  G_OBJECT_CLASS (crm_columns_box_parent_class)->dispose (object);
}

static void
crm_columns_box_class_init (CrmColumnsBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_columns_box_dispose;
  widget_class->measure = crm_columns_box_measure;
  widget_class->size_allocate = crm_columns_box_size_allocate;
  widget_class->get_request_mode = crm_columns_box_get_request_mode;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_columns_box_init (CrmColumnsBox *self)
{
}
