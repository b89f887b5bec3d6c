/* Lets the system calls of one process fail: LD_PRELOAD it (tests/faults/failing.py).
 *
 * Counted are calls on files below the folder FAILING_BELOW. Number `at` fails, once or for good, as the disk would say.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

static long count, at;
static int with, for_good;

void failing_arm(long number, int error, int good) { count = 0; at = number; with = error; for_good = good; }
long failing_count(void) { return count; }

static int below(const char *path) {
    const char *root = getenv("FAILING_BELOW");
    return root && path && strncmp(path, root, strlen(root)) == 0;
}

static int file_below(int fd) {
    char name[64], path[4096];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t got = readlink(name, path, sizeof path - 1);
    if (got < 0) return 0;
    path[got] = 0;
    return below(path);
}

static int fails(int ours) {
    if (!at || !ours) return 0;
    count++;
    if (count != at && !(for_good && count > at)) return 0;
    errno = with;
    return 1;
}

#define REAL(name) ((typeof(&name))dlsym(RTLD_NEXT, #name))
#define ON_FILE(type, name, args, given) type name args { return fails(file_below(fd)) ? -1 : REAL(name) given; }
#define ON_PATH(type, name, args, given) type name args { return fails(below(path)) ? -1 : REAL(name) given; }

ON_FILE(ssize_t, read, (int fd, void *to, size_t n), (fd, to, n))
ON_FILE(ssize_t, pread64, (int fd, void *to, size_t n, off64_t from), (fd, to, n, from))
ON_FILE(ssize_t, pread, (int fd, void *to, size_t n, off_t from), (fd, to, n, from))
ON_FILE(ssize_t, write, (int fd, const void *of, size_t n), (fd, of, n))
ON_FILE(ssize_t, pwrite64, (int fd, const void *of, size_t n, off64_t from), (fd, of, n, from))
ON_FILE(ssize_t, pwrite, (int fd, const void *of, size_t n, off_t from), (fd, of, n, from))
ON_FILE(int, fsync, (int fd), (fd))
ON_FILE(int, fdatasync, (int fd), (fd))
ON_FILE(int, ftruncate64, (int fd, off64_t n), (fd, n))
ON_FILE(int, ftruncate, (int fd, off_t n), (fd, n))
ON_PATH(int, unlink, (const char *path), (path))
ON_PATH(int, mkdir, (const char *path, mode_t mode), (path, mode))
ON_PATH(int, rmdir, (const char *path), (path))
ON_PATH(int, rename, (const char *path, const char *to), (path, to))

ssize_t sendfile64(int to, int fd, off64_t *from, size_t n) {
    return fails(file_below(to) || file_below(fd)) ? -1 : REAL(sendfile64)(to, fd, from, n);
}
ssize_t sendfile(int to, int fd, off_t *from, size_t n) {
    return fails(file_below(to) || file_below(fd)) ? -1 : REAL(sendfile)(to, fd, from, n);
}
int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return fails(below(path)) ? -1 : REAL(open64)(path, flags, mode);
}
int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return fails(below(path)) ? -1 : REAL(open)(path, flags, mode);
}
