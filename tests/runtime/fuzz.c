// RUN: %cc %cflags -I%incdir %s %libac -o %t && %t 40
// Random programs: tasks that sleep, yield, lock, send, receive, gather, time out, and cancel one another. Each must come
// to its end with nothing left locked or waiting. Arguments: how many, the first seed.
#include "hand.h"

enum { TASKS = 60, STEPS = 12, WORLDS = 3 };

static unsigned long long seed;
static ac_mutex mutex;
static ac_sem sem;
static ac_cond cond;
static ac_event event;
static ac_chan *chans[WORLDS];
static struct ac_task *all[TASKS];
static int held, permits, children;

static int rnd(int n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (int)(seed % (unsigned)n);
}

ASYNC(int, child, int steps)
{
    BEGIN(child);
    children++;
    for (; self->steps > 0; self->steps--)
        AWAIT_INT(self->tmp, ac_sleep(rnd(3), &self->tmp));
    children--;
    RETURN(rnd(4) == 0);
CANCELLED:
    children--;
    END;
}

/* Holds the mutex over a few turns, and waits for the condition now and then. */
ASYNC(int, locking, int wait, ours)
{
    BEGIN(locking);
    AWAIT_INT(self->tmp, ac_mutex_lock(&mutex, &self->tmp));
    self->ours = 1;
    assert(!held);
    if (self->wait)
        AWAIT_INT(self->tmp, ac_cond_wait(&cond, &mutex, &self->tmp));
    assert(!held);
    held = 1;
    AWAIT(ac_yield());
    if (0) {
    CANCELLED:
        self->wait = -1;
    }
    if (self->ours) {
        held = 0;
        assert(!ac_mutex_unlock(&mutex));
    }
    if (self->wait < 0)
        return AC_CANCELLED;
    RETURN(0);
    END;
}

ASYNC(int, permitted, int x)
{
    BEGIN(permitted);
    AWAIT_INT(self->tmp, ac_sem_acquire(&sem, &self->tmp));
    assert(++permits <= 3);
    ac_shield_begin();
    AWAIT_INT(self->tmp, ac_sleep(rnd(4), &self->tmp));
    ac_shield_end();
    permits--;
    ac_sem_release(&sem);
    RETURN(0);
CANCELLED:
    END;
}

ASYNC(int, limited, int what; int number; struct ac_scope scope)
{
    BEGIN(limited);
    ac_timeout_begin(&self->scope, rnd(6));
    if (self->what % 4 == 1)
        goto receives;
    if (self->what % 4 == 2)
        goto waits;
    if (self->what % 4 == 3)
        goto sleeps;
    AWAIT_INT(self->tmp, ac_chan_send(chans[self->what % WORLDS], &self->number, &self->tmp));
    goto done;
receives:
    AWAIT_INT(self->tmp, ac_chan_recv(chans[self->what % WORLDS], &self->number, &self->tmp));
    goto done;
waits:
    AWAIT_INT(self->tmp, ac_event_wait(&event, &self->tmp));
    goto done;
sleeps:
    AWAIT_INT(self->tmp, ac_sleep(rnd(10), &self->tmp));
done:
    ac_scope_end(&self->scope);
    RETURN(0);
CANCELLED:
    if (ac_scope_end(&self->scope))
        RETURN(1);
    END;
}

ASYNC(int, grouping, struct ac_group group; int how, i)
{
    BEGIN(grouping);
    ac_group_begin(&self->group);
    for (self->i = rnd(4); self->i > 0; self->i--)
        ac_spawn_in(&self->group, SPAWN(child, .steps = rnd(4)));
    AWAIT_INT(self->tmp, ac_sleep(rnd(4), &self->tmp));
    self->how = rnd(2) ? AC_GROUP_DONE : AC_GROUP_LEFT;
    if (0) {
    CANCELLED:
        self->how = AC_GROUP_CANCELLED;
    }
    AWAIT_INT(self->how, ac_group_end(&self->group, self->how, &self->tmp));
    if (self->how == AC_GROUP_CANCELLED)
        return AC_CANCELLED;
    RETURN(0);
    END;
}

