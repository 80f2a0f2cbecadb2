from turn import *


async def child(n, units):
    await nap(units)
    say("child %d", n)


async def main():
    a, b = spawn(child(1, 0)), spawn(child(2, 2))
    await nap(1)
    say("gather")
    await asyncio.gather(b, a)
    say("gathered")


run(main)
