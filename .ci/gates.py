#!/usr/bin/env python3
"""Accuracy gates: scores what the program prints against annotated sets, and fails below a floor.

`backpedal eval` gives the figures; the shared scorer, an independent script, must print the
very same lines, or the gates fail.

The sets and that scorer lie in the shared data (BACKPEDAL_SHARED, default ../shared). Outside CI the
gates skip, saying so, where those are absent; with CI=true absence is a failure.
Floors are a little under the figures of docs/benchmarks.md, so that a change that loses accuracy
is seen, and one that moves a single claim is not.
"""
import itertools, json, os, pathlib, re, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = pathlib.Path(os.environ.get("BACKPEDAL_SHARED", ROOT / "../shared"))
if not SHARED.is_absolute():
    SHARED = ROOT / SHARED
BINARY = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug" / "backpedal"

# (set, figure, floor)
FLOORS = [
    ("article", "typed F1", 0.85),
    ("article", "polarity", 1.0),
    ("article", "speaker_org", 1.0),
    ("article", "speaker_name", 1.0),
    ("claims-dev", "typed F1", 0.87),
    ("claims-dev", "polarity", 0.97),
    ("claims-dev", "speaker_org", 0.93),
    ("claims-dev", "subject", 0.87),
    ("claims-dev", "time", 0.88),
    ("claims-dev", "exact F1", 0.73),
    ("written blind", "typed F1", 0.62),
    ("written blind", "polarity", 0.92),
    ("written blind", "speaker_org", 0.74),
    ("written blind", "subject", 0.70),
    ("written blind", "objects", 0.56),
    ("not mended on", "typed F1", 0.61),
]

# (set, figure, floor) for articles from web pages.
PAGES = [
    ("aeb", "f1", 0.965),
    ("naeb", "f1", 0.935),
    ("naeb", "date_acc", 0.865),
    ("naeb", "title_acc", 0.90),
    ("naeb", "author_f1", 0.885),
    ("fundus", "f1", 0.946),
    ("wcxb", "f1", 0.916),
    ("bbaw", "comments_found", 0.65),
]

# (set, figure, floor) for contradictions; no accusation may be false where there is none to find.
CONTRADICTIONS = [
    ("claims-dev, annotated", "P", 0.94),
    ("claims-dev, annotated", "R", 0.69),
    ("claims-dev, annotated", "kind", 0.9),
    ("claims-dev, raw text", "P", 0.75),
    ("claims-dev, raw text", "R", 0.48),
    ("claims-dev, raw text", "kind", 0.9),
    ("written blind, annotated", "P", 0.72),
]

# Texts of fixtures/gold on which something in the way to claims was mended; see its README.
SEEN = {"orchardbyte-rfo-2020", "posts-brisk-2018", "halcyonpress-esmera-2022"}


def figures(scored):
    """The figures of `eval --format json` by the names of the floors, as exact as floors are."""
    found = {name: share["share"] for name, share in scored["attributes"].items()}
    found |= {"typed F1": scored["typed"]["f1"], "exact F1": scored["exact_f1"]}
    return {name: round(figure, 3) for name, figure in found.items()}


def unseen(gold, work):
    """The annotated documents of a set on which nothing was mended, as a file."""
    lines = [line for line in gold.read_text("utf-8").splitlines() if line.strip()]
    kept = [line for line in lines if json.loads(line)["doc"] not in SEEN]
    path = pathlib.Path(work) / "unseen.jsonl"
    path.write_text("\n".join(kept), "utf-8")
    return path, [json.loads(line)["doc"] for line in kept]


def run(command):
    """What a command prints; ends the gates where it fails."""
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    if done.returncode != 0:
        sys.exit(f"gates: {command[0]} failed: {done.stderr}")
    return done.stdout


def score(name, gold, texts, inputs, *flags):
    """Extracts claims from the inputs and scores them by both scorers; prints their words."""
    with tempfile.TemporaryDirectory() as work:
        predictions = pathlib.Path(work) / "predictions.jsonl"
        found = run([BINARY, "--quiet", "--format", "jsonl", "extract", *flags, *inputs])
        predictions.write_text(found, "utf-8")
        ours = ["eval", gold, "--texts", texts, "--predictions", predictions]
        lines = run([BINARY, *ours, "--errors"])
        theirs = [SHARED / "eval/claims_eval.py", gold, texts, predictions, "--errors"]
        differ = [
            pair for pair in itertools.zip_longest(
                lines.splitlines(), run([sys.executable, "-X", "utf8", *theirs]).splitlines())
            if pair[0] != pair[1]]
        if differ:
            sys.exit(f"gates: {name}: the scorers differ: {differ[0][0]!r} and {differ[0][1]!r}")
        print(f"-- {name}\n{run([BINARY, *ours])}")
        return figures(json.loads(run([BINARY, "--format", "json", *ours])))


