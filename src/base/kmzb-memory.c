/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Blocks from this size on are the system's: what is never written in them takes no memory, and freed they are gone.
 * Small while the renderer compiles its shaders, which keep hundreds of blocks of 32 KiB each used in part; larger
 * when frames are drawn, whose buffers should not be asked of the system sixty times a second, but not so large that
 * tiles (192 KiB and more) leave holes where something small came to lie between them. Left to itself glibc
 * raises this to the largest block it ever saw freed, and a booth that read a million threats once would keep every
 * hole. */
#define STARTING_FROM (24 * 1024)
#define RUNNING_FROM (160 * 1024)
/* Threads that allocate at the same time share so many heaps. */
#define HEAPS 2

/* Before anything allocates: a booth runs for weeks on a small PC, and what is freed is to be free. */
void
kmzb_memory_init (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, STARTING_FROM);
  mallopt (M_TRIM_THRESHOLD, RUNNING_FROM);
  mallopt (M_ARENA_MAX, HEAPS);
#endif
}

/* When the first frame is drawn. */
void
kmzb_memory_run (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, RUNNING_FROM);
#endif
}

/* A server's: its threads take and free the same blocks for every request. What is free at the end of a heap is kept up to
 * this size, and not given back and asked for again in between; larger blocks are the system's all the same. */
#define SERVING_FROM (256 * 1024)
#define SERVING_KEEPS (2 * 1024 * 1024)

void
kmzb_memory_serve (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, SERVING_FROM);
  mallopt (M_TRIM_THRESHOLD, SERVING_KEEPS);
#endif
}

/* Gives back what was freed in the middle of the heaps. Takes milliseconds: for a worker, after much was freed. */
void
kmzb_memory_trim (void)
{
#ifdef __GLIBC__
  malloc_trim (0);
#endif
}

static gpointer
trim (gpointer data)
{
  kmzb_memory_trim ();
  return NULL;
}

/* The same on a thread of its own, and nobody waits. */
void
kmzb_memory_trim_aside (void)
{
  g_thread_unref (g_thread_new ("trim", trim, NULL));
}
