/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A dot in the colour of something: of a stage, of a tag; a ring if it has none. It says nothing that
 * words beside it do not say.
 */

#include "config.h"

#include "crm-dot.h"

#include "crm-colour.h"

#define SIZE       10 /* pixels */
#define RING       1.5f
#define RING_ALPHA 0.4f

struct _CrmDot
{
  GtkWidget parent_instance;

  GdkRGBA colour;
  int size;
  gboolean none;
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
  *minimum = *natural = CRM_DOT (widget)->size;
}

static void
crm_dot_snapshot (GtkWidget   *widget,
                  GtkSnapshot *snapshot)
{
  CrmDot *self = CRM_DOT (widget);
  int size = self->size;
  float x = (gtk_widget_get_width (widget) - size) / 2.0f;
  float y = (gtk_widget_get_height (widget) - size) / 2.0f;
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (x, y, size, size), size / 2.0f);
  if (self->none)
    {
      GdkRGBA ring;

      gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ring);
      ring.alpha *= RING_ALPHA;
      gtk_snapshot_append_border (snapshot, &outline, (const float[4]) { RING, RING, RING, RING },
                                  (const GdkRGBA[4]) { ring, ring, ring, ring });
      return;
    }

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
  self->size = SIZE;
  self->none = TRUE;
}

/**
 * crm_dot_new:
 *
 * Returns: (transfer floating): a dot without a colour
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

  self->none = colour == NULL;
  gdk_rgba_parse (&self->colour, crm_colour_get_background (colour));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * crm_dot_set_size:
 * @size: its diameter, in pixels
 */
void
crm_dot_set_size (CrmDot *self,
                  int     size)
{
  g_return_if_fail (CRM_IS_DOT (self));

  self->size = size;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
