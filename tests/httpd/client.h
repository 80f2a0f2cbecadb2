/* client.h - a server on a Unix socket, and a client that sends bytes as they are and prints what comes. What is sent through such
 * a socket is there at once, so tests may run on the virtual clock. */
#ifndef CLIENT_H
#define CLIENT_H

#include <ac/httpd.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Everything that comes on FD until its end, with a 0 behind, for free(); no header Date and no CR in it. */
static async char *drain(int fd)
{
    size_t have = 0, room = 65536, kept = 0;
    char *text = malloc(room + 1);
    int whole = 0;
    ssize_t got;

    defer if (!whole) free(text);
    while ((got = await ac_read(fd, text + have, room - have)) > 0) {
        have += (size_t)got;
        if (have == room)
            text = realloc(text, (room *= 2) + 1);
    }
    text[have] = '\0';
    for (size_t i = 0; i < have; i++) {
        if (!strncmp(text + i, "Date: ", 6))
            i += strcspn(text + i, "\n");
        else if (text[i] != '\r')
            text[kept++] = text[i];
    }
    text[kept] = '\0';
    whole = 1;
    return text;
}

/* Sends REQUEST, and that nothing more comes, and gives what comes back. */
static async char *exchange(const char *address, const char *request, size_t size)
{
    int fd = await ac_dial("unix", address);

    if (fd < 0)
        return strdup("no connection\n");
    defer ac_close(fd);
    await ac_send_all(fd, request, size);
    shutdown(fd, SHUT_WR);
    return await drain(fd);
}

/* The same with text, and prints what comes. */
static inline async void talk(const char *address, const char *request)
{
    char *text = await exchange(address, request, strlen(request));

    printf("%s", text);
    free(text);
}

static inline int listen_here(char *address, size_t size)
{
    snprintf(address, size, "@ac-httpd-%d", (int)getpid());
    return ac_listen("unix", address, 0);
}

#endif
