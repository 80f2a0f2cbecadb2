from turn import *


async def layer(name, below):
    try:
        await below
    finally:
        say("%s leaves", name)


async def inner():
    await layer("inner", nap(100))


async def middle():
    await layer("middle", spawn(inner()))


async def outer():
    await layer("outer", spawn(middle()))


async def main():
    task = spawn(outer())
    await nap(1)
    say("cancel")
    task.cancel()
    say(await join(task))


run(main)
