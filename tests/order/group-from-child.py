from turn import *


async def grow(g, n):
    say("grow %d", n)
    if n < 3:
        g.create_task(grow(g, n + 1))
    await nap(1)
    say("grown %d", n)


async def main():
    async with Group() as g:
        g.create_task(grow(g, 0))
    say("end")


run(main)
