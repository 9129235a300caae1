/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A page of the window: it has a header bar of its own, with a button that shows the sidebar when
 * the window is narrow, and a button that goes back when it was opened from another page.
 */

#include "config.h"

#include "crm-page.h"

typedef struct
{
  CrmWorkspace *workspace;
  CrmViewState *state;
  char *title;
  guint folded : 1;
  guint pushed : 1;
} CrmPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CrmPage, crm_page, ADW_TYPE_BIN)

enum
{
  PROP_TITLE = 1,
  PROP_FOLDED,
  PROP_PUSHED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
crm_page_real_open (CrmPage *self)
{
}

static CrmPage *
crm_page_real_get_active (CrmPage *self)
{
  return self;
}

static void
crm_page_get_property (GObject    *object,
                       guint       id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  CrmPagePrivate *priv = crm_page_get_instance_private (CRM_PAGE (object));

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, priv->folded);
      break;
    case PROP_PUSHED:
      g_value_set_boolean (value, priv->pushed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_page_set_property (GObject      *object,
                       guint         id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  CrmPagePrivate *priv = crm_page_get_instance_private (CRM_PAGE (object));

  switch (id)
    {
    case PROP_TITLE:
      crm_page_set_title (CRM_PAGE (object), g_value_get_string (value));
      break;
    case PROP_FOLDED:
      if (priv->folded != g_value_get_boolean (value))
        {
          priv->folded = g_value_get_boolean (value);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_PUSHED:
      if (priv->pushed != g_value_get_boolean (value))
        {
          priv->pushed = g_value_get_boolean (value);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* Libadwaita keeps room for five letters of a title, which at twice the size of the text is more
 * than a narrow window has beside its buttons. */
static void
let_titles_shrink (GtkWidget *widget,
                   gboolean   in_title)
{
  if (in_title && GTK_IS_LABEL (widget))
    gtk_label_set_width_chars (GTK_LABEL (widget), 1);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    let_titles_shrink (child, in_title || ADW_IS_WINDOW_TITLE (child));
}

static void
crm_page_constructed (GObject *object)
{
  G_OBJECT_CLASS (crm_page_parent_class)->constructed (object);

  let_titles_shrink (GTK_WIDGET (object), FALSE);
}

static void
crm_page_dispose (GObject *object)
{
  CrmPagePrivate *priv = crm_page_get_instance_private (CRM_PAGE (object));

  g_clear_object (&priv->workspace);
  g_clear_object (&priv->state);

  G_OBJECT_CLASS (crm_page_parent_class)->dispose (object);
}

static void
crm_page_finalize (GObject *object)
{
  CrmPagePrivate *priv = crm_page_get_instance_private (CRM_PAGE (object));

  g_free (priv->title);

  G_OBJECT_CLASS (crm_page_parent_class)->finalize (object);
}

static void
crm_page_class_init (CrmPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = crm_page_constructed;
  object_class->dispose = crm_page_dispose;
  object_class->finalize = crm_page_finalize;
  object_class->get_property = crm_page_get_property;
  object_class->set_property = crm_page_set_property;
  klass->open = crm_page_real_open;
  klass->get_active = crm_page_real_get_active;

  /**
   * CrmPage:title:
   *
   * What is on the page.
   */
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * CrmPage:folded:
   *
   * Whether the sidebar is hidden because the window is narrow.
   */
  properties[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * CrmPage:pushed:
   *
   * Whether there is a page to go back to.
   */
  properties[PROP_PUSHED] = g_param_spec_boolean ("pushed", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_page_init (CrmPage *self)
{
}

/**
 * crm_page_open:
 * @workspace: a workspace
 * @state: where the arrangement of the window is kept
 *
 * Gives the page what it works with. To be called once.
 */
void
crm_page_open (CrmPage      *self,
               CrmWorkspace *workspace,
               CrmViewState *state)
{
  CrmPagePrivate *priv = crm_page_get_instance_private (self);

  g_return_if_fail (CRM_IS_PAGE (self));
  g_return_if_fail (priv->workspace == NULL);

  priv->workspace = g_object_ref (workspace);
  priv->state = g_object_ref (state);
  CRM_PAGE_GET_CLASS (self)->open (self);
}

/**
 * crm_page_get_workspace:
 *
 * Returns: (transfer none): the workspace
 */
CrmWorkspace *
crm_page_get_workspace (CrmPage *self)
{
  CrmPagePrivate *priv = crm_page_get_instance_private (self);

  return priv->workspace;
}

/**
 * crm_page_get_active:
 *
 * Returns: (transfer none): the page to which commands go: the one that is shown, where a page is
 *   made of several
 */
CrmPage *
crm_page_get_active (CrmPage *self)
{
  g_return_val_if_fail (CRM_IS_PAGE (self), NULL);

  return CRM_PAGE_GET_CLASS (self)->get_active (self);
}

/**
 * crm_page_get_state:
 *
 * Returns: (transfer none): where the arrangement of the window is kept
 */
CrmViewState *
crm_page_get_state (CrmPage *self)
{
  CrmPagePrivate *priv = crm_page_get_instance_private (self);

  return priv->state;
}

/**
 * crm_page_get_title:
 *
 * Returns: (transfer none) (nullable): what is on the page
 */
const char *
crm_page_get_title (CrmPage *self)
{
  CrmPagePrivate *priv = crm_page_get_instance_private (self);

  return priv->title;
}

/**
 * crm_page_set_title:
 * @title: what is on the page
 */
void
crm_page_set_title (CrmPage    *self,
                    const char *title)
{
  CrmPagePrivate *priv = crm_page_get_instance_private (self);

  if (g_strcmp0 (priv->title, title) == 0)
    return;

  g_free (priv->title);
  priv->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/**
 * crm_page_tell:
 * @widget: any widget in the window
 * @text: a sentence
 * @batch: what can be undone, or 0
 *
 * Tells something at the foot of the window, with a button that undoes it.
 */
void
crm_page_tell (GtkWidget  *widget,
               const char *text,
               gint64      batch)
{
  gtk_widget_activate_action (widget, "win.tell", "(sx)", text, batch);
}

/**
 * crm_page_announce:
 * @widget: any widget in the window
 * @text: a sentence
 *
 * Tells something to screen readers that others see.
 */
void
crm_page_announce (GtkWidget  *widget,
                   const char *text)
{
  gtk_widget_activate_action (widget, "win.announce", "s", text);
}

/**
 * crm_page_tell_commit:
 * @widget: any widget in the window
 * @text: a sentence
 * @commit: what was done
 *
 * Tells that something was done, with a button that undoes it.
 */
void
crm_page_tell_commit (GtkWidget  *widget,
                      const char *text,
                      CrmCommit  *commit)
{
  crm_page_tell (widget, text, commit->batch);
}

typedef struct
{
  GtkWidget *widget;
  char *text;
} Told;

static void
told_free (Told *told)
{
  g_object_unref (told->widget);
  g_free (told->text);
  g_free (told);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Told, told_free)

static void
committed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Told) told = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);

  if (commit == NULL)
    crm_page_tell (told->widget, error->message, 0);
  else if (told->text != NULL)
    crm_page_tell_commit (told->widget, told->text, commit);
}

/**
 * crm_page_commit:
 * @widget: any widget in the window; one that stays if others go with the change
 * @workspace: a workspace
 * @set: what is to be changed
 * @text: (nullable): a sentence for when it is done, or %NULL if people see it anyway
 *
 * Changes something and tells that it was done, with a button that undoes it, or why it could not be.
 */
void
crm_page_commit (GtkWidget    *widget,
                 CrmWorkspace *workspace,
                 CrmChangeSet *set,
                 const char   *text)
{
  Told *told = g_new (Told, 1);

  told->widget = g_object_ref (widget);
  told->text = g_strdup (text);
  crm_store_commit_async (crm_workspace_get_store (workspace), set, NULL, committed_cb, told);
}
