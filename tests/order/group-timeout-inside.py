from turn import *


async def child():
    try:
        await nap(5)
    finally:
        say("child leaves")


async def main():
    async with Group() as g:
        g.create_task(child())
        try:
            async with timeout(2):
                await nap(100)
        except TimeoutError:
            say("too late")
        say("body ends")
    say("end")


run(main)
