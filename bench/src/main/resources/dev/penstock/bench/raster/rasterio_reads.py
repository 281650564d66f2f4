"""What `penstock bench raster` measures, read by rasterio: tile FILE ROUNDS | farm BASE ROUNDS."""
import os
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy
import rasterio
from rasterio.windows import Window

TILE = Window(1024, 1024, 1024, 1024)
FARM = Window(1500, 1500, 46, 46)
COARSE = Window(750, 750, 23, 23)


def read(url, window):
    with rasterio.open(url) as file:
        return file.read(1, window=window)


def tile(path, rounds):
    cpu = []
    for _ in range(rounds):
        began = time.process_time()
        read(path, TILE)
        cpu.append((time.process_time() - began) * 1000)
    print("%.1f" % statistics.median(cpu))


def farm(base, rounds):
    tuned = {
        "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
        "GDAL_INGESTED_BYTES_AT_OPEN": "32768",
        "GDAL_HTTP_MERGE_CONSECUTIVE_RANGES": "YES",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".tif",
    }
    for name, options, threads in (
        ("default", {}, 1),
        ("tuned, one after the other", tuned, 1),
        ("tuned, three threads", tuned, 3),
    ):
        wall, cpu, means = [], [], set()
        with ThreadPoolExecutor(threads) as pool, rasterio.Env(**options):
            # An environment belongs to a thread: each read enters its own.
            def one(url, window):
                with rasterio.Env(**options):
                    return read(url, window)

            for number in range(rounds):
                # A new path: nothing is known of the file.
                era = "%s/%d-%s-%d" % (base, os.getpid(), name.replace(" ", "").replace(",", ""), number)
                began, used = time.perf_counter(), time.process_time()
                reads = [
                    pool.submit(one, "%s/%s.tif" % (era, band), window)
                    for band, window in (("red", FARM), ("nir", FARM), ("classes", COARSE))
                ]
                red, nir, classes = [r.result() for r in reads]
                clear = numpy.isin(numpy.repeat(numpy.repeat(classes, 2, 0), 2, 1), (4, 5))
                red, nir = red.astype("f8"), nir.astype("f8")
                means.add(round(float(((nir - red) / (nir + red))[clear].mean()), 6))
                wall.append((time.perf_counter() - began) * 1000)
                cpu.append((time.process_time() - used) * 1000)
        print(
            "rasterio %-28s %6.0f ms (least %.0f), CPU %.0f ms, NDVI %s"
            % (name, statistics.median(wall), min(wall), statistics.median(cpu), sorted(means))
        )


if __name__ == "__main__":
    {"tile": tile, "farm": farm}[sys.argv[1]](sys.argv[2], int(sys.argv[3]))
