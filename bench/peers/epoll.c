// epoll THREADS: the floor for TCP. Each of THREADS has an epoll, one buffer to read into and one to answer from; the
// first of them also accepts, one connection each time the listener is ready, and deals connections out in turn. Level-triggered; per ready socket one read of at most 64 KiB, every
// whole frame of it decoded, one write. Frames: a 4-byte big-endian length of at most 1 MiB, then the bytes.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "upper.h"

enum { READ = 64 << 10, FRAME = (1 << 20) + 4, READY = 256 };

// A connection: the start of a frame that is not whole yet, and what the kernel did not take. An idle one holds neither.
struct conn {
  int fd;
  char *kept, *unsent;
  size_t kept_bytes, unsent_bytes, sent;
};

static char *copy(const char *bytes, size_t n) { return n ? memcpy(malloc(n), bytes, n) : NULL; }

static void end(struct conn *c) {
  close(c->fd);
  free(c->kept);
  free(c->unsent);
  free(c);
}

static void want(int ep, struct conn *c, uint32_t events) {
  struct epoll_event e = {.events = events, .data.ptr = c};
  epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e);
}

// Writes on; reading starts again when nothing is left. False: the connection is over.
static int write_on(int ep, struct conn *c) {
  ssize_t w = write(c->fd, c->unsent + c->sent, c->unsent_bytes - c->sent);
  if (w < 0) return errno == EAGAIN;
  if ((c->sent += (size_t)w) < c->unsent_bytes) return 1;
  free(c->unsent);
  c->unsent = NULL;
  want(ep, c, EPOLLIN);
  return 1;
}

static int read_and_answer(int ep, struct conn *c, char *in, char *out) {
  if (c->kept_bytes) memcpy(in, c->kept, c->kept_bytes);
  ssize_t r = read(c->fd, in + c->kept_bytes, READ);
  if (r <= 0) return r < 0 && errno == EAGAIN;
  size_t have = c->kept_bytes + (size_t)r, at = 0, length;
  for (uint32_t prefix; have - at >= 4; at += 4 + length) {
    memcpy(&prefix, in + at, 4);
    if ((length = be32toh(prefix)) > FRAME - 4) return 0;
    if (have - at - 4 < length) break;
    memcpy(out + at, &prefix, 4);
    upper(out + at + 4, in + at + 4, length);
  }
  free(c->kept);
  c->kept = copy(in + at, c->kept_bytes = have - at);
  if (at == 0) return 1;
  ssize_t w = write(c->fd, out, at);
  if (w < 0 && errno != EAGAIN) return 0;
  if (w < 0) w = 0;
  if ((size_t)w < at) {
    c->unsent = copy(out + w, c->unsent_bytes = at - (size_t)w);
    c->sent = 0;
    want(ep, c, EPOLLOUT);
  }
  return 1;
}

static void take(int listener, int ep) {
  int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK), one = 1;
  if (fd < 0) return;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  struct conn *c = calloc(1, sizeof *c);
  c->fd = fd;
  struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
  epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e);
}

static int threads = 1, listener, eps[64];

static void *serve(void *arg) {
  int ep = *(int *)arg;
  char *in = malloc(FRAME + READ), *out = malloc(FRAME + READ);
  struct epoll_event ready[READY];
  for (unsigned next = 0;;) {
    int n = epoll_wait(ep, ready, READY, -1);
    for (int i = 0; i < n; i++) {
      struct conn *c = ready[i].data.ptr;
      if (!c) {
        take(listener, eps[next++ % (unsigned)threads]);
      } else if (!(c->unsent ? write_on(ep, c) : read_and_answer(ep, c, in, out))) {
        end(c);
      }
    }
  }
  return NULL;
}

int main(int argc, char **argv) {
  if (argc > 1) threads = atoi(argv[1]);
  if (threads < 1 || threads > 64) return 2;
  signal(SIGPIPE, SIG_IGN);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 4096) ||
      getsockname(listener, (struct sockaddr *)&address, &size))
    return perror("listen"), 1;
  for (int i = 0; i < threads; i++) eps[i] = epoll_create1(0);
  struct epoll_event e = {.events = EPOLLIN, .data.ptr = NULL};
  epoll_ctl(eps[0], EPOLL_CTL_ADD, listener, &e);
  for (int i = 1; i < threads; i++) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, serve, &eps[i])) return 1;
  }
  printf("listening %d\n", ntohs(address.sin_port));
  fflush(stdout);
  serve(&eps[0]);
}
