/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-report-page.h"

/**
 * KmzbReportPage:
 *
 * One page of the report flow: a step page that knows the booth and the draft. It lives as long as the language does;
 * what must outlive it stands in the draft.
 */
typedef struct
{
  KmzbReportContext *context;
  KmzbReportDraft *draft;
} KmzbReportPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KmzbReportPage, kmzb_report_page, KMZB_TYPE_STEP_PAGE)

enum
{
  PROP_0,
  PROP_CONTEXT,
  PROP_DRAFT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

#define PRIV(self) ((KmzbReportPagePrivate *) kmzb_report_page_get_instance_private (self))

static void
kmzb_report_page_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  KmzbReportPagePrivate *priv = PRIV (KMZB_REPORT_PAGE (object));

  switch (property_id)
    {
    case PROP_CONTEXT:
      priv->context = g_value_dup_boxed (value);
      break;
    case PROP_DRAFT:
      priv->draft = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
kmzb_report_page_finalize (GObject *object)
{
  KmzbReportPagePrivate *priv = PRIV (KMZB_REPORT_PAGE (object));

  g_clear_pointer (&priv->context, kmzb_report_context_unref);
  g_clear_object (&priv->draft);
  G_OBJECT_CLASS (kmzb_report_page_parent_class)->finalize (object);
}

static void
kmzb_report_page_nothing (KmzbReportPage *self)
{
}

static gboolean
kmzb_report_page_real_back (KmzbReportPage *self)
{
  return FALSE;
}

static void
kmzb_report_page_class_init (KmzbReportPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = kmzb_report_page_set_property;
  object_class->finalize = kmzb_report_page_finalize;
  klass->enter = kmzb_report_page_nothing;
  klass->leave = kmzb_report_page_nothing;
  klass->back = kmzb_report_page_real_back;

  properties[PROP_CONTEXT] = g_param_spec_boxed ("context", NULL, NULL, KMZB_TYPE_REPORT_CONTEXT, flags);
  properties[PROP_DRAFT] = g_param_spec_object ("draft", NULL, NULL, KMZB_TYPE_REPORT_DRAFT, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kmzb_report_page_init (KmzbReportPage *self)
{
}

KmzbReportContext *
kmzb_report_page_get_context (KmzbReportPage *self)
{
  return PRIV (self)->context;
}

KmzbReportDraft *
kmzb_report_page_get_draft (KmzbReportPage *self)
{
  return PRIV (self)->draft;
}

void
kmzb_report_page_enter (KmzbReportPage *self)
{
  g_return_if_fail (KMZB_IS_REPORT_PAGE (self));

  KMZB_REPORT_PAGE_GET_CLASS (self)->enter (self);
}

void
kmzb_report_page_leave (KmzbReportPage *self)
{
  g_return_if_fail (KMZB_IS_REPORT_PAGE (self));

  KMZB_REPORT_PAGE_GET_CLASS (self)->leave (self);
}

gboolean
kmzb_report_page_back (KmzbReportPage *self)
{
  g_return_val_if_fail (KMZB_IS_REPORT_PAGE (self), FALSE);

  return KMZB_REPORT_PAGE_GET_CLASS (self)->back (self);
}
