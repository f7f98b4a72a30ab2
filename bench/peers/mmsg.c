// mmsg THREADS: the floor for UDP. Each thread has a socket of its own on one port (SO_REUSEPORT) and takes up to 64
// datagrams with one recvmmsg, uppercases each in place and answers all of them with sendmmsg.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "upper.h"

enum { BATCH = 64, LARGEST = 2048 };

static void *serve(void *arg) {
  int fd = *(int *)arg;
  static __thread char bytes[BATCH][LARGEST];
  struct sockaddr_in peers[BATCH];
  struct iovec parts[BATCH];
  struct mmsghdr batch[BATCH] = {0};
  for (int i = 0; i < BATCH; i++) {
    parts[i].iov_base = bytes[i];
    batch[i].msg_hdr.msg_name = &peers[i];
    batch[i].msg_hdr.msg_iov = &parts[i];
    batch[i].msg_hdr.msg_iovlen = 1;
  }
  for (int used = BATCH;;) {
    for (int i = 0; i < used; i++) {
      parts[i].iov_len = LARGEST;
      batch[i].msg_hdr.msg_namelen = sizeof peers[i];
    }
    used = recvmmsg(fd, batch, BATCH, MSG_WAITFORONE, NULL);
    if (used < 0) used = 0;
    for (int i = 0; i < used; i++) upper(bytes[i], bytes[i], parts[i].iov_len = batch[i].msg_len);
    for (int sent = 0, n; sent < used; sent += n) {
      n = sendmmsg(fd, batch + sent, (unsigned)(used - sent), 0);
      if (n < 1) n = 1; // the first one cannot be sent: as lost as datagrams may be
    }
  }
  return NULL;
}

int main(int argc, char **argv) {
  int threads = argc > 1 ? atoi(argv[1]) : 1, one = 1, fds[64];
  if (threads < 1 || threads > 64) return 2;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  for (int i = 0; i < threads; i++) {
    fds[i] = socket(AF_INET, SOCK_DGRAM, 0);
    setsockopt(fds[i], SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
    if (bind(fds[i], (struct sockaddr *)&address, size) || getsockname(fds[i], (struct sockaddr *)&address, &size))
      return perror("bind"), 1;
  }
  printf("listening %d\n", ntohs(address.sin_port));
  fflush(stdout);
  for (int i = 1; i < threads; i++) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, serve, &fds[i])) return 1;
  }
  serve(&fds[0]);
}
