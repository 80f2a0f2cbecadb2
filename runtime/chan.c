/* chan.c - channels. With capacity they are asyncio's queues, step by step: who is woken tries again, and only then puts
 * or takes its element. Without capacity sender and receiver meet: the element goes from one to the other directly. */
#include "core.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct ac_chan {
    struct ac_queue senders, receivers;
    size_t size;            /* of an element */
    size_t capacity;
    size_t room;            /* elements in `ring`: the capacity, but at least 1 */
    size_t limit;           /* the capacity; 0 once it is closed, or where elements are not words */
    size_t count;           /* elements in the ring */
    char *first, *last;     /* where the next one is taken and put */
    char *end;              /* of the ring */
    size_t inside;          /* suspended calls */
    bool closed, freed;
    char ring[] __attribute__((aligned(16)));
};

ac_chan *ac_chan_new(size_t elem_size, size_t capacity)
{
    size_t room = capacity ? capacity : 1, bytes;
    ac_chan *chan;

    if (__builtin_mul_overflow(room, elem_size, &bytes) || __builtin_add_overflow(bytes, sizeof *chan, &bytes))
        return NULL;
    chan = malloc(bytes);
    if (!chan)
        return NULL;
    memset(chan, 0, sizeof *chan);
    chan->size = elem_size;
    chan->capacity = capacity;
    chan->room = room;
    chan->limit = elem_size == sizeof(uint64_t) ? capacity : 0;
    chan->first = chan->last = chan->ring;
    chan->end = chan->ring + room * elem_size;
    return chan;
}

/* A suspended call is over. */
static void leave(ac_chan *chan)
{
    if (--chan->inside == 0 && chan->freed)
        free(chan);
}

/* ---- the ring ---- */

static inline __attribute__((always_inline)) void put(ac_chan *chan, const void *element, size_t size)
{
    char *place = chan->last;

    memcpy(place, element, size);
    chan->last = place + size == chan->end ? chan->ring : place + size;
    chan->count++;
}

static inline __attribute__((always_inline)) void take(ac_chan *chan, void *element, size_t size)
{
    char *place = chan->first;

    memcpy(element, place, size);
    chan->first = place + size == chan->end ? chan->ring : place + size;
    chan->count--;
}

/* ---- waiting ----
 * on.p is the channel, value.p the element; the result replaces it. Who is woken does the rest when its turn comes: then
 * it can still turn out that somebody else was faster. */

static bool can_put(const ac_chan *chan)
{
    return chan->count < chan->capacity;
}

static bool can_take(const ac_chan *chan)
{
    return chan->count || (!chan->capacity && chan->senders.first);
}

static bool withdraw_send(struct ac_wait *wait);
static bool withdraw_recv(struct ac_wait *wait);
static void undo_send(struct ac_wait *wait);
static void undo_recv(struct ac_wait *wait);
static bool arrive_send(struct ac_loop *loop, struct ac_wait *wait);
static bool arrive_recv(struct ac_loop *loop, struct ac_wait *wait);

static const struct ac_kind kind_send = { AC_KIND("ac_chan_send"), .withdraw = withdraw_send };
static const struct ac_kind kind_recv = { AC_KIND("ac_chan_recv"), .withdraw = withdraw_recv };
/* Woken. When it is cancelled instead, the next one should be. */
static const struct ac_kind kind_may_send = { AC_KIND("ready"), .undo = undo_send, .arrive = arrive_send };
static const struct ac_kind kind_may_recv = { AC_KIND("ready"), .undo = undo_recv, .arrive = arrive_recv };

static inline __attribute__((always_inline)) void wake_first(struct ac_loop *loop, struct ac_queue *queue,
                                                             const struct ac_kind *kind)
{
    struct ac_wait *wait = queue->first;

    if (wait) {
        queue->first = wait->next;
        if (wait->next)
            wait->next->prev = wait->prev;
        ((struct ac_task *)wait)->flags |= AC_ARRIVES;
        ac_ready_as(loop, wait, kind);
    }
}

static bool withdraw_send(struct ac_wait *wait)
{
    ac_queue_remove(&((ac_chan *)wait->on.p)->senders, wait);
    leave(wait->on.p);
    return true;
}

static bool withdraw_recv(struct ac_wait *wait)
{
    ac_queue_remove(&((ac_chan *)wait->on.p)->receivers, wait);
    leave(wait->on.p);
    return true;
}

static void undo_send(struct ac_wait *wait)
{
    ac_chan *chan = wait->on.p;

    if (can_put(chan))
        wake_first(ac_loop_here, &chan->senders, &kind_may_send);
    leave(chan);
}

static void undo_recv(struct ac_wait *wait)
{
    ac_chan *chan = wait->on.p;

    if (can_take(chan))
        wake_first(ac_loop_here, &chan->receivers, &kind_may_recv);
    leave(chan);
}

static inline struct ac_frame *wait_for(ac_chan *chan, void *element, struct ac_queue *queue, const struct ac_kind *kind)
{
    struct ac_wait *wait = ac_wait_begin(ac_loop_here, kind);

    wait->on.p = chan;
    wait->value.p = element;
    ac_queue_add(queue, wait);
    return &wait->leaf;
}

/* ---- one attempt: 0, -EPIPE or -EAGAIN ---- */

