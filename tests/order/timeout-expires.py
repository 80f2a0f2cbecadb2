from turn import *


async def sleeper():
    try:
        await nap(100)
    finally:
        say("sleeper leaves")


async def main():
    try:
        async with timeout(2):
            try:
                await sleeper()
                say("never")
            finally:
                say("body leaves")
    except TimeoutError:
        say("too late")
    say("end")


run(main)
