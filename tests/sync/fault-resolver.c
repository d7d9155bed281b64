/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault-resolver.h"

struct _FaultResolver
{
  GResolver parent_instance;
  FaultMix *mix;
};

G_DEFINE_FINAL_TYPE (FaultResolver, fault_resolver, G_TYPE_RESOLVER)

static GList *
look_up (FaultResolver *self, const char *name, GResolverNameLookupFlags flags, GError **error)
{
  if ((flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY) != 0
      || fault_mix_draw (self->mix, FAULT_AT_NAME) == FAULT_NO_NAME)
    {
      g_set_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE, "Error resolving “%s”: try again", name);
      return NULL;
    }
  return g_list_append (NULL, g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4));
}

static GList *
lookup_by_name_with_flags (GResolver *resolver,
                           const char *name,
                           GResolverNameLookupFlags flags,
                           GCancellable *cancellable,
                           GError **error)
{
  return look_up (FAULT_RESOLVER (resolver), name, flags, error);
}

static GList *
lookup_by_name (GResolver *resolver, const char *name, GCancellable *cancellable, GError **error)
{
  return look_up (FAULT_RESOLVER (resolver), name, G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, error);
}

static void
free_addresses (gpointer data)
{
  g_resolver_free_addresses (data);
}

static void
lookup_by_name_with_flags_async (GResolver *resolver,
                                 const char *name,
                                 GResolverNameLookupFlags flags,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  GError *error = NULL;
  GList *addresses = look_up (FAULT_RESOLVER (resolver), name, flags, &error);

  if (addresses != NULL)
    g_task_return_pointer (task, addresses, free_addresses);
  else
    g_task_return_error (task, error);
}

static void
lookup_by_name_async (GResolver *resolver,
                      const char *name,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  lookup_by_name_with_flags_async (resolver, name, G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, cancellable, callback,
                                   user_data);
}

static GList *
lookup_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
fault_resolver_class_init (FaultResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name = lookup_by_name;
  resolver_class->lookup_by_name_async = lookup_by_name_async;
  resolver_class->lookup_by_name_finish = lookup_finish;
  resolver_class->lookup_by_name_with_flags = lookup_by_name_with_flags;
  resolver_class->lookup_by_name_with_flags_async = lookup_by_name_with_flags_async;
  resolver_class->lookup_by_name_with_flags_finish = lookup_finish;
}

static void
fault_resolver_init (FaultResolver *self)
{
}

/* @mix: outlives the resolver */
GResolver *
fault_resolver_new (FaultMix *mix)
{
  FaultResolver *self = g_object_new (FAULT_TYPE_RESOLVER, NULL);

  self->mix = mix;
  return G_RESOLVER (self);
}
