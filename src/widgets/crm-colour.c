/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The colours that tags and stages can have, from the palette of GNOME. Text on them has a
 * contrast of at least 4.5 : 1, in the light style as in the dark one.
 */

#include "config.h"

#include "crm-colour.h"

static const struct
{
  const char *name;
  const char *background;
  const char *foreground;
} colours[] = {
  { "blue", "#1c71d8", "#ffffff" },
  { "green", "#26a269", "#000000" },
  { "yellow", "#f5c211", "#000000" },
  { "orange", "#ff7800", "#000000" },
  { "red", "#c01c28", "#ffffff" },
  { "purple", "#813d9c", "#ffffff" },
  { "brown", "#865e3c", "#ffffff" },
  { "grey", "#5e5c64", "#ffffff" },
};

/* Unknown ones are grey. */
static guint
find (const char *colour)
{
  for (guint i = 0; i < G_N_ELEMENTS (colours); i++)
    if (g_strcmp0 (colours[i].name, colour) == 0)
      return i;

  return G_N_ELEMENTS (colours) - 1;
}

/**
 * crm_colour_get_background:
 * @colour: (nullable): a keyword of the field "colour"
 *
 * Returns: (transfer none): the colour in CSS notation
 */
const char *
crm_colour_get_background (const char *colour)
{
  return colours[find (colour)].background;
}

/**
 * crm_colour_get_foreground:
 * @colour: (nullable): a keyword of the field "colour"
 *
 * Returns: (transfer none): the colour of text on it, in CSS notation
 */
const char *
crm_colour_get_foreground (const char *colour)
{
  return colours[find (colour)].foreground;
}
