/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-seal-keys.h"

#include "kmzb-error.h"
#include "kmzb-file.h"
#include "kmzb-time.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER "kmzb seal keys 1"
#define FILE_MAX_BYTES (64 * 1024)
/* Longer than any description can become: 4000 code points of four bytes. */
#define SEALED_MAX_BYTES (16 * 1024 + crypto_box_SEALBYTES)
#define ID_BYTES 8
#define SECRET_BASE64 sodium_base64_ENCODED_LEN (crypto_box_SECRETKEYBYTES, sodium_base64_VARIANT_ORIGINAL)

/* One key pair; the public half follows from the secret one. */
typedef struct
{
  guint8 secret[crypto_box_SECRETKEYBYTES];
  guint8 public[crypto_box_PUBLICKEYBYTES];
  char id[2 * ID_BYTES + 1];
  gint64 created_us;
} Key;

/**
 * KmzbSealKeys:
 *
 * The X25519 keys to which booths seal descriptions, in one file apart from the database: who gets hold of the
 * database, or of a backup of it, reads no description. The newest key is the one in use; the older ones stay, for
 * reports that were sealed before it and come late. The file is read again whenever it has changed, so that a key made
 * by another process is in use at once. Callable from any thread.
 */
struct _KmzbSealKeys
{
  char *path;
  GMutex lock;
  GArray *keys; /* of Key, the newest last */
  struct stat read; /* the file that was read; st_ino 0: none yet */
};

void
kmzb_seal_key_info_free (KmzbSealKeyInfo *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->public_key);
  g_free (self);
}

static void
key_clear (Key *key)
{
  sodium_memzero (key, sizeof *key);
}

static GArray *
keys_new (void)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (Key));

  g_array_set_clear_func (keys, (GDestroyNotify) key_clear);
  return keys;
}

/* @path: the file; it need not be there */
KmzbSealKeys *
kmzb_seal_keys_new (const char *path)
{
  KmzbSealKeys *self = g_new0 (KmzbSealKeys, 1);

  if (sodium_init () < 0)
    g_error ("libsodium can't get random bytes from this system");
  self->path = g_strdup (path);
  self->keys = keys_new ();
  g_mutex_init (&self->lock);
  return self;
}

void
kmzb_seal_keys_free (KmzbSealKeys *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->keys);
  g_mutex_clear (&self->lock);
  g_free (self->path);
  g_free (self);
}

static gboolean
fail (KmzbSealKeys *self, int saved_errno, const char *what, GError **error)
{
  g_set_error (error, KMZB_ERROR, kmzb_error_from_errno (saved_errno), "Can't %s seal keys %s: %s", what, self->path,
               g_strerror (saved_errno));
  return FALSE;
}

static gboolean
damaged (KmzbSealKeys *self, GError **error)
{
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_DAMAGED, "Seal keys %s are damaged: take them from the backup",
               self->path);
  return FALSE;
}

static void
complete_key (Key *key)
{
  guint8 hash[crypto_generichash_BYTES_MIN];

  crypto_scalarmult_base (key->public, key->secret);
  crypto_generichash (hash, sizeof hash, key->public, sizeof key->public, NULL, 0);
  sodium_bin2hex (key->id, sizeof key->id, hash, ID_BYTES);
}

/* "ID TIME SECRET": the id is there for people, and to notice a line that was changed by hand. */
static gboolean
parse_line (const char *line, Key *key)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  gsize length = 0;
  gboolean ok = g_strv_length (words) == 3 && kmzb_time_parse_w3c (words[1], &key->created_us)
                && sodium_base642bin (key->secret, sizeof key->secret, words[2], strlen (words[2]), NULL, &length,
                                      NULL, sodium_base64_VARIANT_ORIGINAL)
                       == 0
                && length == sizeof key->secret;

  if (ok)
    {
      complete_key (key);
      ok = g_str_equal (key->id, words[0]);
    }
  for (guint i = 0; words[i] != NULL; i++)
    sodium_memzero (words[i], strlen (words[i]));
  return ok;
}

/* @text: wiped by this */
static gboolean
parse_file (KmzbSealKeys *self, char *text, GArray *keys, GError **error)
{
  char *rest = text, *line = strsep (&rest, "\n");
  gboolean ok = g_strcmp0 (line, HEADER) == 0;

  while (ok && (line = strsep (&rest, "\n")) != NULL)
    {
      Key key = { 0 };

      if (*line == '\0')
        continue;
      ok = parse_line (line, &key);
      if (ok)
        g_array_append_val (keys, key);
      key_clear (&key);
    }
  return ok || damaged (self, error);
}

