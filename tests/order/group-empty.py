from turn import *


async def child(n):
    say("child %d", n)


async def main():
    async with Group() as g:
        say("empty")
    say("over")
    async with Group() as g:
        g.create_task(child(1))
        await nap(1)
        say("body ends")
    say("group ends")


run(main)
