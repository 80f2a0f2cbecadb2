from turn import *


class Failure(Exception):
    pass


async def child(n):
    try:
        await nap(n)
        if n == 1:
            raise Failure
    finally:
        say("child %d leaves", n)


async def main():
    try:
        async with Group() as g:
            try:
                g.create_task(child(1))
                g.create_task(child(5))
                await nap(100)
                say("never")
            finally:
                say("body leaves")
    except* Failure:
        say("failed")
    say("end")


run(main)
