/* While the file that $FAILING_SYNC names exists, every sync of the process fails as that of a broken disk does. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int fails(void) {
  const char *name = getenv("FAILING_SYNC");
  return name != NULL && access(name, F_OK) == 0;
}

int fsync(int file) {
  if (fails()) {
    errno = EIO;
    return -1;
  }
  return ((int (*)(int)) dlsym(RTLD_NEXT, "fsync"))(file);
}

int fdatasync(int file) {
  if (fails()) {
    errno = EIO;
    return -1;
  }
  return ((int (*)(int)) dlsym(RTLD_NEXT, "fdatasync"))(file);
}
