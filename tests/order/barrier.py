from turn import *


async def party(n):
    for i in range(2):
        await nap(n)
        say("%d arrives", n)
        await barrier.wait()
        say("%d passes", n)


async def main():
    global barrier
    barrier = asyncio.Barrier(3)
    await asyncio.gather(party(3), party(1), party(2))
    say("end")


run(main)