ASYNC(int, gathering, struct ac_task *tasks[3]; int cancelled)
{
    BEGIN(gathering);
    for (int i = 0; i < 3; i++)
        self->tasks[i] = ac_task_own(SPAWN(child, .steps = rnd(4)), NULL);
    if (rnd(2))
        AWAIT_INT(self->tmp, ac_gather_n(3, self->tasks, &self->tmp));
    else
        AWAIT_INT(self->tmp, ac_race_n(3, self->tasks, &self->tmp));
    if (0) {
    CANCELLED:
        self->cancelled = 1;
    }
    AWAIT(ac_task_leave(self->tasks[2]));
    AWAIT(ac_task_leave(self->tasks[1]));
    AWAIT(ac_task_leave(self->tasks[0]));
    if (self->cancelled)
        return AC_CANCELLED;
    RETURN(0);
    END;
}

static struct ac_frame *random_call(int *result)
{
    switch (rnd(10)) {
    case 0: return CALL(limited, result, .what = rnd(100));
    case 1: return CALL(permitted, result, .x = 0);
    case 2: return CALL(grouping, result, .i = 0);
    case 3: return CALL(gathering, result, .cancelled = 0);
    case 4: return ac_wait_for(SPAWN(child, .steps = rnd(5)), rnd(8), result);
    case 5: return ac_join(SPAWN(limited, .what = rnd(100)), result);
    case 6: return CALL(locking, result, .wait = 0);
    case 7: return ac_wait_for(SPAWN(locking, .wait = 1), 9, result);
    case 8: ac_event_set(&event); break;
    case 9: ac_event_clear(&event); break;
    }
    ac_cond_signal(&cond);
    return ac_sleep(rnd(3), result);
}

ASYNC(int, player, int steps)
{
    BEGIN(player);
    for (; self->steps > 0; self->steps--) {
        if (rnd(6) == 0)
            ac_cancel(all[rnd(TASKS)]);
        AWAIT_INT(self->tmp, random_call(&self->tmp));
    }
    RETURN(0);
CANCELLED:
    END;
}

ASYNC(int, async_main, int i)
{
    BEGIN(async_main);
    for (self->i = 0; self->i < TASKS; self->i++)
        all[self->i] = ac_task_own(SPAWN(player, .steps = rnd(STEPS)), NULL);
    AWAIT_INT(self->tmp, ac_gather_n(TASKS, all, &self->tmp));
    assert(!held && !mutex.locked && !mutex.waits.first && !cond.waits.first);
    assert(permits == 0 && sem.permits == 3 && !sem.waits.first);
    for (self->i = 0; self->i < TASKS; self->i++)
        AWAIT(ac_task_leave(all[self->i]));
    RETURN(0);
CANCELLED:
    END;
}

static void run(unsigned long long first)
{
    seed = first * 2654435761u + 88172645463325252u;
    ac_set_clock(AC_CLOCK_VIRTUAL);
    mutex = (ac_mutex)AC_MUTEX_INIT;
    sem = (ac_sem)AC_SEM_INIT(3);
    cond = (ac_cond)AC_COND_INIT;
    event = (ac_event)AC_EVENT_INIT;
    held = permits = children = 0;
    for (int i = 0; i < WORLDS; i++)
        chans[i] = ac_chan_new(sizeof(int), (size_t)i);
    assert(!MAIN());
    assert(children == 0);
    for (int i = 0; i < WORLDS; i++)
        ac_chan_free(chans[i]);
}

int main(int argc, char **argv)
{
    unsigned long long count = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    unsigned long long first = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;

    for (unsigned long long i = first; i < first + count; i++)
        run(i);
    return 0;
}
