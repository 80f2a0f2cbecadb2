from turn import *


async def main():
    try:
        async with timeout(5):
            try:
                async with timeout(2):
                    await nap(100)
            except TimeoutError:
                say("inner")
            await nap(1)
            say("goes on")
            await nap(100)
            say("never")
    except TimeoutError:
        say("outer")


run(main)
