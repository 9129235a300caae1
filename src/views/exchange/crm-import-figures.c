/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What becomes of the rows of a file, in figures: "198 new, 2 rejected".
 */

#include "config.h"

#include "crm-import-figures.h"

#include <glib/gi18n.h>

#include "crm-money.h"

static const char *
get_form (CrmFate fate,
          gulong  n)
{
  switch (fate)
    {
    case CRM_FATE_MERGED:
      return g_dngettext (GETTEXT_PACKAGE, "%s merged", "%s merged", n);
    case CRM_FATE_SKIPPED:
      return g_dngettext (GETTEXT_PACKAGE, "%s skipped", "%s skipped", n);
    case CRM_FATE_REJECTED:
      return g_dngettext (GETTEXT_PACKAGE, "%s rejected", "%s rejected", n);
    case CRM_FATE_CREATED:
    default:
      /* TRANSLATORS: how many rows of a file are new records; these four stand behind each other: "198 new, 2 rejected" */
      return g_dngettext (GETTEXT_PACKAGE, "%s new", "%s new", n);
    }
}

/**
 * crm_import_figures_say:
 * @counts: (array fixed-size=4): how many rows have each #CrmFate
 *
 * Returns: (transfer full): what becomes of them, without what becomes of none
 */
char *
crm_import_figures_say (const gint64 counts[4])
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint fate = 0; fate < 4; fate++)
    {
      g_autofree char *number = NULL;
      g_autofree char *part = NULL;

      /* If there is nothing at all, nothing is new. */
      if (counts[fate] == 0 && (fate != CRM_FATE_CREATED || counts[1] + counts[2] + counts[3] > 0))
        continue;

      number = crm_number_format ((double) counts[fate]);
      part = crm_fill (get_form ((CrmFate) fate, (gulong) counts[fate]), number);
      if (text->len > 0)
        /* TRANSLATORS: between figures that stand behind each other */
        g_string_append (text, _(", "));
      g_string_append (text, part);
    }

  return g_strdup (text->str);
}
