"""A stage: each line of a chunk is an item, and has to be one JSON object.

Good lines go on, written in one way (names sorted, no spaces); those that were written in another
way count as repaired. A bad line becomes a reject that says why and where.
"""

import json

import penstock_worker


def run(chunk):
    tally = {"ok": 0, "repaired": 0, "rejected": 0}
    by_code = {}
    offset = 0
    with chunk.create("lines") as good, chunk.create("rejects.jsonl", keep="job") as bad:
        for number, line in enumerate(lines(chunk)):
            chunk.progress(number)
            try:
                tidy = tidied(line)
            except ValueError as e:
                reject(bad, number, offset, line, str(e))
                tally["rejected"] += 1
                by_code["json_lines.invalid"] = by_code.get("json_lines.invalid", 0) + 1
            else:
                good.write(tidy + b"\n")
                tally["ok" if tidy == line else "repaired"] += 1
            offset += len(line) + 1
        rejects = (bad.publish(), by_code) if by_code else None
        return penstock_worker.done(tally, out=good.publish(), rejects=rejects)


def lines(chunk):
    return chunk.read().rstrip(b"\n").split(b"\n")


def tidied(line):
    try:
        value = json.loads(line)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def reject(bad, number, offset, line, why):
    told = {
        "code": "json_lines.invalid",
        "message": why,
        "item": number,
        "byte": offset,
        "length": len(line),
        "path": "",
        "original_text": line.decode(errors="replace"),
    }
    bad.write(json.dumps(told).encode() + b"\n")


def divide(chunk, item):
    """The lines before, the one that is suspected of killing its worker, and those behind it."""
    everything = lines(chunk)
    if item >= len(everything) or chunk.load.get("repaired", 0):
        return None
    parts = [everything[:item], everything[item : item + 1], everything[item + 1 :]]
    suspect = 1 if item > 0 else 0
    spawns = [
        penstock_worker.spawn(b"\n".join(part), {"ok": len(part)}) for part in parts if part
    ]
    return penstock_worker.divided(spawns, suspect, "line %d of the chunk" % (item + 1))


if __name__ == "__main__":
    penstock_worker.serve(run, divide)
