/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A dot in the colour of something: of a stage, of a tag. It says nothing that words beside it do
 * not say.
 */

#include "config.h"

#include "crm-dot.h"

#include "crm-colour.h"

#define SIZE 10 /* pixels */

struct _CrmDot
{
  GtkWidget parent_instance;

  GdkRGBA colour;
};

G_DEFINE_FINAL_TYPE (CrmDot, crm_dot, GTK_TYPE_WIDGET)

static void
crm_dot_measure (GtkWidget      *widget,
                 GtkOrientation  orientation,
                 int             for_size,
                 int            *minimum,
                 int            *natural,
                 int            *minimum_baseline,
                 int            *natural_baseline)
{
  *minimum = *natural = SIZE;
}

static void
crm_dot_snapshot (GtkWidget   *widget,
                  GtkSnapshot *snapshot)
{
  CrmDot *self = CRM_DOT (widget);
  float x = (gtk_widget_get_width (widget) - SIZE) / 2.0f;
  float y = (gtk_widget_get_height (widget) - SIZE) / 2.0f;
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (x, y, SIZE, SIZE), SIZE / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &self->colour, &outline.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
crm_dot_class_init (CrmDotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = crm_dot_measure;
  widget_class->snapshot = crm_dot_snapshot;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
crm_dot_init (CrmDot *self)
{
  crm_dot_set_colour (self, NULL);
}

/**
 * crm_dot_new:
 *
 * Returns: (transfer floating): a grey dot
 */
GtkWidget *
crm_dot_new (void)
{
  return g_object_new (CRM_TYPE_DOT, NULL);
}

/**
 * crm_dot_set_colour:
 * @colour: (nullable): a keyword of a field of colours
 */
void
crm_dot_set_colour (CrmDot     *self,
                    const char *colour)
{
  g_return_if_fail (CRM_IS_DOT (self));

  gdk_rgba_parse (&self->colour, crm_colour_get_background (colour));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
