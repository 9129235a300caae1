/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Tags and options as coloured pills, drawn by one widget: tables have hundreds of these. In a table they
 * stand in one line and those that do not fit are cut off; elsewhere they wrap.
 */

#include "config.h"

#include "crm-tag-strip.h"

#include <string.h>

#include "crm-colour.h"
#include "crm-row.h"

#define PADDING_X 8
#define PADDING_Y 1
#define GAP       4

#define PLAIN_ALPHA 0.1f

typedef struct
{
  PangoLayout *layout;
  GdkRGBA background;
  GdkRGBA foreground;
  gboolean plain; /* it has no colour and takes those of the text around it */
  int width;
  int height;
} Pill;

struct _CrmTagStrip
{
  GtkWidget parent_instance;

  GArray *pills;
  gboolean wraps;
};

G_DEFINE_FINAL_TYPE (CrmTagStrip, crm_tag_strip, GTK_TYPE_WIDGET)

static void
clear_pill (gpointer data)
{
  g_clear_object (&((Pill *) data)->layout);
}

typedef void (*PlaceFunc) (CrmTagStrip *self,
                           const Pill  *pill,
                           int          x,
                           int          y,
                           gpointer     data);

/* Puts the pills in their places and returns the height that they take. */
static int
place (CrmTagStrip *self,
       int          width,
       PlaceFunc    func,
       gpointer     data)
{
  gboolean from_right = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int x = 0;
  int y = 0;
  int line = 0;

  for (guint i = 0; i < self->pills->len; i++)
    {
      const Pill *pill = &g_array_index (self->pills, Pill, i);

      if (self->wraps && x > 0 && x + pill->width > width)
        {
          x = 0;
          y += line + GAP;
          line = 0;
        }
      if (func != NULL)
        func (self, pill, from_right ? width - x - pill->width : x, y, data);
      x += pill->width + GAP;
      line = MAX (line, pill->height);
    }

  return y + line;
}

static void
draw_pill (CrmTagStrip *self,
           const Pill  *pill,
           int          x,
           int          y,
           gpointer     data)
{
  GtkSnapshot *snapshot = data;
  GskRoundedRect outline;
  GdkRGBA background = pill->background;
  GdkRGBA foreground = pill->foreground;

  if (pill->plain)
    {
      gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &foreground);
      background = foreground;
      background.alpha *= PLAIN_ALPHA;
    }

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (x, y, pill->width, pill->height), pill->height / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &background, &outline.bounds);
  gtk_snapshot_pop (snapshot);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x + PADDING_X, y + PADDING_Y));
  gtk_snapshot_append_layout (snapshot, pill->layout, &foreground);
  gtk_snapshot_restore (snapshot);
}

static void
crm_tag_strip_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  CrmTagStrip *self = CRM_TAG_STRIP (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  int used = place (self, width, NULL, NULL);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, MAX (0, (height - used) / 2)));
  place (self, width, draw_pill, snapshot);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_restore (snapshot);
}

static void
crm_tag_strip_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  CrmTagStrip *self = CRM_TAG_STRIP (widget);
  int widest = 0;
  int total = 0;

  for (guint i = 0; i < self->pills->len; i++)
    {
      const Pill *pill = &g_array_index (self->pills, Pill, i);

      widest = MAX (widest, pill->width);
      total += pill->width + (i > 0 ? GAP : 0);
    }

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = self->wraps ? widest : 0;
      *natural = self->wraps ? total : 0;
    }
  else
    *minimum = *natural = place (self, for_size > 0 ? for_size : total, NULL, NULL);
}

static GtkSizeRequestMode
crm_tag_strip_get_request_mode (GtkWidget *widget)
{
  return CRM_TAG_STRIP (widget)->wraps ? GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH : GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
crm_tag_strip_finalize (GObject *object)
{
  g_array_unref (CRM_TAG_STRIP (object)->pills);

  G_OBJECT_CLASS (crm_tag_strip_parent_class)->finalize (object);
}

static void
crm_tag_strip_class_init (CrmTagStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = crm_tag_strip_finalize;
  widget_class->snapshot = crm_tag_strip_snapshot;
  widget_class->measure = crm_tag_strip_measure;
  widget_class->get_request_mode = crm_tag_strip_get_request_mode;

  gtk_widget_class_set_css_name (widget_class, "tagstrip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
crm_tag_strip_init (CrmTagStrip *self)
{
  self->pills = g_array_new (FALSE, TRUE, sizeof (Pill));
  g_array_set_clear_func (self->pills, clear_pill);
}

/**
 * crm_tag_strip_new:
 * @wraps: whether it takes as many lines as it needs
 *
 * Returns: (transfer floating): a strip without tags
 */
GtkWidget *
crm_tag_strip_new (gboolean wraps)
{
  CrmTagStrip *self = g_object_new (CRM_TYPE_TAG_STRIP, NULL);

  self->wraps = wraps;

  return GTK_WIDGET (self);
}

/**
 * crm_tag_strip_set_members:
 * @members: (nullable) (element-type CrmMember): tags
 *
 * Shows tags.
 */
void
crm_tag_strip_set_members (CrmTagStrip *self,
                           GPtrArray   *members)
{
  g_autoptr (GString) spoken = g_string_new (NULL);

  g_return_if_fail (CRM_IS_TAG_STRIP (self));

  g_array_set_size (self->pills, 0);
  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (members, i);
      const char *text = member->text != NULL ? member->text : "";
      Pill pill = { 0 };

      pill.layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
      pango_layout_get_pixel_size (pill.layout, &pill.width, &pill.height);
      pill.width += 2 * PADDING_X;
      pill.height += 2 * PADDING_Y;
      pill.plain = member->mark == NULL;
      gdk_rgba_parse (&pill.background, crm_colour_get_background (member->mark));
      gdk_rgba_parse (&pill.foreground, crm_colour_get_foreground (member->mark));
      g_array_append_val (self->pills, pill);
      g_string_append_printf (spoken, "%s%s", i > 0 ? ", " : "", text);
    }

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken->str, -1);
  if (self->wraps)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
}
