/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For ThreadSanitizer (-Db_sanitize=thread), preloaded into the tests: Debian's GLib is built without it and locks by
 * futexes of its own, so that what its locks, queues and pools put in order looks like a race. Here each of them says
 * what it orders, and calls GLib's. Coarser than GLib where that is simpler: what one reader has done, the next one
 * knows. What nothing here stands between is a race of ours. */
#define GLIB_DISABLE_DEPRECATION_WARNINGS
#include <dlfcn.h>
#include <glib-object.h>

/* Weak: a program without the sanitizer has the file preloaded too. */
void __tsan_acquire (void *address) __attribute__ ((weak));
void __tsan_release (void *address) __attribute__ ((weak));

#define REAL(name) \
  static __typeof__ (&name) real; \
  if (__atomic_load_n (&real, __ATOMIC_RELAXED) == NULL) \
    __atomic_store_n (&real, (__typeof__ (real)) dlsym (RTLD_NEXT, #name), __ATOMIC_RELAXED)

static void
acquire (gconstpointer address)
{
  if (__tsan_acquire != NULL && address != NULL)
    __tsan_acquire ((void *) address);
}

static void
release (gconstpointer address)
{
  if (__tsan_release != NULL && address != NULL)
    __tsan_release ((void *) address);
}

#define LOCK(name, type) \
  void name (type *lock) \
  { \
    REAL (name); \
    real (lock); \
    acquire (lock); \
  }
#define TRYLOCK(name, type) \
  gboolean name (type *lock) \
  { \
    gboolean taken; \
    REAL (name); \
    taken = real (lock); \
    if (taken) \
      acquire (lock); \
    return taken; \
  }
#define UNLOCK(name, type) \
  void name (type *lock) \
  { \
    REAL (name); \
    release (lock); \
    real (lock); \
  }
/* Whoever gives the last reference back is after all the others. */
#define UNREF(name, type) \
  void name (type *object) \
  { \
    REAL (name); \
    release (object); \
    acquire (object); \
    real (object); \
  }
#define PUSH(name, container) \
  void name (container *to, gpointer data) \
  { \
    REAL (name); \
    release (to); \
    real (to, data); \
  }
#define POP(name) \
  gpointer name (GAsyncQueue *queue) \
  { \
    gpointer data; \
    REAL (name); \
    data = real (queue); \
    acquire (queue); \
    return data; \
  }

LOCK (g_mutex_lock, GMutex)
TRYLOCK (g_mutex_trylock, GMutex)
UNLOCK (g_mutex_unlock, GMutex)
LOCK (g_rec_mutex_lock, GRecMutex)
TRYLOCK (g_rec_mutex_trylock, GRecMutex)
UNLOCK (g_rec_mutex_unlock, GRecMutex)
LOCK (g_rw_lock_reader_lock, GRWLock)
TRYLOCK (g_rw_lock_reader_trylock, GRWLock)
UNLOCK (g_rw_lock_reader_unlock, GRWLock)
LOCK (g_rw_lock_writer_lock, GRWLock)
TRYLOCK (g_rw_lock_writer_trylock, GRWLock)
UNLOCK (g_rw_lock_writer_unlock, GRWLock)
UNREF (g_bytes_unref, GBytes)
UNREF (g_ptr_array_unref, GPtrArray)
UNREF (g_hash_table_unref, GHashTable)
UNREF (g_variant_unref, GVariant)
UNREF (g_main_context_unref, GMainContext)
UNREF (g_main_loop_unref, GMainLoop)
PUSH (g_async_queue_push, GAsyncQueue)
PUSH (g_async_queue_push_unlocked, GAsyncQueue)
POP (g_async_queue_pop)
POP (g_async_queue_pop_unlocked)
POP (g_async_queue_try_pop)
POP (g_async_queue_try_pop_unlocked)

void
g_object_unref (gpointer object)
{
  REAL (g_object_unref);
  release (object);
  acquire (object);
  real (object);
}

/* An object's own data is locked by a bit in the list itself. */
void
g_datalist_id_set_data_full (GData **list, GQuark key, gpointer data, GDestroyNotify destroy)
{
  REAL (g_datalist_id_set_data_full);
  acquire (list);
  real (list, key, data, destroy);
  release (list);
}

gpointer
g_datalist_id_remove_no_notify (GData **list, GQuark key)
{
  gpointer data;
  REAL (g_datalist_id_remove_no_notify);
  acquire (list);
  data = real (list, key);
  release (list);
  return data;
}

gboolean
(g_atomic_ref_count_dec) (gatomicrefcount *count)
{
  static gboolean (*real) (gatomicrefcount *);

  if (__atomic_load_n (&real, __ATOMIC_RELAXED) == NULL)
    __atomic_store_n (&real, (gboolean (*) (gatomicrefcount *)) dlsym (RTLD_NEXT, "g_atomic_ref_count_dec"), __ATOMIC_RELAXED);
  release (count);
  acquire (count);
  return real (count);
}

gpointer
g_async_queue_timeout_pop (GAsyncQueue *queue, guint64 timeout)
{
  gpointer data;
  REAL (g_async_queue_timeout_pop);
  data = real (queue, timeout);
  acquire (queue);
  return data;
}

void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  REAL (g_cond_wait);
  release (mutex);
  real (cond, mutex);
  acquire (mutex);
}

gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  gboolean woken;
  REAL (g_cond_wait_until);
  release (mutex);
  woken = real (cond, mutex, end_time);
  acquire (mutex);
  return woken;
}

