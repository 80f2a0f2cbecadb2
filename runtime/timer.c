/* timer.c - timers in exact order, by deadline and then by start.
 *
 * A hierarchical wheel over all 64 bits of the time: a timer is in the level of the highest 8-bit digit in which its
 * deadline differs from wheel->now, in the slot of that digit. So every timer of a lower level, and every lower slot of
 * the same level, is due earlier; starting and stopping touch one slot. When time reaches a slot its timers move to lower
 * levels, down to slots of one nanosecond: nothing is ever sorted.
 *
 * Two timers of one deadline are always in the same slot, since the place depends on the deadline and `now` alone, and
 * they keep their order when they move: equal deadlines fire in the order of their start without a number for it.
 *
 * A slot is four chains, chosen by a hash of the deadline, so that equal deadlines are in one. Walking four chains side by
 * side has four cache misses under way at a time, which is what a million timers cost. */
#include "core.h"

static unsigned digit(ac_time time, unsigned level)
{
    return (unsigned)((uint64_t)time >> level * AC_WHEEL_BITS) & (AC_WHEEL_SLOTS - 1);
}

/* What is above the digit. (The shift of the top level would be by more than the width.) */
static uint64_t above(ac_time time, unsigned level)
{
    return level + 1 < AC_WHEEL_LEVELS ? (uint64_t)time >> (level + 1) * AC_WHEEL_BITS : 0;
}

static unsigned level_of(const struct ac_wheel *wheel, ac_time at)
{
    return (63u - (unsigned)__builtin_clzll((uint64_t)at ^ (uint64_t)wheel->now)) / AC_WHEEL_BITS;
}

static unsigned chain_of(ac_time at)
{
    return (unsigned)((uint64_t)at * 0x9E3779B97F4A7C15u >> 62);
}

static bool slot_is_empty(const struct ac_queue slot[AC_WHEEL_CHAINS])
{
    return !slot[0].first && !slot[1].first && !slot[2].first && !slot[3].first;
}

static void place(struct ac_wheel *wheel, struct ac_wait *wait)
{
    unsigned level = level_of(wheel, wait->on.at), slot = digit(wait->on.at, level);

    ac_queue_add(&wheel->slot[level][slot][chain_of(wait->on.at)], wait);
    wheel->used[level][slot / 64] |= (uint64_t)1 << slot % 64;
    wheel->levels |= 1u << level;
}

/* The first slot of a level that is not empty; AC_WHEEL_SLOTS: none. */
static unsigned first_slot(const struct ac_wheel *wheel, unsigned level)
{
    for (unsigned word = 0; word < AC_WHEEL_WORDS; word++)
        if (wheel->used[level][word])
            return word * 64 + (unsigned)__builtin_ctzll(wheel->used[level][word]);
    return AC_WHEEL_SLOTS;
}

static void slot_emptied(struct ac_wheel *wheel, unsigned level, unsigned slot)
{
    wheel->used[level][slot / 64] &= ~((uint64_t)1 << slot % 64);
    if (first_slot(wheel, level) == AC_WHEEL_SLOTS)
        wheel->levels &= ~(1u << level);
}

void ac_timer_start(struct ac_loop *loop, struct ac_wait *wait, ac_time at)
{
    wait->on.at = at > loop->wheel.now ? at : loop->wheel.now + 1;
    place(&loop->wheel, wait);
    ac_attend(loop);
}

void ac_timer_soon(struct ac_loop *loop, struct ac_wait *wait)
{
    wait->on.at = INT64_MIN;
    ac_queue_add(&loop->soon, wait);
    ac_attend(loop);
}

void ac_timer_stop(struct ac_loop *loop, struct ac_wait *wait)
{
    struct ac_wheel *wheel = &loop->wheel;
    unsigned level, slot;

    if (wait->on.at == INT64_MIN) {
        ac_queue_remove(&loop->soon, wait);
        return;
    }
    if (wait->on.at <= wheel->now) {
        ac_queue_remove(&loop->fired, wait);
        return;
    }
    level = level_of(wheel, wait->on.at);
    slot = digit(wait->on.at, level);
    ac_queue_remove(&wheel->slot[level][slot][chain_of(wait->on.at)], wait);
    if (slot_is_empty(wheel->slot[level][slot]))
        slot_emptied(wheel, level, slot);
}

