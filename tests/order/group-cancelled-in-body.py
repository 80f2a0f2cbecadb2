from turn import *


async def child(n):
    try:
        await nap(10 + n)
    finally:
        say("child %d leaves", n)


async def owner():
    try:
        async with Group() as g:
            try:
                g.create_task(child(1))
                g.create_task(child(2))
                await nap(100)
            finally:
                say("body leaves")
        say("never")
    finally:
        say("owner leaves")


async def main():
    task = spawn(owner())
    await nap(1)
    task.cancel()
    say(await join(task))


run(main)
