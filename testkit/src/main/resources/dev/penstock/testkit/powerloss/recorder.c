/*
 * Records what a process does to the files under one folder, so that a loss of power can be played
 * afterwards. Loaded with LD_PRELOAD; the calls of libc that change files are replaced by ones that
 * do the same and write a line about it.
 *
 *   PENSTOCK_RECORD_ROOT   the folder, as realpath gives it
 *   PENSTOCK_RECORD_TRACE  where to append; it must exist and lie outside of the folder
 *   PENSTOCK_RECORD_SAID   writes to this file are not done but recorded: what the process has
 *                          acknowledged. "!halt" ends the process there and then.
 *   PENSTOCK_RECORD_DEAF   when set, no sync is done and none is recorded
 *
 * One lock is held over each change and its line, so the order of the lines is the order of the
 * changes. A sync has two lines, because changes go on while it runs: what was changed before its
 * first line is safe from its second line on.
 *
 * Nothing here calls a function of libc that it replaces, and the kernel is asked directly. So it
 * works before main, in any thread, and has no recursion.
 *
 * A line is a head and its bytes, in the order and width of this machine:
 *   u8 kind, u8[3] 0, i32 fd, i64 a, i64 b, u32 length of the bytes, u32 0
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MOST_FILES = 65536, FILE_OF_ROOT = 1, SAID = 2 };

enum kind {
  STARTED = 'S',
  OPENED = 'O',       /* a: flags; bytes: path */
  CLOSED = 'C',
  DUPLICATED = 'D',   /* a: the new descriptor */
  WRITTEN = 'W',      /* a: offset; bytes: what */
  CUT = 'T',          /* a: length; with bytes: a path, no descriptor */
  RESERVED = 'F',     /* a: length that the file has at least */
  SYNC_BEGUN = 'B',   /* a: number of the sync */
  SYNC_ENDED = 'E',   /* a: number of the sync */
  RENAMED = 'R',      /* bytes: from, 0, to */
  LINKED = 'L',       /* bytes: from, 0, to */
  UNLINKED = 'U',     /* bytes: path */
  FOLDER_MADE = 'M',  /* bytes: path */
  FOLDER_GONE = 'K',  /* bytes: path */
  MAPPED = 'P',       /* written through memory: nobody sees when */
  ACKNOWLEDGED = 'A', /* bytes: text */
  UNKNOWN = 'X'       /* bytes: a call that is not understood here */
};

struct head {
  uint8_t kind;
  uint8_t zero[3];
  int32_t fd;
  int64_t a;
  int64_t b;
  uint32_t length;
  uint32_t none;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX];
static size_t root_length;
static char said[PATH_MAX];
static int trace = -1;
static int deaf;
static int64_t syncs;
static unsigned char files[MOST_FILES];

static void hold(void) { pthread_mutex_lock(&lock); }

static void release(void) { pthread_mutex_unlock(&lock); }

/* A recorder that cannot record must not let the process go on. */
static void broken(const char *why) {
  syscall(SYS_write, 2, why, strlen(why));
  syscall(SYS_write, 2, "\n", 1);
  syscall(SYS_exit_group, 70);
}

static void record(enum kind kind, int fd, int64_t a, const void *bytes, size_t length) {
  struct head head = {kind, {0}, fd, a, 0, (uint32_t)length, 0};
  struct iovec parts[2] = {{&head, sizeof head}, {(void *)bytes, length}};
  size_t left = sizeof head + length;
  while (left > 0) {
    long done = syscall(SYS_writev, trace, parts, 2);
    if (done < 0) {
      if (errno == EINTR) {
        continue;
      }
      broken("recorder: the trace cannot be written");
    }
    left -= (size_t)done;
    for (int i = 0; i < 2; i++) {
      size_t taken = (size_t)done < parts[i].iov_len ? (size_t)done : parts[i].iov_len;
      parts[i].iov_base = (char *)parts[i].iov_base + taken;
      parts[i].iov_len -= taken;
      done -= (long)taken;
    }
  }
}

static void unknown(const char *call) { record(UNKNOWN, -1, 0, call, strlen(call)); }

__attribute__((constructor)) static void start(void) {
  const char *folder = getenv("PENSTOCK_RECORD_ROOT");
  const char *to = getenv("PENSTOCK_RECORD_TRACE");
  const char *words = getenv("PENSTOCK_RECORD_SAID");
  if (folder == NULL || to == NULL || words == NULL) {
    return;
  }
  trace = (int)syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_APPEND | O_CLOEXEC, 0);
  if (trace < 0 || strlen(folder) >= PATH_MAX || strlen(words) >= PATH_MAX) {
    broken("recorder: the trace cannot be opened");
  }
  deaf = getenv("PENSTOCK_RECORD_DEAF") != NULL;
  strcpy(said, words);
  record(STARTED, -1, 0, NULL, 0);
  strcpy(root, folder);
  root_length = strlen(root);
}

