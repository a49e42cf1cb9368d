"""Comparisons of the sample, calculated without the product: numpy 1.24 and scipy 1.10 on the files of api/Sample.

    python3 tests/Integration/Features/Comparisons/Reference/comparisons.py > tests/Integration/Features/Comparisons/Reference/comparisons.json
"""
import csv
import json
import pathlib
from decimal import Decimal, ROUND_HALF_UP

import numpy
from scipy import stats

SAMPLE = pathlib.Path(__file__).resolve().parents[5] / "api" / "Sample"
DEFINITIONS = {i["code"]: i["versions"][0] for i in json.loads((SAMPLE / "catalogue.json").read_text("utf-8"))["indicators"]}


def rows(name):
    with open(SAMPLE / name, encoding="utf-8") as file:
        return list(csv.DictReader(file))


VALUES = {}
for row in rows("raim-2009-2013.csv") + rows("pupils.csv"):
    if row["value"] and not (row["territory"] == "LV0887600" and row["period"] < "2011"):
        step = Decimal(1).scaleb(-DEFINITIONS[row["indicator"]]["decimals"])
        VALUES.setdefault((row["indicator"], row["period"]), {})[row["territory"]] = float(Decimal(row["value"]).quantize(step, ROUND_HALF_UP))
TRUSTED = {(r["territory"], r["period"]): float(r["value"]) for r in rows("population.csv") if not r["flag"]}
POPULATION = {code: value for (code, year), value in TRUSTED.items() if year == "2019"}
# Rēzekne and Olaine kept their area and were given new codes; of 2019 their figure is suspect, so the nearest to trust is that of 2026.
LATER = {"LV0210000": "LV0006000", "LV0801000": "LV0041000"}
POPULATION |= {code: TRUSTED[new, "2026"] for code, new in LATER.items()}
PUPILS = VALUES["pupils-grades-1-9", "2014"]


def units(period):
    return sorted(VALUES["unemployment-rate", period])


def is_city(code):
    return code.endswith("0000")


def group(name, period):
    return [u for u in units(period) if {
        "all": True, "state-cities": is_city(u), "municipalities": not is_city(u),
        "size-10000-to-24999": 10000 <= POPULATION.get(u, 0) < 25000}[name]]


def similar(focal, indicator, period, k, mixed=False, weights=None):
    weights = weights or {"population": 1, "dependency-ratio": 1, "unemployment-rate": 1, "income-tax-per-capita": 1}
    columns = {c: ({u: numpy.log(v) for u, v in POPULATION.items()} if c == "population" else VALUES[c, period]) for c in weights if c != indicator}
    scope = [u for u in units(period) if (mixed or is_city(u) == is_city(focal)) and all(u in column for column in columns.values())]
    scores = {c: dict(zip(scope, stats.zscore([column[u] for u in scope], ddof=1))) for c, column in columns.items()}
    found = []
    for unit in scope:
        if unit != focal:
            squares = {c: weights[c] * (scores[c][unit] - scores[c][focal]) ** 2 for c in columns}
            total = sum(squares.values())
            found.append({"territory": unit, "distance": total ** 0.5, "shares": {c: s / total for c, s in squares.items()}})
    return sorted(found, key=lambda n: n["distance"])[:k]


def compare(indicator, focal, period, members):
    definition = DEFINITIONS[indicator]
    known = VALUES.get((indicator, period), {})
    inside = [known[u] for u in members if u in known]
    ranked = inside + ([known[focal]] if focal in known and focal not in members else [])
    own = known.get(focal)
    direction = definition["direction"]
    result = {
        "value": own, "n": len(inside), "missing": len(members) - len(inside), "rankedAmong": len(ranked), "isMember": focal in members,
        "min": min(inside), "max": max(inside), "mean": float(numpy.mean(inside)),
        "lowerQuartile": float(numpy.percentile(inside, 25)), "median": float(numpy.percentile(inside, 50)), "upperQuartile": float(numpy.percentile(inside, 75))}
    weights = dict(PUPILS if definition["weightIndicator"] == "pupils-grades-1-9" else POPULATION)
    if period < "2011":
        weights["LV0888301"] += weights["LV0887600"]  # Roja still had the area of Mērsrags
    pairs = [(known[u], weights[u]) for u in members if u in known and u in weights]
    result["weightedMean"] = float(numpy.average([v for v, _ in pairs], weights=[w for _, w in pairs]))
    result["weightPeriods"] = "2014" if weights.keys() >= set(PUPILS) and weights == PUPILS else ",".join(
        sorted({"2026" if u in LATER else "2019" for u in members if u in known and u in weights}))
    result["withoutWeight"] = sorted(u for u in members if u in known and u not in weights)
    if own is not None:
        share = stats.percentileofscore(ranked, own, kind="mean")
        result["percentile"] = 100 - share if direction == "lowerIsBetter" else share
        result["distanceToMedian"] = own - result["median"]
        if direction != "neutral":
            sign = -1 if direction == "higherIsBetter" else 1
            result["rank"] = int(stats.rankdata([sign * v for v in ranked], method="min")[ranked.index(own)])
            gap = own - result["lowerQuartile"] if direction == "lowerIsBetter" else result["upperQuartile"] - own
            result["distanceToBestQuarter"] = max(0.0, gap)
    return result


def case(indicator, focal, period, name, neighbours=None):
    members = [focal] + [n["territory"] for n in neighbours] if neighbours else group(name, period)
    return {"indicator": indicator, "territory": focal, "period": period, "group": name, "similar": neighbours, "expected": compare(indicator, focal, period, members)}


RAIM = [c for c in DEFINITIONS if (c, "2013") in VALUES and c != "population"]
WEIGHTS = {"population": 2, "dependency-ratio": 1, "female-share": 0.5}
print(json.dumps({
    "comparisons": [
        case("unemployment-rate", "LV0420200", "2013", "similar:8", similar("LV0420200", "unemployment-rate", "2013", 8)),
        case("income-tax-per-capita", "LV0804400", "2012", "similar:5", similar("LV0804400", "income-tax-per-capita", "2012", 5)),
        case("education-expenditure-per-pupil", "LV0130000", "2011", "similar:3", similar("LV0130000", "education-expenditure-per-pupil", "2011", 3)),
        case("unemployment-rate", "LV0050000", "2013", "municipalities"),
        case("income-tax-per-capita", "LV0010000", "2013", "state-cities"),
        case("population-change", "LV0800800", "2013", "size-10000-to-24999"),
        case("female-share", "LV0010000", "2013", "all"),
        case("dependency-ratio", "LV0888301", "2010", "all")],
    "weighted": case("unemployment-rate", "LV0420200", "2013", "similar:4", similar("LV0420200", "unemployment-rate", "2013", 4, weights=WEIGHTS)),
    "mixed": case("unemployment-rate", "LV0110000", "2013", "similar:8", similar("LV0110000", "unemployment-rate", "2013", 8, mixed=True)),
    "profile": [case(indicator, "LV0420200", "2013", "municipalities") for indicator in RAIM],
    "trend": [case("unemployment-rate", "LV0420200", period, "municipalities") for period in ["2009", "2010", "2011", "2012", "2013"]],
    "kept": [case("unemployment-rate", "LV0804400", period, "similar:8", similar("LV0804400", "unemployment-rate", "2013", 8)) for period in ["2009", "2010", "2011", "2012", "2013"]],
}, indent=1))