/* Where a slot begins. */
static ac_time start_of(const struct ac_wheel *wheel, unsigned level, unsigned slot)
{
    return (ac_time)((above(wheel->now, level) << AC_WHEEL_BITS | slot) << level * AC_WHEEL_BITS);
}

/* The wheel is at the start of a slot: what is due then goes to `fired`, the rest to lower levels. */
static void empty_slot(struct ac_wheel *wheel, unsigned level, unsigned slot, struct ac_queue *fired)
{
    struct ac_queue chains[AC_WHEEL_CHAINS];

    memcpy(chains, wheel->slot[level][slot], sizeof chains);
    memset(wheel->slot[level][slot], 0, sizeof chains);
    slot_emptied(wheel, level, slot);
    while (!slot_is_empty(chains))
        for (int i = 0; i < AC_WHEEL_CHAINS; i++) {
            struct ac_wait *wait = chains[i].first;

            if (!wait)
                continue;
            chains[i].first = wait->next;
            if (wait->on.at == wheel->now)
                ac_queue_add(fired, wait);
            else
                place(wheel, wait);
        }
}

void ac_timers_collect(struct ac_loop *loop, ac_time now)
{
    struct ac_wheel *wheel = &loop->wheel;

    if (now <= wheel->now)
        return;
    while (wheel->levels) {
        unsigned level = (unsigned)__builtin_ctz(wheel->levels), slot = first_slot(wheel, level);
        ac_time start = start_of(wheel, level, slot);

        if (start > now)
            break;
        wheel->now = start;
        empty_slot(wheel, level, slot, &loop->fired);
    }
    wheel->now = now;
}

ac_time ac_timers_next(const struct ac_wheel *wheel, bool exact)
{
    enum { FEW = 32 };
    unsigned level = (unsigned)__builtin_ctz(wheel->levels), slot = first_slot(wheel, level), seen = 0;
    ac_time first = INT64_MAX;

    for (unsigned chain = 0; chain < AC_WHEEL_CHAINS; chain++)
        for (const struct ac_wait *wait = wheel->slot[level][slot][chain].first; wait; wait = wait->next) {
            if (wait->on.at < first)
                first = wait->on.at;
            if (++seen > FEW && !exact)
                return (ac_time)((uint64_t)first >> level * AC_WHEEL_BITS << level * AC_WHEEL_BITS);
        }
    return first;
}

static bool withdraw_sleep(struct ac_wait *wait)
{
    ac_timer_stop(ac_loop_here, wait);
    return true;
}

static void describe_sleep(const struct ac_wait *wait, FILE *out)
{
    ac_time left = wait->on.at - ac_loop_now(ac_loop_here);

    fprintf(out, ", %.6f s left", left > 0 ? (double)left / (double)AC_SECOND : 0.0);
}

static const struct ac_kind kind_sleep = { AC_KIND("ac_sleep"), .withdraw = withdraw_sleep, .fire = ac_fire_ready,
                                           .describe = describe_sleep };
static const struct ac_kind kind_yield = { AC_KIND("ac_yield") };

struct ac_frame *ac_yield(void)
{
    struct ac_loop *loop = ac_loop_here;
    struct ac_wait *wait = ac_wait_begin(loop, &kind_yield);

    ac_ready_push(loop, wait);
    return &wait->leaf;
}

struct ac_frame *ac_sleep(ac_time duration, int *result)
{
    struct ac_loop *loop = ac_loop_here;
    struct ac_wait *wait;
    ac_time now;

    (void)result;
    if (duration <= 0) {
        loop->current->wait.value.i = 0;
        return ac_yield();
    }
    wait = ac_wait_begin(loop, &kind_sleep);
    now = ac_loop_now(loop);
    ac_timer_start(loop, wait, duration > INT64_MAX - now ? INT64_MAX : now + duration);
    return &wait->leaf;
}
