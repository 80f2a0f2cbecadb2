"""What the twins share: an asyncio loop whose clock jumps to the next deadline when nothing is ready, and that counts its
turns. Deadlines that are equal go by the order of their start, where asyncio's own heap leaves it open. TURNS=no: the
real clock, and lines without turns."""
import asyncio
import itertools
import os
import selectors

REAL = "TURNS" in os.environ
UNIT = 1 / 32


class JumpingSelector(selectors.DefaultSelector):
    """Never waits: the loop's time goes on instead."""

    now = 0.0

    def select(self, timeout=None):
        if REAL or timeout is None:
            return super().select(timeout)
        found = super().select(0)
        if not found:
            self.now += max(timeout, 0)
        return found


class Timer(asyncio.TimerHandle):
    """Ordered by (deadline, start)."""

    starts = itertools.count()

    def __init__(self, *args, **named):
        super().__init__(*args, **named)
        self.start = next(self.starts)

    def __lt__(self, other):
        return (self._when, self.start) < (other._when, other.start)


class Loop(asyncio.SelectorEventLoop):
    def __init__(self):
        self.turn = 0
        self.jumping = JumpingSelector()
        super().__init__(self.jumping)
        if not REAL:
            self._clock_resolution = 1e-9

    def time(self):
        return super().time() if REAL else self.jumping.now

    def _run_once(self):
        self.turn += 1
        super()._run_once()


asyncio.base_events.events.TimerHandle = Timer


def say(text, *args):
    text = text % args if args else text
    print(text if REAL else "[%d] %s" % (asyncio.get_running_loop().turn, text))


async def nap(units):
    await asyncio.sleep(units * UNIT)


def timeout(units):
    return asyncio.timeout(units * UNIT)


spawn = asyncio.create_task


async def join(task):
    """As ac_join(): tells how the task ended."""
    try:
        await task
        return "done"
    except asyncio.CancelledError:
        if not task.cancelled():
            raise
        return "cancelled"


async def wait_for(task, units):
    """As ac_wait_for()."""
    try:
        async with timeout(units):
            await task
        return "done"
    except asyncio.TimeoutError:
        return "timed out"
    except asyncio.CancelledError:
        return "cancelled"


class Ordered(dict):
    """A set that remembers the order in which things came."""

    def add(self, thing):
        self[thing] = None

    def discard(self, thing):
        self.pop(thing, None)


class Group(asyncio.TaskGroup):
    """Cancels its tasks in the order of their start, where asyncio's own has a set of them."""

    def __init__(self):
        super().__init__()
        self._tasks = Ordered()


def cancel_all(loop):
    """What asyncio.run() does at its end, in the order of the tasks' start instead of a set's."""
    tasks = sorted(asyncio.all_tasks(loop), key=lambda task: int(task.get_name().split("-")[1]))
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))


asyncio.runners._cancel_all_tasks = cancel_all


def run(main):
    with asyncio.Runner(loop_factory=Loop) as runner:
        runner.run(main())
