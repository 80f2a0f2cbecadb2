from turn import *


async def child(n):
    say("child %d starts", n)
    await nap(n)
    say("child %d ends", n)


async def main():
    async with Group() as g:
        for i in range(1, 4):
            g.create_task(child(i))
        say("body ends")
    say("group ends")


run(main)
