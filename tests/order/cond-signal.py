from turn import *


async def waiter(n):
    async with cond:
        say("%d waits", n)
        await cond.wait()
        say("%d woke", n)


async def main():
    global cond
    cond = asyncio.Condition()
    tasks = [spawn(waiter(i)) for i in range(4)]
    await nap(1)
    async with cond:
        cond.notify()
        say("signalled")
    await nap(1)
    async with cond:
        cond.notify_all()
        say("broadcast")
    await asyncio.gather(*tasks)
    say("end")


run(main)
