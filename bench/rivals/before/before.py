"""What Penstock replaces: reads a FeatureCollection whole, makes every geometry valid, writes it again.

Its steps are those of a FastAPI background job with Shapely, without the server around it:
json.loads, shape, is_valid, make_valid, area, __geo_interface__, json.dumps.
Usage: before.py INPUT OUTPUT
"""

import json
import sys

from shapely.geometry import shape
from shapely.validation import make_valid


def clean(feature):
    geometry = feature.get("geometry")
    if geometry is None:
        return feature, False
    made = shape(geometry)
    repaired = not made.is_valid
    if repaired:
        made = make_valid(made)
    properties = dict(feature.get("properties") or {})
    properties["area"] = made.area
    return {"type": "Feature", "geometry": made.__geo_interface__, "properties": properties}, repaired


def main():
    with open(sys.argv[1], encoding="utf-8") as text:
        data = json.loads(text.read())
    features = data["features"] if data.get("type") == "FeatureCollection" else [data]
    done = [clean(feature) for feature in features]
    result = {"type": "FeatureCollection", "features": [feature for feature, _ in done]}
    with open(sys.argv[2], "w", encoding="utf-8") as text:
        text.write(json.dumps(result))
    print(f"{len(done)} features, {sum(repaired for _, repaired in done)} made valid")


main()
