"""The twin of mirrors.ac."""
import asyncio


async def fetch(mirror, distance):
    print(f"{mirror}: asked")
    try:
        await asyncio.sleep(distance)
    except asyncio.CancelledError:
        print(f"{mirror}: given up")
        raise
    print(f"{mirror}: 1234 bytes")
    return 1234


async def main():
    far = asyncio.create_task(fetch("far", 0.5))
    near = asyncio.create_task(fetch("near", 0.1))

    done, pending = await asyncio.wait((far, near), return_when=asyncio.FIRST_COMPLETED)
    print("far wins" if far in done else "near wins")
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    print("done")


asyncio.run(main())