/* Said by GLib in its own code, where it is not seen; said again here. The other side is a macro in our own code. */
void
(g_once_init_leave) (volatile void *location, gsize result)
{
  static void (*real) (volatile void *, gsize);

  if (__atomic_load_n (&real, __ATOMIC_RELAXED) == NULL)
    __atomic_store_n (&real, (void (*) (volatile void *, gsize)) dlsym (RTLD_NEXT, "g_once_init_leave"), __ATOMIC_RELAXED);
  release ((gconstpointer) location);
  real (location, result);
}

gboolean
(g_once_init_enter) (volatile void *location)
{
  static gboolean (*real) (volatile void *);
  gboolean first;

  if (__atomic_load_n (&real, __ATOMIC_RELAXED) == NULL)
    __atomic_store_n (&real, (gboolean (*) (volatile void *)) dlsym (RTLD_NEXT, "g_once_init_enter"), __ATOMIC_RELAXED);
  first = real (location);
  if (!first)
    acquire ((gconstpointer) location);
  return first;
}

/* ---- pools: what is pushed is known where it is worked on, and what was done to whoever waits for the pool's end ---- */

typedef struct
{
  GFunc func;
  gpointer data;
} Work;

static char ended;

static void
work (gpointer item, gpointer data)
{
  const Work *self = data;

  acquire (self);
  self->func (item, self->data);
  release (&ended);
}

/* Kept for ever: a pool does not say when its last thread has left. */
static Work *
wrap (GFunc func, gpointer data)
{
  static GPtrArray *all;
  static GMutex lock;
  Work *self = g_new (Work, 1);

  *self = (Work) { func, data };
  g_mutex_lock (&lock);
  if (all == NULL)
    all = g_ptr_array_new ();
  g_ptr_array_add (all, self);
  g_mutex_unlock (&lock);
  return self;
}

GThreadPool *
g_thread_pool_new (GFunc func, gpointer user_data, gint max_threads, gboolean exclusive, GError **error)
{
  REAL (g_thread_pool_new);
  return real (work, wrap (func, user_data), max_threads, exclusive, error);
}

GThreadPool *
g_thread_pool_new_full (GFunc func, gpointer user_data, GDestroyNotify item_free_func, gint max_threads,
                        gboolean exclusive, GError **error)
{
  REAL (g_thread_pool_new_full);
  return real (work, wrap (func, user_data), item_free_func, max_threads, exclusive, error);
}

gboolean
g_thread_pool_push (GThreadPool *pool, gpointer data, GError **error)
{
  REAL (g_thread_pool_push);
  release (pool->user_data);
  return real (pool, data, error);
}

void
g_thread_pool_free (GThreadPool *pool, gboolean immediate, gboolean wait)
{
  REAL (g_thread_pool_free);
  real (pool, immediate, wait);
  acquire (&ended);
}

/* ---- main contexts: a source is known where it is dispatched ---- */

typedef struct
{
  GSourceFunc func;
  gpointer data;
  GDestroyNotify notify;
} Call;

static char attached;

guint
g_source_attach (GSource *source, GMainContext *context)
{
  REAL (g_source_attach);
  release (&attached);
  return real (source, context);
}

void
g_main_context_wakeup (GMainContext *context)
{
  REAL (g_main_context_wakeup);
  release (&attached);
  real (context);
}

static gboolean
call (gpointer data)
{
  const Call *self = data;

  acquire (&attached);
  return self->func (self->data);
}

static void
end_call (gpointer data)
{
  Call *self = data;

  if (self->notify != NULL)
    self->notify (self->data);
  g_free (self);
}

static Call *
wrap_call (GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  Call *self = g_new (Call, 1);

  *self = (Call) { func, data, notify };
  return self;
}

/* Also what GTask hands to its caller's context. Sources of other kinds have callbacks of other shapes. */
void
g_source_set_callback (GSource *source, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  REAL (g_source_set_callback);
  if (func != NULL && (source->source_funcs == &g_idle_funcs || source->source_funcs == &g_timeout_funcs))
    real (source, call, wrap_call (func, data, notify), end_call);
  else
    real (source, func, data, notify);
}

void
g_main_context_invoke_full (GMainContext *context, gint priority, GSourceFunc function, gpointer data,
                            GDestroyNotify notify)
{
  REAL (g_main_context_invoke_full);
  release (&attached);
  real (context, priority, call, wrap_call (function, data, notify), end_call);
}

void
g_main_context_invoke (GMainContext *context, GSourceFunc function, gpointer data)
{
  g_main_context_invoke_full (context, G_PRIORITY_DEFAULT, function, data, NULL);
}

guint
g_idle_add_full (gint priority, GSourceFunc function, gpointer data, GDestroyNotify notify)
{
  REAL (g_idle_add_full);
  release (&attached);
  return real (priority, call, wrap_call (function, data, notify), end_call);
}

guint
g_idle_add (GSourceFunc function, gpointer data)
{
  return g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, function, data, NULL);
}

gboolean
g_main_context_iteration (GMainContext *context, gboolean may_block)
{
  gboolean done;
  REAL (g_main_context_iteration);
  done = real (context, may_block);
  acquire (&attached);
  return done;
}

void
g_main_loop_run (GMainLoop *loop)
{
  REAL (g_main_loop_run);
  acquire (&attached);
  real (loop);
  acquire (loop);
}

void
g_main_loop_quit (GMainLoop *loop)
{
  REAL (g_main_loop_quit);
  release (loop);
  release (&attached);
  real (loop);
}
