from turn import *


async def waiter():
    await cond.acquire()
    try:
        await cond.wait()
        say("never")
    finally:
        say("unlocks")
        cond.release()


async def main():
    global cond
    cond = asyncio.Condition()
    task = spawn(waiter())
    await nap(1)
    await cond.acquire()
    task.cancel()
    say("asked")
    await nap(2)
    say("main unlocks")
    cond.release()
    say(await join(task))


run(main)