/* Returns: -1 with @error, or the file's descriptor; a missing file is ENOENT in errno and no error */
static int
open_file (KmzbSealKeys *self, struct stat *info, GError **error)
{
  int fd = open (self->path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    {
      if (errno != ENOENT)
        fail (self, errno, "open", error);
      return -1;
    }
  if (fstat (fd, info) < 0 || !S_ISREG (info->st_mode) || info->st_size > FILE_MAX_BYTES)
    damaged (self, error);
  else if ((info->st_mode & 077) != 0)
    g_set_error (error, KMZB_ERROR, KMZB_ERROR_DENIED,
                 "Seal keys %s can be read by others: their permissions must be 0600", self->path);
  else
    return fd;
  close (fd);
  return -1;
}

static gboolean
read_whole (KmzbSealKeys *self, int fd, char *text, GError **error)
{
  gsize have = 0;
  ssize_t got;

  while ((got = read (fd, text + have, FILE_MAX_BYTES - have)) != 0)
    if (got > 0)
      have += (gsize) got;
    else if (errno != EINTR)
      return fail (self, errno, "read", error);
  text[have] = '\0';
  return TRUE;
}

static gboolean
is_as_read (const KmzbSealKeys *self, const struct stat *info)
{
  return self->read.st_ino == info->st_ino && self->read.st_dev == info->st_dev
         && self->read.st_size == info->st_size && self->read.st_mtim.tv_sec == info->st_mtim.tv_sec
         && self->read.st_mtim.tv_nsec == info->st_mtim.tv_nsec;
}

/* Under the lock. A file that has become unreadable is an error, and what was read before is kept. */
static gboolean
refresh (KmzbSealKeys *self, GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GArray) keys = NULL;
  struct stat info;
  gboolean ok;
  int fd;

  if (stat (self->path, &info) == 0 && is_as_read (self, &info))
    return TRUE;
  fd = open_file (self, &info, &fault);
  if (fd < 0 && fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (fd < 0)
    return TRUE;

  text = g_malloc0 (FILE_MAX_BYTES + 1);
  keys = keys_new ();
  ok = read_whole (self, fd, text, error) && parse_file (self, text, keys, error);
  close (fd);
  sodium_memzero (text, FILE_MAX_BYTES + 1);
  if (!ok)
    return FALSE;
  g_array_unref (self->keys);
  self->keys = g_steal_pointer (&keys);
  self->read = info;
  return TRUE;
}

static KmzbSealKeyInfo *
describe (const Key *key)
{
  KmzbSealKeyInfo *info = g_new0 (KmzbSealKeyInfo, 1);

  info->id = g_strdup (key->id);
  info->public_key = g_base64_encode (key->public, sizeof key->public);
  info->created_us = key->created_us;
  return info;
}

/* Under the lock of the folder: two that rotate at once must not lose one of two keys. */
static gboolean
write_with (KmzbSealKeys *self, const Key *key, GError **error)
{
  g_autoptr (GString) text = g_string_sized_new (FILE_MAX_BYTES);
  gboolean ok;

  g_array_append_vals (self->keys, key, 1);
  g_string_append (text, HEADER "\n");
  for (guint i = 0; i < self->keys->len; i++)
    {
      const Key *each = &g_array_index (self->keys, Key, i);
      g_autofree char *created = kmzb_time_format_w3c (each->created_us);
      char secret[SECRET_BASE64];

      sodium_bin2base64 (secret, sizeof secret, each->secret, sizeof each->secret, sodium_base64_VARIANT_ORIGINAL);
      g_string_append_printf (text, "%s %s %s\n", each->id, created, secret);
      sodium_memzero (secret, sizeof secret);
    }
  /* The reader takes no larger file; with a key a day that is more than a year of them. */
  ok = text->len <= FILE_MAX_BYTES;
  if (!ok)
    g_set_error (error, KMZB_ERROR, KMZB_ERROR_FULL, "Seal keys %s: too many keys", self->path);
  ok = ok && kmzb_file_write_durable (self->path, text->str, text->len, 0600, error);
  sodium_memzero (text->str, text->len);
  if (!ok)
    g_array_set_size (self->keys, self->keys->len - 1);
  return ok;
}

/**
 * kmzb_seal_keys_make:
 *
 * Makes a key, which from now on is the one in use. Those before it still open what was sealed to them.
 *
 * Returns: (transfer full): the new key, which is on the disk by now
 */
KmzbSealKeyInfo *
kmzb_seal_keys_make (KmzbSealKeys *self, gint64 now_us, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  KmzbSealKeyInfo *info = NULL;
  Key key = { .created_us = now_us };
  int lock = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (lock < 0 || flock (lock, LOCK_EX) < 0)
    {
      fail (self, errno, "lock the folder of", error);
      if (lock >= 0)
        close (lock);
      return NULL;
    }
  randombytes_buf (key.secret, sizeof key.secret);
  complete_key (&key);
  g_mutex_lock (&self->lock);
  if (refresh (self, error) && write_with (self, &key, error))
    info = describe (&key);
  g_mutex_unlock (&self->lock);
  key_clear (&key);
  close (lock);
  return info;
}

/* Returns: (transfer full) (element-type KmzbSealKeyInfo): the newest, which is in use, last */
GPtrArray *
kmzb_seal_keys_list (KmzbSealKeys *self, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_seal_key_info_free);
  gboolean ok;

  g_mutex_lock (&self->lock);
  ok = refresh (self, error);
  for (guint i = 0; ok && i < self->keys->len; i++)
    g_ptr_array_add (list, describe (&g_array_index (self->keys, Key, i)));
  g_mutex_unlock (&self->lock);
  return ok ? g_steal_pointer (&list) : NULL;
}

