/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Preloaded into a program: lets a disk fail, or the program die, at one call that writes. What is
 * to happen is said in the environment:
 *
 *   CRM_FAULT_UNDER   the folder whose files are meant; others are left alone
 *   CRM_FAULT_HOW     "kill": the program is gone before the call
 *                     "torn": the program is gone in the middle of it
 *                     "error": the call fails once
 *                     "full": nothing can grow from the call on
 *                     "unreadable": a call that reads fails once
 *                     "protected": nothing can be opened for writing
 *   CRM_FAULT_AT      the number of the call, from 1 on
 *   CRM_FAULT_COUNT   a file for the numbers of calls that wrote and that read, told at the end
 */

/* Each name is to be what it says. */
#undef _FILE_OFFSET_BITS
#undef _FORTIFY_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

typedef enum
{
  NOTHING,
  KILL,
  TORN,
  ERROR,
  FULL,
  UNREADABLE,
  PROTECTED,
} How;

static const char *const names[] = { "", "kill", "torn", "error", "full", "unreadable", "protected" };

static const char *under;
static How how;
static long at;
static atomic_long n_writes;
static atomic_long n_reads;

__attribute__ ((constructor)) static void
begin (void)
{
  const char *name = getenv ("CRM_FAULT_HOW");

  under = getenv ("CRM_FAULT_UNDER");
  at = getenv ("CRM_FAULT_AT") != NULL ? atol (getenv ("CRM_FAULT_AT")) : 0;
  for (unsigned i = 0; name != NULL && i < sizeof names / sizeof *names; i++)
    if (strcmp (names[i], name) == 0)
      how = (How) i;
}

__attribute__ ((destructor)) static void
end (void)
{
  const char *path = getenv ("CRM_FAULT_COUNT");
  FILE *file;

  under = NULL;
  file = path != NULL ? fopen (path, "w") : NULL;
  if (file == NULL)
    return;

  fprintf (file, "%ld %ld\n", atomic_load (&n_writes), atomic_load (&n_reads));
  fclose (file);
}

static int
is_path_meant (const char *path)
{
  return under != NULL && path != NULL && strncmp (path, under, strlen (under)) == 0;
}

static int
is_meant (int fd)
{
  char link[64];
  char path[PATH_MAX];
  ssize_t length;

  if (under == NULL)
    return 0;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, path, sizeof path - 1);
  if (length < 0)
    return 0;
  path[length] = '\0';

  return is_path_meant (path);
}

/* What happens at a call that writes: 0, or the number of an error. */
static int
meet (int grows)
{
  long n = atomic_fetch_add (&n_writes, 1) + 1;

  if (how == KILL && n == at)
    kill (getpid (), SIGKILL);
  if (how == ERROR && n == at)
    return EIO;
  if (how == FULL && grows && n >= at)
    return ENOSPC;

  return 0;
}

static int
is_torn (void)
{
  return how == TORN && atomic_load (&n_writes) == at;
}

#define REAL(name) ((__typeof__ (name) *) dlsym (RTLD_NEXT, #name))

#define FAIL_AT(grows)             \
  do                               \
    {                              \
      int code = meet (grows);     \
                                   \
      if (code != 0)               \
        {                          \
          errno = code;            \
          return -1;               \
        }                          \
    }                              \
  while (0)

ssize_t
write (int         fd,
       const void *data,
       size_t      size)
{
  if (is_meant (fd))
    FAIL_AT (1);

  return REAL (write) (fd, data, size);
}

ssize_t
pwrite (int         fd,
        const void *data,
        size_t      size,
        off_t       offset)
{
  if (is_meant (fd))
    {
      FAIL_AT (1);
      if (is_torn ())
        {
          if (REAL (pwrite) (fd, data, size / 2, offset) >= 0)
            kill (getpid (), SIGKILL);
        }
    }

  return REAL (pwrite) (fd, data, size, offset);
}

ssize_t
pwrite64 (int         fd,
          const void *data,
          size_t      size,
          off64_t     offset)
{
  return pwrite (fd, data, size, offset);
}

int
fsync (int fd)
{
  if (is_meant (fd))
    FAIL_AT (0);

  return REAL (fsync) (fd);
}

int
fdatasync (int fd)
{
  if (is_meant (fd))
    FAIL_AT (0);

  return REAL (fdatasync) (fd);
}

int
ftruncate (int   fd,
           off_t length)
{
  struct stat info;

  if (is_meant (fd))
    FAIL_AT (fstat (fd, &info) == 0 && length > info.st_size);

  return REAL (ftruncate) (fd, length);
}

int
ftruncate64 (int     fd,
             off64_t length)
{
  return ftruncate (fd, length);
}

int
rename (const char *from,
        const char *to)
{
  if (is_path_meant (to))
    FAIL_AT (0);

  return REAL (rename) (from, to);
}

int
renameat2 (int          from_folder,
           const char  *from,
           int          to_folder,
           const char  *to,
           unsigned int flags)
{
  if (is_path_meant (to))
    FAIL_AT (0);

  return REAL (renameat2) (from_folder, from, to_folder, to, flags);
}

int
link (const char *from,
      const char *to)
{
  if (is_path_meant (to))
    FAIL_AT (0);

  return REAL (link) (from, to);
}

int
unlink (const char *path)
{
  if (is_path_meant (path))
    FAIL_AT (0);

  return REAL (unlink) (path);
}

ssize_t
pread (int     fd,
       void   *data,
       size_t  size,
       off_t   offset)
{
  if (is_meant (fd) && atomic_fetch_add (&n_reads, 1) + 1 == at && how == UNREADABLE)
    {
      errno = EIO;
      return -1;
    }

  return REAL (pread) (fd, data, size, offset);
}

ssize_t
pread64 (int      fd,
         void    *data,
         size_t   size,
         off64_t  offset)
{
  return pread (fd, data, size, offset);
}

static int
is_refused (const char *path,
            int         flags)
{
  if (how != PROTECTED || (flags & O_ACCMODE) == O_RDONLY || !is_path_meant (path))
    return 0;

  errno = EROFS;

  return 1;
}

static mode_t
get_mode (int     flags,
          va_list args)
{
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg (args, mode_t) : 0;
}

int
open (const char *path,
      int         flags,
      ...)
{
  va_list args;
  mode_t mode;

  va_start (args, flags);
  mode = get_mode (flags, args);
  va_end (args);

  return is_refused (path, flags) ? -1 : REAL (open) (path, flags, mode);
}

int
open64 (const char *path,
        int         flags,
        ...)
{
  va_list args;
  mode_t mode;

  va_start (args, flags);
  mode = get_mode (flags, args);
  va_end (args);

  return is_refused (path, flags) ? -1 : REAL (open) (path, flags, mode);
}
