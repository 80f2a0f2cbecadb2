from turn import *


async def main():
    try:
        async with timeout(2):
            try:
                async with timeout(5):
                    try:
                        await nap(100)
                    finally:
                        say("leaves")
            except TimeoutError:
                say("never")
            say("never")
    except TimeoutError:
        say("outer")
    say("end")


run(main)