/* Writes the absolute path to out; whether it lies under the root. */
static int is_ours(int folder, const char *path, char *out) {
  if (root_length == 0 || path == NULL) {
    return 0;
  }
  size_t used = 0;
  if (path[0] != '/') {
    if (folder == AT_FDCWD) {
      if (syscall(SYS_getcwd, out, (size_t)PATH_MAX) < 0) {
        return 0;
      }
      used = strlen(out);
    } else {
      char link[64];
      snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
      long length = syscall(SYS_readlinkat, AT_FDCWD, link, out, (size_t)PATH_MAX - 1);
      if (length < 0) {
        return 0;
      }
      used = (size_t)length;
    }
    out[used++] = '/';
  }
  if (used + strlen(path) >= PATH_MAX) {
    return 0;
  }
  strcpy(out + used, path);
  return strncmp(out, root, root_length) == 0
      && (out[root_length] == '/' || out[root_length] == 0);
}

static int is_said(const char *path) { return root_length != 0 && strcmp(path, said) == 0; }

/* What is known of a descriptor; only ever asked about open ones. */
static int kind_of(int fd) { return fd >= 0 && fd < MOST_FILES ? files[fd] : 0; }

static void follow(int fd, int what) {
  if (fd >= MOST_FILES) {
    unknown("a descriptor that is too large");
  } else {
    files[fd] = (unsigned char)what;
  }
}

static void forget(int fd) {
  if (kind_of(fd) == FILE_OF_ROOT) {
    record(CLOSED, fd, 0, NULL, 0);
  }
  if (fd >= 0 && fd < MOST_FILES) {
    files[fd] = 0;
  }
}

/* ---- opening and closing ---- */

static int open_file(int folder, const char *path, int flags, mode_t mode) {
  char full[PATH_MAX];
  int ours = is_ours(folder, path, full);
  if (!ours && !is_said(path)) {
    return (int)syscall(SYS_openat, folder, path, flags, mode);
  }
  hold();
  int fd = (int)syscall(SYS_openat, folder, path, flags, mode);
  if (fd >= 0 && ours) {
    if ((flags & O_TMPFILE) == O_TMPFILE) {
      unknown("O_TMPFILE");
    }
    follow(fd, FILE_OF_ROOT);
    record(OPENED, fd, flags & (O_CREAT | O_TRUNC), full, strlen(full));
  } else if (fd >= 0) {
    follow(fd, SAID);
  }
  int error = errno;
  release();
  errno = error;
  return fd;
}

#define OPEN(name)                                                                                 \
  int name(const char *path, int flags, ...) {                                                     \
    va_list rest;                                                                                  \
    va_start(rest, flags);                                                                         \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;                 \
    va_end(rest);                                                                                  \
    return open_file(AT_FDCWD, path, flags, mode);                                                 \
  }

#define OPENAT(name)                                                                               \
  int name(int folder, const char *path, int flags, ...) {                                         \
    va_list rest;                                                                                  \
    va_start(rest, flags);                                                                         \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;                 \
    va_end(rest);                                                                                  \
    return open_file(folder, path, flags, mode);                                                   \
  }

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

