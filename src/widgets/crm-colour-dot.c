/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A round dot in one of the colours of tags and stages; a ring where there is none.
 */

#include "config.h"

#include "crm-colour-dot.h"

#include "crm-colour.h"

#define SIZE 16
#define RING 1.5f

struct _CrmColourDot
{
  GtkWidget parent_instance;

  const char *colour; /* interned */
};

G_DEFINE_FINAL_TYPE (CrmColourDot, crm_colour_dot, GTK_TYPE_WIDGET)

static void
crm_colour_dot_measure (GtkWidget      *widget,
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
crm_colour_dot_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  CrmColourDot *self = CRM_COLOUR_DOT (widget);
  float x = (float) (gtk_widget_get_width (widget) - SIZE) / 2;
  float y = (float) (gtk_widget_get_height (widget) - SIZE) / 2;
  GskRoundedRect circle;
  GdkRGBA colour;

  gsk_rounded_rect_init_from_rect (&circle, &GRAPHENE_RECT_INIT (x, y, SIZE, SIZE), SIZE / 2.0f);
  if (self->colour == NULL)
    {
      gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
      colour.alpha *= 0.4f;
      gtk_snapshot_append_border (snapshot, &circle, (const float[4]) { RING, RING, RING, RING },
                                  (const GdkRGBA[4]) { colour, colour, colour, colour });
      return;
    }

  gdk_rgba_parse (&colour, crm_colour_get_background (self->colour));
  gtk_snapshot_push_rounded_clip (snapshot, &circle);
  gtk_snapshot_append_color (snapshot, &colour, &circle.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
crm_colour_dot_class_init (CrmColourDotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = crm_colour_dot_measure;
  widget_class->snapshot = crm_colour_dot_snapshot;

  gtk_widget_class_set_css_name (widget_class, "colourdot");
  /* What is beside it says the colour. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
crm_colour_dot_init (CrmColourDot *self)
{
}

/**
 * crm_colour_dot_new:
 * @colour: (nullable): a keyword of the field "colour"
 *
 * Returns: (transfer floating): a dot
 */
GtkWidget *
crm_colour_dot_new (const char *colour)
{
  CrmColourDot *self = g_object_new (CRM_TYPE_COLOUR_DOT, NULL);

  self->colour = g_intern_string (colour);

  return GTK_WIDGET (self);
}

/**
 * crm_colour_dot_set_colour:
 * @colour: (nullable): a keyword of the field "colour"
 */
void
crm_colour_dot_set_colour (CrmColourDot *self,
                           const char   *colour)
{
  g_return_if_fail (CRM_IS_COLOUR_DOT (self));

  self->colour = g_intern_string (colour);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
