// RUN: %cc %cflags -I%incdir %s %libac -o %t && %t | FileCheck %s
// Channels: the steps of asyncio's queues, meeting without capacity, closing, cancelling.
#include "hand.h"
#include <errno.h>

static ac_chan *chan;

ASYNC(int, producer, int n; int i)
{
    BEGIN(producer);
    for (self->i = 0; self->i < self->n; self->i++) {
        AWAIT_INT(self->tmp, ac_chan_send(chan, &self->i, &self->tmp));
        if (self->tmp) {
            printf("send:%d ", self->tmp);
            break;
        }
        printf("put%d ", self->i);
    }
    RETURN(0);
CANCELLED:
    printf("put! ");
    END;
}

ASYNC(int, consumer, char name; int got)
{
    BEGIN(consumer);
    for (;;) {
        AWAIT_INT(self->tmp, ac_chan_recv(chan, &self->got, &self->tmp));
        if (self->tmp) {
            printf("%c:%d ", self->name, self->tmp);
            break;
        }
        printf("%c%d ", self->name, self->got);
    }
    RETURN(0);
CANCELLED:
    printf("%c! ", self->name);
    END;
}

ASYNC(int, async_main, struct ac_task *a, *b, *c; int x)
{
    BEGIN(async_main);

    // CHECK: put0 c0 put1 c1 put2 c2 c:-32
    chan = ac_chan_new(sizeof(int), 1);
    self->a = SPAWN(producer, .n = 3);
    self->b = SPAWN(consumer, .name = 'c');
    AWAIT_INT(self->x, ac_join(self->a, &self->tmp));
    ac_chan_close(chan);
    AWAIT_INT(self->x, ac_join(self->b, &self->tmp));
    ac_chan_free(chan);

    // Room enough: what is in the channel outlives its end.
    // CHECK-NEXT: put0 put1 put2 send:-32 c0 c1 c2 c:-32
    printf("\n");
    chan = ac_chan_new(sizeof(int), 3);
    self->a = SPAWN(producer, .n = 4);
    AWAIT(ac_yield());
    assert(ac_chan_send_try(chan, &self->x) == -EAGAIN);
    ac_chan_close(chan);
    AWAIT_INT(self->x, ac_join(self->a, &self->tmp));
    AWAIT_INT(self->x, ac_join(SPAWN(consumer, .name = 'c'), &self->tmp));
    assert(ac_chan_recv_try(chan, &self->x) == -EPIPE && ac_chan_send_try(chan, &self->x) == -EPIPE);
    ac_chan_free(chan);

    // Receivers in order of coming; one that was woken and is cancelled leaves its element to the next.
    // CHECK-NEXT: a! b0 put0 put1 c1 put2 b2 c:-32 b:-32
    printf("\n");
    chan = ac_chan_new(sizeof(int), 2);
    self->a = SPAWN(consumer, .name = 'a');
    self->b = SPAWN(consumer, .name = 'b');
    self->c = SPAWN(consumer, .name = 'c');
    AWAIT(ac_yield());
    self->x = 0;
    assert(!ac_chan_send_try(chan, &self->x));
    ac_cancel(self->a);
    AWAIT(ac_yield());
    AWAIT(ac_yield());
    for (self->x = 0; self->x < 3; self->x++) {
        if (self->x)
            assert(!ac_chan_send_try(chan, &self->x));
        printf("put%d ", self->x);
        AWAIT(ac_yield());
    }
    AWAIT(ac_yield());
    ac_chan_free(chan);
    AWAIT_INT(self->x, ac_gather_n(3, (ac_task *[]){ self->a, self->b, self->c }, &self->tmp));
    ac_detach(self->a);
    ac_detach(self->b);
    ac_detach(self->c);

    // No capacity: a sender goes on only when its element has been taken.
    // CHECK-NEXT: first c0 put0 c1 put1 c!
    printf("\n");
    chan = ac_chan_new(sizeof(int), 0);
    assert(ac_chan_recv_try(chan, &self->x) == -EAGAIN && ac_chan_send_try(chan, &self->x) == -EAGAIN);
    self->a = SPAWN(producer, .n = 2);
    AWAIT(ac_yield());
    AWAIT(ac_yield());
    printf("first ");
    self->b = SPAWN(consumer, .name = 'c');
    AWAIT_INT(self->x, ac_join(self->a, &self->tmp));
    ac_cancel(self->b);
    AWAIT_INT(self->x, ac_join(self->b, &self->tmp));
    ac_chan_free(chan);
    RETURN(0);
CANCELLED:
    END;
}

int main(void)
{
    return MAIN();
}
