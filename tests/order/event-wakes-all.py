from turn import *


async def waiter(n):
    say("%d waits", n)
    await event.wait()
    say("%d goes on", n)


async def main():
    global event
    event = asyncio.Event()
    tasks = [spawn(waiter(i)) for i in range(3)]
    await nap(1)
    event.set()
    say("set")
    await event.wait()
    say("main does not wait")
    for task in reversed(tasks):
        await task
    say("end")


run(main)
