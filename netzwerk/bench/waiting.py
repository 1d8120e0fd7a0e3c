"""How long readers wait for pages, one request after the other, while something else goes on."""

import time
from statistics import median, quantiles

from netzwerk.bench.load import WrongAnswer, fetch

PAUSE_SECONDS = 0.02  # a reader's, so that the load is theirs and not a benchmark's


def waiting_times(port, pages, goes_on):
    """{name: [seconds]} of `pages` {name: (path, headers)}, asked for in turns as long as `goes_on()`."""
    times = {name: [] for name in pages}
    while goes_on():
        for name, (path, headers) in pages.items():
            started = time.perf_counter()
            answer = fetch(port, path, headers)
            times[name].append(time.perf_counter() - started)
            if answer.status != 200:
                raise WrongAnswer(f"{path}: {answer.status}")
            time.sleep(PAUSE_SECONDS)
    return times


def for_seconds(seconds):
    """A `goes_on` that ends after so many seconds."""
    ends = time.monotonic() + seconds
    return lambda: time.monotonic() < ends


def middle_and_slow(times):
    """(median, 95th percentile) in milliseconds."""
    return median(times) * 1000, quantiles(times, n=20)[-1] * 1000
