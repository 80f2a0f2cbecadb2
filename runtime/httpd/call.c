/* call.c - calling a handler. By hand, because only so it can be told whether it has to wait: then answers to earlier requests,
 * which otherwise wait for the last one that has come, are sent before. */
#include "server.h"

struct ac_frame *httpd_call(struct exchange *x, ac_httpd_handler *handler, void *arg, int *result);

struct ac_frame *httpd_call(struct exchange *x, ac_httpd_handler *handler, void *arg, int *result)
{
    struct ac_frame *callee = handler(&x->request, arg, result);

    if (callee && httpd_pending(x) && !x->direct_size)
        httpd_send(x); /* what cannot be sent now is sent later */
    return callee;
}
