/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A table for people. The first rows decide how wide the columns are; then rows are printed as
 * they come, so that a list of a million takes no more memory than one of a hundred. On a terminal
 * no line is broken: what is too long ends with an ellipsis, and the last columns are left out if
 * there are too many.
 */

#include "config.h"

#include "crm-ctl-private.h"

#define ROWS_TO_MEASURE 200
#define GAP             2
/* A column that is narrower says nothing. */
#define LEAST_WIDTH     14
/* So wide a single long value can make a column where nothing is cut. */
#define MOST_WIDTH      60

typedef struct
{
  char *title;
  gboolean number;
  guint width;
} Column;

struct _CrmGrid
{
  CrmCtl *ctl;
  GArray *columns;
  GPtrArray *rows; /* of GStrv, as long as they are measured */
  guint limit;     /* how wide a line may be; 0 for any width */
  guint n_shown;   /* columns, the first ones */
  gboolean begun;
};

static void
column_clear (gpointer data)
{
  g_free (((Column *) data)->title);
}

/*< private >
 * Returns: (transfer full): a table without columns
 */
CrmGrid *
_crm_grid_new (CrmCtl *ctl)
{
  CrmGrid *grid = g_new0 (CrmGrid, 1);

  grid->ctl = ctl;
  grid->columns = g_array_new (FALSE, TRUE, sizeof (Column));
  g_array_set_clear_func (grid->columns, column_clear);
  grid->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  grid->limit = _crm_print_is_terminal () ? _crm_print_get_columns () : 0;

  return grid;
}

/*< private >
 * Frees a table.
 */
void
_crm_grid_free (CrmGrid *grid)
{
  if (grid == NULL)
    return;

  g_array_unref (grid->columns);
  g_ptr_array_unref (grid->rows);
  g_free (grid);
}

/*< private >
 * @number: whether its values are aligned at their end
 */
void
_crm_grid_add_column (CrmGrid    *grid,
                      const char *title,
                      gboolean    number)
{
  Column column = { g_strdup (title), number, _crm_print_measure (title) };

  g_array_append_val (grid->columns, column);
}

/* How wide a line is with the first @n columns, none of them wider than @most. */
static guint
measure (CrmGrid *grid,
         guint    n,
         guint    most)
{
  guint total = GAP * (n - 1);

  for (guint i = 0; i < n; i++)
    total += MIN (g_array_index (grid->columns, Column, i).width, most);

  /* That something is left out takes a sign. */
  return n < grid->columns->len ? total + GAP + 1 : total;
}

static Column *
find_widest (CrmGrid *grid)
{
  Column *widest = &g_array_index (grid->columns, Column, 0);

  for (guint i = 1; i < grid->n_shown; i++)
    {
      Column *column = &g_array_index (grid->columns, Column, i);

      if (column->width > widest->width)
        widest = column;
    }

  return widest;
}

/* Shows as many columns as can be read, and takes from the widest ones what is too much. */
static void
fit (CrmGrid *grid)
{
  grid->n_shown = grid->columns->len;
  if (grid->limit == 0)
    return;

  while (grid->n_shown > 2 && measure (grid, grid->n_shown, LEAST_WIDTH) > grid->limit)
    grid->n_shown--;

  while (measure (grid, grid->n_shown, G_MAXUINT) > grid->limit)
    {
      Column *widest = find_widest (grid);

      if (widest->width <= 1)
        return;
      widest->width--;
    }
}

static void
append_blanks (GString *text,
               guint    n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_c (text, ' ');
}

/* The beginning of @text that takes no more than @width columns. */
static char *
cut (const char *text,
     guint       width)
{
  GString *beginning = g_string_new (NULL);
  guint used = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      guint own = g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;

      if (used + own > width - 1)
        break;
      g_string_append_unichar (beginning, c);
      used += own;
    }
  g_string_append (beginning, "…");

  return g_string_free (beginning, FALSE);
}

static void
append_row (CrmGrid *grid,
            GString *text,
            char   **cells)
{
  for (guint i = 0; i < grid->n_shown; i++)
    {
      const Column *column = &g_array_index (grid->columns, Column, i);
      guint width = _crm_print_measure (cells[i]);
      g_autofree char *cell = grid->limit > 0 && width > column->width ? cut (cells[i], column->width) : g_strdup (cells[i]);
      guint blanks;

      width = _crm_print_measure (cell);
      blanks = column->width > width ? column->width - width : 0;
      if (column->number)
        append_blanks (text, blanks);
      g_string_append (text, cell);
      if (i + 1 < grid->columns->len)
        append_blanks (text, GAP + (column->number ? 0 : blanks));
    }
  if (grid->n_shown < grid->columns->len)
    g_string_append (text, "…");

  while (text->len > 0 && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
  g_string_append_c (text, '\n');
}

static gboolean
begin (CrmGrid  *grid,
       GError  **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();

  for (guint i = 0; i < grid->columns->len; i++)
    {
      Column *column = &g_array_index (grid->columns, Column, i);

      g_ptr_array_add (titles, column->title);
      for (guint k = 0; k < grid->rows->len; k++)
        {
          char **cells = g_ptr_array_index (grid->rows, k);
          guint width = _crm_print_measure (cells[i]);

          column->width = MAX (column->width, grid->limit > 0 ? width : MIN (width, MOST_WIDTH));
        }
    }
  fit (grid);

  append_row (grid, text, (char **) titles->pdata);
  for (guint k = 0; k < grid->rows->len; k++)
    append_row (grid, text, g_ptr_array_index (grid->rows, k));
  g_ptr_array_set_size (grid->rows, 0);
  grid->begun = TRUE;

  return _crm_print (grid->ctl, text, error);
}

/*< private >
 * @cells: (array): a text for each column
 */
gboolean
_crm_grid_add_row (CrmGrid  *grid,
                   char    **cells,
                   GError  **error)
{
  g_autoptr (GPtrArray) clean = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < grid->columns->len; i++)
    {
      GString *cell = g_string_new (NULL);

      _crm_print_append_clean (cell, cells[i], FALSE);
      g_ptr_array_add (clean, g_string_free (cell, FALSE));
    }
  g_ptr_array_add (clean, NULL);

  if (grid->begun)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      append_row (grid, text, (char **) clean->pdata);
      return _crm_print (grid->ctl, text, error);
    }

  g_ptr_array_add (grid->rows, g_ptr_array_steal (clean, NULL));

  return grid->rows->len < ROWS_TO_MEASURE || begin (grid, error);
}

/*< private >
 * Prints what has not been printed yet. Without a row, not even the titles.
 */
gboolean
_crm_grid_end (CrmGrid  *grid,
               GError  **error)
{
  return grid->begun || grid->rows->len == 0 || begin (grid, error);
}
