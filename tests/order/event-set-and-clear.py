from turn import *


async def waiter(n, units):
    await nap(units)
    say("%d waits", n)
    await event.wait()
    say("%d goes on", n)


async def main():
    global event
    event = asyncio.Event()
    a, b = spawn(waiter(1, 0)), spawn(waiter(2, 2))
    await nap(1)
    event.set()
    event.clear()
    say("pulse")
    await a
    say("is set: %d", event.is_set())
    await nap(3)
    event.set()
    say("set")
    await b
    say("end")


run(main)