def relations(gold, texts):
    """The contradictions that the matcher finds between annotated claims."""
    example = BINARY.parent / "examples" / "relations"
    return run([example, gold, texts])


def checked(texts, work):
    """The contradictions that `check` finds in raw texts, all in one case."""
    lines = ['id = "raw"', 'title = "Raw texts"', 'zone = "UTC"',
             'window = { start = "1990-01-01T00:00Z", end = "2030-01-01T00:00Z" }']
    for path in sorted(texts.glob("*.txt")):
        lines += ["[[source]]", 'kind = "text"', f"path = {json.dumps(str(path.resolve()))}"]
    case = pathlib.Path(work) / "case.toml"
    case.write_text("\n".join(lines), "utf-8")
    store = pathlib.Path(work) / "store"
    return run([BINARY, "--quiet", "--store", store, "--format", "jsonl", "check", case,
                "--offline"])


def opposed(name, gold, texts, found):
    """The figures of the shared scorer of contradictions; prints its words."""
    with tempfile.TemporaryDirectory() as work:
        path = pathlib.Path(work) / "found.jsonl"
        path.write_text(found, "utf-8")
        scorer = [SHARED / "eval/contradictions_eval.py", gold, texts, path]
        said = run([sys.executable, "-X", "utf8", *scorer])
    print(f"-- contradictions: {name}\n{said}")
    pairs = re.search(r"pairs +P ([\d.]+) +R ([\d.]+)", said)
    kind = re.search(r"kind right +([\d.]+)", said)
    false = re.search(r"without any contradiction: (\d+)", said)
    return {"P": float(pairs[1]), "R": float(pairs[2]), "kind": float(kind[1]),
            "false accusations": int(false[1])}


def contradictions(own, dev):
    """Holds contradictions against their floors; what is too low, in words."""
    gold, texts = dev / "gold.jsonl", dev / "texts"
    with tempfile.TemporaryDirectory() as work:
        raw = checked(texts, work)
    blind = own / "claims.jsonl", own / "texts"
    got = {
        "claims-dev, annotated": opposed("claims-dev, annotated", gold, texts, relations(gold, texts)),
        "claims-dev, raw text": opposed("claims-dev, raw text", gold, texts, raw),
        "written blind, annotated": opposed("written blind", *blind, relations(*blind)),
    }
    low = [f"{name}: {figure} is {got[name][figure]}, the floor is {floor}"
           for name, figure, floor in CONTRADICTIONS if got[name][figure] < floor]
    low += [f"{name}: {figures['false accusations']} false accusations"
            for name, figures in got.items() if figures["false accusations"]]
    return low


def pages(work):
    """Articles, dates, names and comments of web pages; the shared scorer judges what the example wrote."""
    data, path = SHARED / "data/extraction", work / "pages.json"
    example = BINARY.parent / "examples/pages"
    run([example, data, "--out", path, *sorted({name for name, *_ in PAGES})])
    scored = run([sys.executable, data / "extraction_eval.py", path, "--json"])
    found = {row["source"]: row for row in map(json.loads, scored.splitlines())}
    low = []
    for name, figure, floor in PAGES:
        value = found[name][figure]
        print(f"{name}: {figure} {value:.3f}, floor {floor:.3f}")
        if value < floor:
            low.append(f"{name}: {figure} is {value:.3f}, below {floor:.3f}")
    return low


def main():
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true":
            sys.exit(f"gates: {SHARED} is absent and CI=true; set BACKPEDAL_SHARED")
        print(f"gates skipped: no shared data at {SHARED} (set BACKPEDAL_SHARED)")
        return
    own = ROOT / "fixtures/gold"
    case, dev = SHARED / "cases/ooma-internap-2009", SHARED / "eval/claims-dev"
    got = {
        "article": score("article", case / "gold.jsonl", case, [case / "article.txt"],
                         "--published", "2009-04-15", "--zone", "America/New_York"),
        "claims-dev": score("claims-dev", dev / "gold.jsonl", dev / "texts",
                            sorted((dev / "texts").glob("*.txt"))),
        "written blind": score("written blind", own / "claims.jsonl", own / "texts",
                               sorted((own / "texts").glob("*.txt"))),
    }
    with tempfile.TemporaryDirectory() as work:
        gold, names = unseen(own / "claims.jsonl", work)
        got["not mended on"] = score("not mended on", gold, own / "texts",
                                       [own / "texts" / f"{name}.txt" for name in names])
    low = []
    for name, figure, floor in FLOORS:
        value = got[name].get(figure)
        if value is None or value < floor:
            low.append(f"{name}: {figure} is {value}, the floor is {floor}")
    low += contradictions(own, dev)
    with tempfile.TemporaryDirectory() as work:
        low += pages(pathlib.Path(work))
    if low:
        sys.exit("gates: " + "; ".join(low))
    print(f"gates: {len(FLOORS) + len(CONTRADICTIONS) + len(PAGES)} figures at or above their floors, "
          "no false accusation")


main()
