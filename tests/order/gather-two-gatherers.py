from turn import *


async def child(n):
    await nap(n)
    say("child %d", n)


async def gatherer(name, a, b):
    await asyncio.gather(a, b)
    say(name)


async def main():
    a, b = spawn(child(1)), spawn(child(2))
    await asyncio.gather(gatherer("first", a, b), gatherer("second", b, a))
    say("end")


run(main)
