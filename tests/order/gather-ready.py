from turn import *


async def child(n):
    say("child %d", n)


async def main():
    a, b = spawn(child(1)), spawn(child(2))
    await asyncio.gather()
    say("nothing gathered")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    say("gather")
    await asyncio.gather(a, b)
    say("gathered")
    await asyncio.gather(a)
    say("again")


run(main)