/**
 * kmzb_seal_keys_get_current:
 * @info: (out) (transfer full) (nullable): the key in use; %NULL when none was made yet
 */
gboolean
kmzb_seal_keys_get_current (KmzbSealKeys *self, KmzbSealKeyInfo **info, GError **error)
{
  gboolean ok;

  *info = NULL;
  g_mutex_lock (&self->lock);
  ok = refresh (self, error);
  if (ok && self->keys->len > 0)
    *info = describe (&g_array_index (self->keys, Key, self->keys->len - 1));
  g_mutex_unlock (&self->lock);
  return ok;
}

/* A sealed box does not say whose it is; a few keys are tried as fast as one could be looked up. */
static gboolean
try_keys (KmzbSealKeys *self, guint8 *text, const guint8 *box, gsize length, char **key_id)
{
  for (guint i = self->keys->len; i > 0; i--)
    {
      const Key *key = &g_array_index (self->keys, Key, i - 1);

      if (crypto_box_seal_open (text, box, length, key->public, key->secret) != 0)
        continue;
      if (key_id != NULL)
        *key_id = g_strdup (key->id);
      return TRUE;
    }
  return FALSE;
}

/**
 * kmzb_seal_open:
 * @sealed: base64 of a sealed box (crypto_box_seal), as it came with a report
 * @key_id: (out) (optional) (transfer full): which key opened it
 *
 * Opens a description with whichever key it was sealed to. Who calls this writes into the audit who read it.
 *
 * Returns: (transfer full): the description; wipe it after use. %NULL with %KMZB_ERROR_INVALID when it is no sealed
 *   box or holds no text, %KMZB_ERROR_DENIED when no key opens it
 */
char *
kmzb_seal_open (KmzbSealKeys *self, const char *sealed, char **key_id, GError **error)
{
  g_autofree guint8 *box = g_malloc (SEALED_MAX_BYTES);
  g_autofree char *text = g_malloc0 (SEALED_MAX_BYTES + 1);
  gsize length = 0;
  gboolean ok, found;

  if (sodium_base642bin (box, SEALED_MAX_BYTES, sealed, strlen (sealed), NULL, &length, NULL,
                         sodium_base64_VARIANT_ORIGINAL)
          != 0
      || length < crypto_box_SEALBYTES)
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "The description is no sealed box");
      return NULL;
    }
  g_mutex_lock (&self->lock);
  ok = refresh (self, error);
  found = ok && try_keys (self, (guint8 *) text, box, length, key_id);
  g_mutex_unlock (&self->lock);
  if (!ok)
    return NULL;
  if (!found)
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_DENIED, "No key of this server opens the description");
      return NULL;
    }
  if (!g_utf8_validate (text, (gssize) (length - crypto_box_SEALBYTES), NULL))
    {
      sodium_memzero (text, length);
      if (key_id != NULL)
        g_clear_pointer (key_id, g_free);
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "The sealed description is not UTF-8 text");
      return NULL;
    }
  return g_steal_pointer (&text);
}
