from turn import *


async def child(n):
    try:
        await nap(10 + n)
    finally:
        say("child %d leaves", n)


async def owner():
    try:
        async with Group() as g:
            g.create_task(child(1))
            g.create_task(child(2))
        say("never")
    finally:
        say("owner leaves")


async def main():
    task = spawn(owner())
    await nap(1)
    task.cancel()
    say(await join(task))


run(main)
