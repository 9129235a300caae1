/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tags as pills: how much room they take, in one line and wrapped, and what is said of them. */

#include "config.h"

#include "crm-row.h"
#include "crm-tag-strip.h"
#include "crm-ui-test.h"

static GPtrArray *
make_tags (guint n)
{
  GPtrArray *tags = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_member_free);

  for (guint i = 0; i < n; i++)
    {
      CrmValue key = crm_value_integer (i + 1);
      CrmMember *tag = crm_member_new (8, &key, "customer", NULL);

      tag->mark = g_strdup (i % 2 == 0 ? "red" : NULL);
      g_ptr_array_add (tags, tag);
    }

  return tags;
}

static void
set_n (GtkWidget *strip,
       guint      n)
{
  g_autoptr (GPtrArray) tags = make_tags (n);

  crm_tag_strip_set_members (CRM_TAG_STRIP (strip), tags);
}

static int
measure (GtkWidget      *strip,
         GtkOrientation  orientation,
         int             for_size)
{
  int natural;

  gtk_widget_measure (strip, orientation, for_size, NULL, &natural, NULL, NULL);

  return natural;
}

static void
test_wrap (void)
{
  GtkWidget *strip = g_object_ref_sink (crm_tag_strip_new (TRUE));
  int width, height, three;

  g_assert_cmpint (measure (strip, GTK_ORIENTATION_HORIZONTAL, -1), ==, 0);
  set_n (strip, 1);
  width = measure (strip, GTK_ORIENTATION_HORIZONTAL, -1);
  height = measure (strip, GTK_ORIENTATION_VERTICAL, width);
  g_assert_cmpint (width, >, 20);
  g_assert_cmpint (height, >, 10);

  /* Three in a line, or each in one of its own. */
  set_n (strip, 3);
  three = measure (strip, GTK_ORIENTATION_HORIZONTAL, -1);
  g_assert_cmpint (three, >, 3 * width);
  g_assert_cmpint (measure (strip, GTK_ORIENTATION_VERTICAL, three), ==, height);
  g_assert_cmpint (measure (strip, GTK_ORIENTATION_VERTICAL, three - 1), >, 2 * height - 1);
  g_assert_cmpint (measure (strip, GTK_ORIENTATION_VERTICAL, width), >, 3 * height - 1);

  g_assert_finalize_object (strip);
}

/* In a table every row is as high as the others, and its columns are as wide as people made them. */
static void
test_line (void)
{
  GtkWidget *strip = g_object_ref_sink (crm_tag_strip_new (FALSE));
  int height;

  set_n (strip, 1);
  height = measure (strip, GTK_ORIENTATION_VERTICAL, -1);
  set_n (strip, 30);
  g_assert_cmpint (measure (strip, GTK_ORIENTATION_HORIZONTAL, -1), ==, 0);
  g_assert_cmpint (measure (strip, GTK_ORIENTATION_VERTICAL, -1), ==, height);

  g_assert_finalize_object (strip);
}

/* How opaque the strip is @x from the left; there is nothing @x from the right. */
static guint32
get_opacity (GtkWidget *strip,
             int        x)
{
  int width = gtk_widget_get_width (strip);
  int height = gtk_widget_get_height (strip);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guint32 *pixels = g_new0 (guint32, width * height);

  GTK_WIDGET_GET_CLASS (strip)->snapshot (strip, snapshot);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (strip)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, width, height));
  gdk_texture_download (texture, (guchar *) pixels, width * 4);
  g_assert_cmphex (pixels[height / 2 * width + width - 1 - x] >> 24, ==, 0);

  return pixels[height / 2 * width + x] >> 24;
}

static void
assert_drawn (GtkWidget *strip,
              int        x)
{
  g_assert_cmphex (get_opacity (strip, x), ==, 0xff);
}

static gboolean
has_size (gpointer strip)
{
  return gtk_widget_get_width (strip) > 0;
}

static void
test_direction (void)
{
  GtkWidget *strip = crm_tag_strip_new (TRUE);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  set_n (strip, 1);
  gtk_box_append (GTK_BOX (box), strip);
  crm_ui_test_show (box);
  crm_test_wait (has_size, strip);
  assert_drawn (strip, 4);
  gtk_widget_set_direction (strip, GTK_TEXT_DIR_RTL);
  assert_drawn (strip, gtk_widget_get_width (strip) - 5);
  crm_ui_test_close (strip);
}

/* What has no colour, as options of a list may, is a shade of the text around it. */
static void
test_plain (void)
{
  GtkWidget *strip = crm_tag_strip_new (TRUE);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr (GPtrArray) options = make_tags (2);

  g_ptr_array_remove_index (options, 0);
  crm_tag_strip_set_members (CRM_TAG_STRIP (strip), options);
  gtk_box_append (GTK_BOX (box), strip);
  crm_ui_test_show (box);
  crm_test_wait (has_size, strip);
  g_assert_cmphex (get_opacity (strip, 4), >, 0);
  g_assert_cmphex (get_opacity (strip, 4), <, 0x40);
  crm_ui_test_close (strip);
}

int
main (int   argc,
      char *argv[])
{
  crm_ui_test_init (&argc, &argv);

  g_test_add_func ("/tag-strip/wrap", test_wrap);
  g_test_add_func ("/tag-strip/line", test_line);
  g_test_add_func ("/tag-strip/direction", test_direction);
  g_test_add_func ("/tag-strip/plain", test_plain);

  return g_test_run ();
}
