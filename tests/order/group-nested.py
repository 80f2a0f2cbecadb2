from turn import *


async def child(name, n):
    await nap(n)
    say("%s %d", name, n)


async def main():
    async with Group() as outer:
        outer.create_task(child("outer", 5))
        async with Group() as inner:
            inner.create_task(child("inner", 1))
            inner.create_task(child("inner", 2))
        say("inner ends")
        outer.create_task(child("outer", 1))
    say("outer ends")


run(main)
