from turn import *


async def child(n):
    try:
        await nap(n)
    finally:
        say("child %d leaves", n)


async def main():
    try:
        async with timeout(3):
            async with Group() as g:
                g.create_task(child(2))
                g.create_task(child(5))
                g.create_task(child(9))
            say("never")
    except TimeoutError:
        say("too late")


run(main)
