from turn import *


class Failure(Exception):
    pass


async def child(n):
    try:
        await nap(n)
        if n == 2:
            raise Failure(7)
    finally:
        say("child %d leaves", n)


async def main():
    try:
        async with Group() as g:
            for i in range(1, 5):
                g.create_task(child(i))
            say("body ends")
    except* Failure as failure:
        say("failed with %d", failure.exceptions[0].args[0])
    say("end")


run(main)
