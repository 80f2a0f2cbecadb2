/* error.c - libcurl's errors as errno. */
#include "inner.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const struct {
    CURLcode code;
    int error;
} table[] = {
    { CURLE_URL_MALFORMAT, EINVAL },
    { CURLE_COULDNT_RESOLVE_HOST, ENOENT },
    { CURLE_COULDNT_RESOLVE_PROXY, ENOENT },
    { CURLE_COULDNT_CONNECT, ECONNREFUSED },
    { CURLE_PROXY, ECONNREFUSED },
    { CURLE_OPERATION_TIMEDOUT, ETIMEDOUT },
    { CURLE_PEER_FAILED_VERIFICATION, EKEYREJECTED },
    { CURLE_SSL_ISSUER_ERROR, EKEYREJECTED },
    { CURLE_SSL_INVALIDCERTSTATUS, EKEYREJECTED },
    { CURLE_SSL_PINNEDPUBKEYNOTMATCH, EKEYREJECTED },
    { CURLE_SSL_CACERT_BADFILE, ENOKEY },
    { CURLE_SSL_CERTPROBLEM, ENOKEY },
    { CURLE_SSL_CONNECT_ERROR, EPROTO },
    { CURLE_GOT_NOTHING, ECONNRESET },
    { CURLE_PARTIAL_FILE, ECONNRESET },
    { CURLE_SEND_ERROR, ECONNRESET },
    { CURLE_RECV_ERROR, EPROTO }, /* without an errno it is what came, a bad chunk say */
    { CURLE_WEIRD_SERVER_REPLY, EPROTO },
    { CURLE_BAD_CONTENT_ENCODING, EPROTO },
    { CURLE_HTTP2, EPROTO },
    { CURLE_HTTP2_STREAM, EPROTO },
    { CURLE_TOO_MANY_REDIRECTS, ELOOP },
    { CURLE_OUT_OF_MEMORY, ENOMEM },
    { CURLE_FAILED_INIT, ENOMEM },
    { CURLE_SEND_FAIL_REWIND, ESPIPE },
    { CURLE_NO_CONNECTION_AVAILABLE, EAGAIN },
};

/* Whether the system's own errno says more. */
static bool has_errno(CURLcode code)
{
    return code == CURLE_COULDNT_CONNECT || code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR ||
           code == CURLE_SSL_CONNECT_ERROR;
}

int ac_http_errno(const ac_http_response *r, CURLcode code)
{
    long system = 0;

    if (!code || r->error)
        return r->error;
    if (has_errno(code))
        curl_easy_getinfo(r->easy, CURLINFO_OS_ERRNO, &system);
    if (system > 0 && system != EAGAIN && system != EINPROGRESS)
        return system == EPIPE ? -ECONNRESET : (int)-system; /* the same, noticed when writing */
    if (code == CURLE_UNSUPPORTED_PROTOCOL) /* of a redirection; at first the URL was looked at: it is no HTTP that came */
        return r->status ? -EPROTONOSUPPORT : -EPROTO;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].code == code)
            return -table[i].error;
    return -EIO;
}

int ac_http_fail(ac_http_response *r, int error)
{
    const char *said = r->why ? r->why : r->text[0] ? r->text : ac_strerror(error);

    snprintf(r->session->error, sizeof r->session->error, "%s", said);
    return error;
}