int creat(const char *path, mode_t mode) {
  return open_file(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}

int creat64(const char *path, mode_t mode) { return creat(path, mode); }

int close(int fd) {
  if (kind_of(fd) == 0) {
    return (int)syscall(SYS_close, fd);
  }
  hold();
  forget(fd);
  int result = (int)syscall(SYS_close, fd);
  int error = errno;
  release();
  errno = error;
  return result;
}

static int duplicate(int fd, int onto, int flags) {
  hold();
  int made = (int)(onto < 0 ? syscall(SYS_dup, fd) : syscall(SYS_dup3, fd, onto, flags));
  int error = errno;
  if (made >= 0) {
    forget(made);
    if (kind_of(fd) != 0) {
      follow(made, kind_of(fd));
    }
    if (kind_of(fd) == FILE_OF_ROOT) {
      record(DUPLICATED, fd, made, NULL, 0);
    }
  }
  release();
  errno = error;
  return made;
}

int dup(int fd) { return duplicate(fd, -1, 0); }

int dup2(int fd, int onto) {
  /* Onto itself dup2 is nothing, and dup3 an error. */
  return fd == onto ? fd : duplicate(fd, onto, 0);
}

int dup3(int fd, int onto, int flags) { return duplicate(fd, onto, flags); }

/* ---- bytes ---- */

static ssize_t say(const void *bytes, size_t length) {
  hold();
  if (length >= 5 && memcmp(bytes, "!halt", 5) == 0) {
    syscall(SYS_exit_group, 137);
  }
  record(ACKNOWLEDGED, -1, 0, bytes, length);
  release();
  return (ssize_t)length;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  int kind = kind_of(fd);
  if (kind == 0) {
    return syscall(SYS_write, fd, bytes, length);
  }
  if (kind == SAID) {
    return say(bytes, length);
  }
  hold();
  ssize_t done = syscall(SYS_write, fd, bytes, length);
  int error = errno;
  if (done > 0) {
    record(WRITTEN, fd, syscall(SYS_lseek, fd, 0, SEEK_CUR) - done, bytes, (size_t)done);
  }
  release();
  errno = error;
  return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  if (kind_of(fd) == 0) {
    return syscall(SYS_pwrite64, fd, bytes, length, offset);
  }
  hold();
  ssize_t done = syscall(SYS_pwrite64, fd, bytes, length, offset);
  int error = errno;
  if (done > 0) {
    record(WRITTEN, fd, offset, bytes, (size_t)done);
  }
  release();
  errno = error;
  return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  return pwrite64(fd, bytes, length, offset);
}

/* A part after the other: a short write is allowed. */
ssize_t writev(int fd, const struct iovec *parts, int count) {
  if (kind_of(fd) == 0) {
    return syscall(SYS_writev, fd, parts, count);
  }
  ssize_t total = 0;
  for (int i = 0; i < count; i++) {
    ssize_t done = write(fd, parts[i].iov_base, parts[i].iov_len);
    if (done < 0) {
      return total > 0 ? total : done;
    }
    total += done;
    if ((size_t)done < parts[i].iov_len) {
      break;
    }
  }
  return total;
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  if (kind_of(fd) == 0) {
    return syscall(SYS_pwritev, fd, parts, count, (long)offset, 0L);
  }
  ssize_t total = 0;
  for (int i = 0; i < count; i++) {
    ssize_t done = pwrite64(fd, parts[i].iov_base, parts[i].iov_len, offset + total);
    if (done < 0) {
      return total > 0 ? total : done;
    }
    total += done;
    if ((size_t)done < parts[i].iov_len) {
      break;
    }
  }
  return total;
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  return pwritev64(fd, parts, count, offset);
}

int ftruncate64(int fd, off64_t length) {
  hold();
  int result = (int)syscall(SYS_ftruncate, fd, length);
  int error = errno;
  if (result == 0 && kind_of(fd) == FILE_OF_ROOT) {
    record(CUT, fd, length, NULL, 0);
  }
  release();
  errno = error;
  return result;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int truncate64(const char *path, off64_t length) {
  char full[PATH_MAX];
  int ours = is_ours(AT_FDCWD, path, full);
  hold();
  int result = (int)syscall(SYS_truncate, path, length);
  int error = errno;
  if (result == 0 && ours) {
    record(CUT, -1, length, full, strlen(full));
  }
  release();
  errno = error;
  return result;
}

int truncate(const char *path, off_t length) { return truncate64(path, length); }

int fallocate64(int fd, int mode, off64_t offset, off64_t length) {
  hold();
  int result = (int)syscall(SYS_fallocate, fd, mode, offset, length);
  int error = errno;
  if (result == 0 && kind_of(fd) == FILE_OF_ROOT) {
    if (mode == 0) {
      record(RESERVED, fd, offset + length, NULL, 0);
    } else {
      unknown("fallocate with a mode");
    }
  }
  release();
  errno = error;
  return result;
}

int fallocate(int fd, int mode, off_t offset, off_t length) {
  return fallocate64(fd, mode, offset, length);
}

int posix_fallocate64(int fd, off64_t offset, off64_t length) {
  return fallocate64(fd, 0, offset, length) == 0 ? 0 : errno;
}

int posix_fallocate(int fd, off_t offset, off_t length) {
  return posix_fallocate64(fd, offset, length);
}

/* ---- syncs ---- */

static int sync_file(long call, int fd) {
  if (kind_of(fd) != FILE_OF_ROOT) {
    return (int)syscall(call, fd);
  }
  if (deaf) {
    return 0;
  }
  hold();
  int64_t number = ++syncs;
  record(SYNC_BEGUN, fd, number, NULL, 0);
  release();
  int result = (int)syscall(call, fd);
  int error = errno;
  if (result == 0) {
    hold();
    record(SYNC_ENDED, fd, number, NULL, 0);
    release();
  }
  errno = error;
  return result;
}

int fsync(int fd) { return sync_file(SYS_fsync, fd); }

int fdatasync(int fd) { return sync_file(SYS_fdatasync, fd); }

/* ---- names ---- */

static int name_file(enum kind kind, const char *path, long call, int folder, int flags) {
  char full[PATH_MAX];
  int ours = is_ours(folder, path, full);
  hold();
  int result = (int)syscall(call, folder, path, flags);
  int error = errno;
  if (result == 0 && ours) {
    record(kind, -1, 0, full, strlen(full));
  }
  release();
  errno = error;
  return result;
}

int unlinkat(int folder, const char *path, int flags) {
  return name_file(
      (flags & AT_REMOVEDIR) != 0 ? FOLDER_GONE : UNLINKED, path, SYS_unlinkat, folder, flags);
}

int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }

int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int remove(const char *path) {
  int result = unlink(path);
  return result != 0 && errno == EISDIR ? rmdir(path) : result;
}

int mkdirat(int folder, const char *path, mode_t mode) {
  return name_file(FOLDER_MADE, path, SYS_mkdirat, folder, (int)mode);
}

int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

static void record_two(enum kind kind, const char *from, const char *to) {
  char both[2 * PATH_MAX];
  size_t first = strlen(from) + 1;
  memcpy(both, from, first);
  strcpy(both + first, to);
  record(kind, -1, 0, both, first + strlen(to));
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
  char source[PATH_MAX];
  char target[PATH_MAX];
  int out = is_ours(from_folder, from, source);
  int in = is_ours(to_folder, to, target);
  hold();
  int result = (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
  int error = errno;
  if (result == 0 && (out || in)) {
    if (out && in && (flags & ~1U) == 0) {
      record_two(RENAMED, source, target);
    } else {
      unknown("a rename into or out of the folder, or with flags");
    }
  }
  release();
  errno = error;
  return result;
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
  return renameat2(from_folder, from, to_folder, to, 0);
}

int rename(const char *from, const char *to) {
  return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
  char source[PATH_MAX];
  char target[PATH_MAX];
  int out = is_ours(from_folder, from, source);
  int in = is_ours(to_folder, to, target);
  hold();
  int result = (int)syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
  int error = errno;
  if (result == 0 && in) {
    if (out) {
      record_two(LINKED, source, target);
    } else {
      unknown("a link to a file outside of the folder");
    }
  }
  release();
  errno = error;
  return result;
}

int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int symlinkat(const char *text, int folder, const char *path) {
  char full[PATH_MAX];
  int result = (int)syscall(SYS_symlinkat, text, folder, path);
  if (result == 0 && is_ours(folder, path, full)) {
    hold();
    unknown("symlink");
    release();
  }
  return result;
}

int symlink(const char *text, const char *path) { return symlinkat(text, AT_FDCWD, path); }

/* ---- ways of writing that leave no line ---- */

void *mmap64(void *at, size_t length, int protection, int flags, int fd, off64_t offset) {
  void *mapped = (void *)syscall(SYS_mmap, at, length, protection, flags, fd, offset);
  if (mapped != MAP_FAILED && kind_of(fd) == FILE_OF_ROOT && (flags & MAP_SHARED) != 0
      && (protection & PROT_WRITE) != 0) {
    hold();
    record(MAPPED, fd, 0, NULL, 0);
    release();
  }
  return mapped;
}

void *mmap(void *at, size_t length, int protection, int flags, int fd, off_t offset) {
  return mmap64(at, length, protection, flags, fd, offset);
}

static void not_understood(int fd, const char *call) {
  if (kind_of(fd) != 0) {
    hold();
    unknown(call);
    release();
  }
}

ssize_t sendfile64(int to, int from, off64_t *offset, size_t count) {
  not_understood(to, "sendfile");
  return syscall(SYS_sendfile, to, from, offset, count);
}

ssize_t sendfile(int to, int from, off_t *offset, size_t count) {
  return sendfile64(to, from, offset, count);
}

ssize_t copy_file_range(
    int from, off64_t *from_at, int to, off64_t *to_at, size_t count, unsigned flags) {
  not_understood(to, "copy_file_range");
  return syscall(SYS_copy_file_range, from, from_at, to, to_at, count, flags);
}

ssize_t splice(int from, off64_t *from_at, int to, off64_t *to_at, size_t count, unsigned flags) {
  not_understood(to, "splice");
  return syscall(SYS_splice, from, from_at, to, to_at, count, flags);
}

ssize_t pwritev64v2(int fd, const struct iovec *parts, int count, off64_t offset, int flags) {
  not_understood(fd, "pwritev2");
  return syscall(SYS_pwritev2, fd, parts, count, (long)offset, 0L, flags);
}

ssize_t pwritev2(int fd, const struct iovec *parts, int count, off_t offset, int flags) {
  return pwritev64v2(fd, parts, count, offset, flags);
}
