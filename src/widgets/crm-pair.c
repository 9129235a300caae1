/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Two children side by side where there is room, and the second below the first where there is
 * not: in a narrow window, or with large text. What is room is said in characters, so it grows
 * with the text.
 */

#include "config.h"

#include "crm-pair.h"

#include "crm-children.h"

struct _CrmPair
{
  GtkWidget parent_instance;

  int spacing;
  int width_chars;
  gboolean halves;
  gboolean lead;
};

enum
{
  PROP_SPACING = 1,
  PROP_WIDTH_CHARS,
  PROP_HALVES,
  PROP_LEAD,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CrmPair, crm_pair, GTK_TYPE_WIDGET)

/* --- Sizes ----------------------------------------------------------------------------------------- */

/* The first two children that are there. */
static guint
get_children (CrmPair   *self,
              GtkWidget *children[2])
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL && n < 2; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      children[n++] = child;

  return n;
}

static void
measure_width (GtkWidget *child,
               int       *minimum,
               int       *natural)
{
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, minimum, natural, NULL, NULL);
}

static int
measure_height (GtkWidget *child,
                int        width)
{
  int minimum, natural, narrowest;

  /* Nobody is asked for less than they need. */
  measure_width (child, &narrowest, &natural);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, MAX (width, narrowest), &minimum, &natural, NULL, NULL);

  return natural;
}

static int
get_threshold (CrmPair *self)
{
  PangoFontMetrics *metrics = pango_context_get_metrics (gtk_widget_get_pango_context (GTK_WIDGET (self)), NULL, NULL);
  int width = pango_font_metrics_get_approximate_char_width (metrics);

  pango_font_metrics_unref (metrics);

  return PANGO_PIXELS_CEIL (width * self->width_chars);
}

/* Between the two where they are below each other. */
static int
get_gap (CrmPair *self)
{
  return self->lead ? 0 : self->spacing;
}

/* How wide the children are; the second is 0 if it is below the first. */
static void
part (CrmPair   *self,
      GtkWidget *children[2],
      int        width,
      int       *first,
      int       *second)
{
  int minimum[2];
  int natural[2];
  int room = width - self->spacing;

  measure_width (children[0], &minimum[0], &natural[0]);
  measure_width (children[1], &minimum[1], &natural[1]);

  *first = width;
  *second = 0;
  if (room < minimum[0] + minimum[1] || width < get_threshold (self))
    return;

  *second = self->lead ? room - natural[0] : self->halves ? room / 2 : natural[1];
  *second = CLAMP (*second, minimum[1], room - minimum[0]);
  *first = room - *second;
}

static GtkSizeRequestMode
crm_pair_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
crm_pair_measure (GtkWidget      *widget,
                  GtkOrientation  orientation,
                  int             for_size,
                  int            *minimum,
                  int            *natural,
                  int            *minimum_baseline,
                  int            *natural_baseline)
{
  CrmPair *self = CRM_PAIR (widget);
  GtkWidget *children[2];
  guint n = get_children (self, children);
  int low[2] = { 0, 0 };
  int high[2] = { 0, 0 };
  int widths[2];
  int both;

  for (guint i = 0; i < n; i++)
    measure_width (children[i], &low[i], &high[i]);
  both = n < 2 ? high[0] : (self->halves ? MAX (high[0], high[1]) * 2 : high[0] + high[1]) + self->spacing;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (low[0], low[1]);
      *natural = both;
      return;
    }

  if (for_size < 0)
    for_size = both;

  if (n < 2)
    *natural = n == 1 ? measure_height (children[0], for_size) : 0;
  else
    {
      part (self, children, for_size, &widths[0], &widths[1]);
      if (widths[1] > 0)
        *natural = MAX (measure_height (children[0], widths[0]), measure_height (children[1], widths[1]));
      else
        *natural = measure_height (children[0], for_size) + get_gap (self) + measure_height (children[1], for_size);
    }
  *minimum = *natural;
}

static void
crm_pair_size_allocate (GtkWidget *widget,
                        int        width,
                        int        height,
                        int        baseline)
{
  CrmPair *self = CRM_PAIR (widget);
  gboolean from_right = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *children[2];
  guint n = get_children (self, children);
  int first, second, top;

  if (n == 0)
    return;

  if (n == 1)
    {
      gtk_widget_size_allocate (children[0], &(GtkAllocation) { 0, 0, width, height }, -1);
      return;
    }

  part (self, children, width, &first, &second);
  if (second > 0)
    {
      gtk_widget_size_allocate (children[0], &(GtkAllocation) { from_right ? second + self->spacing : 0, 0, first, height }, -1);
      gtk_widget_size_allocate (children[1], &(GtkAllocation) { from_right ? 0 : first + self->spacing, 0, second, height }, -1);
      return;
    }

  top = measure_height (children[0], width);
  gtk_widget_size_allocate (children[0], &(GtkAllocation) { 0, 0, width, top }, -1);
  top += get_gap (self);
  gtk_widget_size_allocate (children[1], &(GtkAllocation) { 0, top, width, MAX (height - top, measure_height (children[1], width)) }, -1);
}

/* --- Object ---------------------------------------------------------------------------------------- */

static void
crm_pair_get_property (GObject    *object,
                       guint       id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  CrmPair *self = CRM_PAIR (object);

  switch (id)
    {
    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;
    case PROP_WIDTH_CHARS:
      g_value_set_int (value, self->width_chars);
      break;
    case PROP_HALVES:
      g_value_set_boolean (value, self->halves);
      break;
    case PROP_LEAD:
      g_value_set_boolean (value, self->lead);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_pair_set_property (GObject      *object,
                       guint         id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  CrmPair *self = CRM_PAIR (object);

  switch (id)
    {
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      break;
    case PROP_WIDTH_CHARS:
      self->width_chars = g_value_get_int (value);
      break;
    case PROP_HALVES:
      self->halves = g_value_get_boolean (value);
      break;
    case PROP_LEAD:
      self->lead = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
crm_pair_dispose (GObject *object)
{
  crm_children_unparent (GTK_WIDGET (object));

  G_OBJECT_CLASS (crm_pair_parent_class)->dispose (object);
}

static void
crm_pair_class_init (CrmPairClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = crm_pair_get_property;
  object_class->set_property = crm_pair_set_property;
  object_class->dispose = crm_pair_dispose;
  widget_class->get_request_mode = crm_pair_get_request_mode;
  widget_class->measure = crm_pair_measure;
  widget_class->size_allocate = crm_pair_size_allocate;

  /**
   * CrmPair:spacing:
   *
   * Between the two, in pixels.
   */
  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  /**
   * CrmPair:width-chars:
   *
   * From how many characters on the two are side by side.
   */
  properties[PROP_WIDTH_CHARS] = g_param_spec_int ("width-chars", NULL, NULL, 0, G_MAXINT, 50,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  /**
   * CrmPair:halves:
   *
   * Whether each gets half of the width; otherwise the second gets what it needs.
   */
  properties[PROP_HALVES] = g_param_spec_boolean ("halves", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  /**
   * CrmPair:lead:
   *
   * Whether the first is a label: it gets what it needs and the second the rest, and where they
   * are below each other they stand close.
   */
  properties[PROP_LEAD] = g_param_spec_boolean ("lead", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_pair_init (CrmPair *self)
{
  self->width_chars = 50;
}
