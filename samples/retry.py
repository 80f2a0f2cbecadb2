"""The twin of retry.ac."""
import asyncio
import errno
import os


async def connect_to(answers_at, attempt):
    await asyncio.sleep(0.02)
    return 0 if attempt >= answers_at else errno.ECONNREFUSED


async def connect_patiently(answers_at, limit):
    pause = 0.05

    try:
        async with asyncio.timeout(limit):
            for attempt in range(1, 100):
                error = await connect_to(answers_at, attempt)
                print(f"try {attempt}: {os.strerror(error) if error else 'connected'}")
                if not error:
                    return "success"
                await asyncio.sleep(pause)
                pause *= 2
    except TimeoutError:
        return os.strerror(errno.ETIMEDOUT)


async def main():
    print("the first server:", await connect_patiently(3, 1))
    print("the second server:", await connect_patiently(99, 0.6))


asyncio.run(main())
