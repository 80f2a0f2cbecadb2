"""The twin of timeout.ac."""
import asyncio


async def quick():
    await asyncio.sleep(0.05)


async def eternity():
    try:
        await asyncio.sleep(3600)
    finally:
        print("eternity: cleaning up")


async def verdict(work):
    try:
        await asyncio.wait_for(work, 0.2)
        return "in time"
    except asyncio.TimeoutError:
        return "too late"


async def main():
    print("quick:", await verdict(quick()))
    print("eternity:", await verdict(eternity()))


asyncio.run(main())
