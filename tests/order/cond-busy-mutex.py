from turn import *


async def waiter(n):
    async with cond:
        await cond.wait()
        say("%d woke", n)
        await nap(1)


async def main():
    global cond
    cond = asyncio.Condition()
    a, b = spawn(waiter(1)), spawn(waiter(2))
    await nap(1)
    await cond.acquire()
    cond.notify_all()
    say("broadcast")
    await nap(2)
    say("unlock")
    cond.release()
    await a
    await b
    say("end")


run(main)
