from turn import *


async def work():
    await nap(1)
    say("work is done")


async def listener(n):
    await over.wait()
    say("listener %d", n)


async def watch(task):
    await asyncio.gather(task)
    over.set()
    say("watch")


async def main():
    global over
    over = asyncio.Event()
    task = spawn(work())
    watcher = spawn(watch(task))
    a, b, c = spawn(listener(1)), spawn(listener(2)), spawn(listener(3))
    await task
    say("main")
    await watcher
    await c
    await b
    await a
    say("end")


run(main)
