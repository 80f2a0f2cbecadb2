from turn import *


items = 0


async def consumer(n):
    global items
    for i in range(2):
        async with cond:
            while not items:
                await cond.wait()
            items -= 1
            say("%d takes one", n)


async def producer():
    global items
    for i in range(4):
        await nap(1)
        async with cond:
            items += 1
            say("one more")
            cond.notify()


async def main():
    global cond
    cond = asyncio.Condition()
    await asyncio.gather(consumer(1), consumer(2), producer())
    say("end")


run(main)