int ac_chan_send_try(ac_chan *chan, const void *element)
{
    if (chan->closed)
        return -EPIPE;
    /* Without capacity the one place serves a receiver that waits already. */
    if (!can_put(chan) && (chan->count == chan->room || !chan->receivers.first))
        return -EAGAIN;
    put(chan, element, chan->size);
    wake_first(ac_loop_here, &chan->receivers, &kind_may_recv);
    return 0;
}

/* Takes the element of the first sender that waits, in a channel without capacity. */
static void meet(ac_chan *chan, void *element)
{
    struct ac_wait *wait = ac_queue_take(&chan->senders);

    memcpy(element, wait->value.p, chan->size);
    ac_fire_ready(wait, 0);
    leave(chan);
}

int ac_chan_recv_try(ac_chan *chan, void *element)
{
    if (!can_take(chan))
        return chan->closed ? -EPIPE : -EAGAIN;
    if (!chan->count) {
        meet(chan, element);
        return 0;
    }
    take(chan, element, chan->size);
    if (chan->capacity)
        wake_first(ac_loop_here, &chan->senders, &kind_may_send);
    return 0;
}

/* The usual case, an open channel of words that has room or an element, by itself: then nothing is called, and no
 * register need be saved. Most of what a message costs is here. */

static inline __attribute__((always_inline)) bool send_word(struct ac_loop *loop, ac_chan *chan, const void *element)
{
    if (AC_UNLIKELY(chan->count >= chan->limit))
        return false;
    put(chan, element, sizeof(uint64_t));
    wake_first(loop, &chan->receivers, &kind_may_recv);
    return true;
}

static inline __attribute__((always_inline)) bool receive_word(struct ac_loop *loop, ac_chan *chan, void *element)
{
    if (AC_UNLIKELY(!chan->count || !chan->limit))
        return false;
    take(chan, element, sizeof(uint64_t));
    wake_first(loop, &chan->senders, &kind_may_send);
    return true;
}

/* ---- sending ---- */

static __attribute__((noinline)) bool arrive_slowly(struct ac_wait *wait, int result, struct ac_queue *queue,
                                                    const struct ac_kind *kind)
{
    ac_chan *chan = wait->on.p;

    if (result == -EAGAIN) {
        wait_for(chan, wait->value.p, queue, kind);
        return false;
    }
    wait->value.i = result;
    leave(chan);
    return true;
}

static bool arrive_send(struct ac_loop *loop, struct ac_wait *wait)
{
    ac_chan *chan = wait->on.p;

    (void)loop;
    return arrive_slowly(wait, ac_chan_send_try(chan, wait->value.p), &chan->senders, &kind_send);
}

static __attribute__((noinline)) struct ac_frame *send_slowly(ac_chan *chan, const void *element, int *result)
{
    struct ac_frame *leaf;

    if (chan->capacity || chan->closed) {
        *result = ac_chan_send_try(chan, element);
        if (*result != -EAGAIN)
            return NULL;
    }
    chan->inside++;
    leaf = wait_for(chan, (void *)(uintptr_t)element, &chan->senders, &kind_send);
    if (!chan->capacity) /* it goes on when its element has been taken; the receiver that is woken finds it */
        wake_first(ac_loop_here, &chan->receivers, &kind_may_recv);
    return leaf;
}

struct ac_frame *ac_chan_send(ac_chan *chan, const void *element, int *result)
{
    if (AC_UNLIKELY(!send_word(ac_loop_here, chan, element)))
        return send_slowly(chan, element, result);
    *result = 0;
    return NULL;
}

/* ---- receiving ---- */

static __attribute__((noinline)) bool arrive_recv_slowly(struct ac_wait *wait)
{
    ac_chan *chan = wait->on.p;

    return arrive_slowly(wait, ac_chan_recv_try(chan, wait->value.p), &chan->receivers, &kind_recv);
}

static bool arrive_recv(struct ac_loop *loop, struct ac_wait *wait)
{
    ac_chan *chan = wait->on.p;

    if (AC_UNLIKELY(!receive_word(loop, chan, wait->value.p)))
        return arrive_recv_slowly(wait);
    wait->value.i = 0;
    chan->inside--;
    return true;
}

static __attribute__((noinline)) struct ac_frame *recv_slowly(ac_chan *chan, void *element, int *result)
{
    *result = ac_chan_recv_try(chan, element);
    if (*result != -EAGAIN)
        return NULL;
    chan->inside++;
    return wait_for(chan, element, &chan->receivers, &kind_recv);
}

struct ac_frame *ac_chan_recv(ac_chan *chan, void *element, int *result)
{
    if (!chan->count && chan->limit) {
        chan->inside++;
        return wait_for(chan, element, &chan->receivers, &kind_recv);
    }
    if (AC_UNLIKELY(!receive_word(ac_loop_here, chan, element)))
        return recv_slowly(chan, element, result);
    *result = 0;
    return NULL;
}

/* ---- the end ---- */

void ac_chan_close(ac_chan *chan)
{
    chan->closed = true;
    chan->limit = 0;
    while (chan->senders.first)
        wake_first(ac_loop_here, &chan->senders, &kind_may_send);
    while (chan->receivers.first)
        wake_first(ac_loop_here, &chan->receivers, &kind_may_recv);
}

void ac_chan_free(ac_chan *chan)
{
    if (!chan)
        return;
    ac_chan_close(chan);
    chan->freed = true;
    if (!chan->inside)
        free(chan);
}
