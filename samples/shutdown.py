"""The twin of shutdown.ac."""
import asyncio
import signal


async def serve(name, farewell):
    print(f"{name}: serving")
    try:
        while True:
            await asyncio.sleep(1)
    finally:
        await asyncio.sleep(farewell)
        print(f"{name}: connection closed")


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    try:
        async with asyncio.TaskGroup() as servers:
            servers.create_task(serve("A", 0.01))
            servers.create_task(serve("B", 0.02))
            await asyncio.sleep(0.1)
            print("asked to stop", flush=True)
            signal.raise_signal(signal.SIGTERM)
    finally:
        print("journal written", flush=True)


try:
    asyncio.run(main())
except asyncio.CancelledError:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.raise_signal(signal.SIGTERM)
