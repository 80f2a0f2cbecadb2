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
    size_t first, count;    /* of the elements in the ring */
    size_t inside;          /* suspended calls */
    bool closed, freed;
    char ring[];
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
    return chan;
}

/* A suspended call is over. */
static void leave(ac_chan *chan)
{
    if (--chan->inside == 0 && chan->freed)
        free(chan);
}

/* ---- the ring ---- */

static void put(ac_chan *chan, const void *element)
{
    size_t last = chan->first + chan->count++;

    memcpy(chan->ring + (last < chan->room ? last : last - chan->room) * chan->size, element, chan->size);
}

static void take(ac_chan *chan, void *element)
{
    memcpy(element, chan->ring + chan->first * chan->size, chan->size);
    if (++chan->first == chan->room)
        chan->first = 0;
    chan->count--;
}

/* ---- waiting ---- */

struct chan_frame {
    struct ac_frame base;
    int value;
    bool met; /* without capacity: a receiver has taken the element */
    ac_chan *chan;
    union {
        const void *out;
        void *in;
    } element;
};

static bool can_put(const ac_chan *chan)
{
    return chan->count < chan->capacity;
}

static bool can_take(const ac_chan *chan)
{
    return chan->count || (!chan->capacity && chan->senders.first);
}

static struct chan_frame *frame_of(const struct ac_wait *wait)
{
    return (struct chan_frame *)(void *)wait->leaf.caller;
}

static void wake_first(struct ac_queue *queue, const struct ac_kind *kind)
{
    struct ac_wait *wait = ac_queue_take(queue);

    if (wait)
        ac_ready_as(ac_loop_here, wait, kind);
}

static void undo_send(struct ac_wait *wait);
static void undo_recv(struct ac_wait *wait);

static const struct ac_kind kind_send = { AC_KIND("ac_chan_send"), .withdraw = ac_withdraw_queued };
static const struct ac_kind kind_recv = { AC_KIND("ac_chan_recv"), .withdraw = ac_withdraw_queued };
/* Woken: will try again. When it cannot any more, the next one should. */
static const struct ac_kind kind_may_send = { AC_KIND("ready"), .undo = undo_send };
static const struct ac_kind kind_may_recv = { AC_KIND("ready"), .undo = undo_recv };

static void undo_send(struct ac_wait *wait)
{
    ac_chan *chan = frame_of(wait)->chan;

    if (can_put(chan))
        wake_first(&chan->senders, &kind_may_send);
}

static void undo_recv(struct ac_wait *wait)
{
    ac_chan *chan = frame_of(wait)->chan;

    if (can_take(chan))
        wake_first(&chan->receivers, &kind_may_recv);
}

/* ---- one attempt: 0, -EPIPE or -EAGAIN ---- */

int ac_chan_send_try(ac_chan *chan, const void *element)
{
    if (chan->closed)
        return -EPIPE;
    /* Without capacity the one place serves a receiver that waits already. */
    if (!can_put(chan) && (chan->count == chan->room || !chan->receivers.first))
        return -EAGAIN;
    put(chan, element);
    wake_first(&chan->receivers, &kind_may_recv);
    return 0;
}

/* Takes the element of the first sender that waits, in a channel without capacity. */
static void meet(ac_chan *chan, void *element)
{
    struct ac_wait *wait = ac_queue_take(&chan->senders);

    memcpy(element, frame_of(wait)->element.out, chan->size);
    frame_of(wait)->met = true;
    ac_ready(ac_loop_here, wait);
}

int ac_chan_recv_try(ac_chan *chan, void *element)
{
    if (!can_take(chan))
        return chan->closed ? -EPIPE : -EAGAIN;
    if (!chan->count) {
        meet(chan, element);
        return 0;
    }
    take(chan, element);
    if (chan->capacity)
        wake_first(&chan->senders, &kind_may_send);
    return 0;
}

/* ---- sending ---- */

static struct ac_frame *send_resume(struct ac_frame *base, struct ac_frame *callee);
static struct ac_frame *recv_resume(struct ac_frame *base, struct ac_frame *callee);

static const struct ac_func send_func = { .resume = send_resume, .name = "ac_chan_send",
                                          .size = sizeof(struct chan_frame), .align = 8 };
static const struct ac_func recv_func = { .resume = recv_resume, .name = "ac_chan_recv",
                                          .size = sizeof(struct chan_frame), .align = 8 };

static struct chan_frame *wait_begin(ac_chan *chan, const struct ac_func *func)
{
    struct chan_frame *self = (struct chan_frame *)ac_frame_new(func);

    self->chan = chan;
    self->met = false;
    chan->inside++;
    return self;
}

static struct ac_frame *wait_for(struct chan_frame *self, struct ac_queue *queue, const struct ac_kind *kind)
{
    ac_wait_in(queue, kind)->caller = &self->base;
    return &self->base;
}

/* Without capacity the element is offered first: the receiver that is woken finds it. */
static struct ac_frame *wait_to_send(struct chan_frame *self)
{
    struct ac_frame *suspended = wait_for(self, &self->chan->senders, &kind_send);

    if (!self->chan->capacity)
        wake_first(&self->chan->receivers, &kind_may_recv);
    return suspended;
}

/* Without capacity a sender always waits until its element has been taken. */
static int put_or_offer(ac_chan *chan, const void *element)
{
    return chan->capacity || chan->closed ? ac_chan_send_try(chan, element) : -EAGAIN;
}

static struct ac_frame *send_resume(struct ac_frame *base, struct ac_frame *callee)
{
    struct chan_frame *self = (struct chan_frame *)base;

    if (callee) {
        self->value = self->met ? 0 : put_or_offer(self->chan, self->element.out);
        if (self->value == -EAGAIN)
            return wait_to_send(self);
    }
    leave(self->chan);
    return callee ? NULL : AC_CANCELLED;
}

struct ac_frame *ac_chan_send(ac_chan *chan, const void *element, int *result)
{
    struct chan_frame *self;

    *result = put_or_offer(chan, element);
    if (*result != -EAGAIN)
        return NULL;
    self = wait_begin(chan, &send_func);
    self->element.out = element;
    return wait_to_send(self);
}

/* ---- receiving ---- */

static struct ac_frame *recv_resume(struct ac_frame *base, struct ac_frame *callee)
{
    struct chan_frame *self = (struct chan_frame *)base;

    if (callee) {
        self->value = ac_chan_recv_try(self->chan, self->element.in);
        if (self->value == -EAGAIN)
            return wait_for(self, &self->chan->receivers, &kind_recv);
    }
    leave(self->chan);
    return callee ? NULL : AC_CANCELLED;
}

struct ac_frame *ac_chan_recv(ac_chan *chan, void *element, int *result)
{
    struct chan_frame *self;

    *result = ac_chan_recv_try(chan, element);
    if (*result != -EAGAIN)
        return NULL;
    self = wait_begin(chan, &recv_func);
    self->element.in = element;
    return wait_for(self, &chan->receivers, &kind_recv);
}

/* ---- the end ---- */

void ac_chan_close(ac_chan *chan)
{
    struct ac_wait *wait;

    chan->closed = true;
    while ((wait = ac_queue_take(&chan->senders)) || (wait = ac_queue_take(&chan->receivers)))
        ac_ready(ac_loop_here, wait);
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
