"""What the tests of costs and of impact expect, worked out without our code.

    apt-get install python3-scipy python3-statsmodels    # Debian 12: SciPy 1.10.1, statsmodels 0.13.5
    /usr/bin/python3 costs_and_impact.py

Least squares by statsmodels; synthetic controls by SciPy's nonnegative least squares with the sum of the weights held by a heavy row
(optimize.nnls), which SLSQP confirms; difference in differences by statsmodels.
"""
import json
import os

import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf
from scipy.optimize import nnls

HERE = os.path.dirname(os.path.abspath(__file__))


def read(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return json.load(file)


def rms(values):
    return float(np.sqrt(np.mean(values**2)))


def mixture(target, columns):
    gaps = columns - target[:, None]
    heavy = 1e5 * np.abs(gaps).max()
    weights, _ = nnls(np.vstack([gaps, heavy * np.ones(gaps.shape[1])]), np.append(np.zeros(len(target)), heavy), maxiter=100000)
    return weights / weights.sum()


def tobacco():
    states = {name: np.array(values) for name, values in read("prop99.json")["states"].items()}
    donors = [name for name in states if name != "California"]
    before = 19

    def outcome_only(treated, others):
        columns = np.column_stack([states[name] for name in others])
        weights = mixture(states[treated][:before], columns[:before])
        return weights, states[treated] - columns @ weights

    weights, gaps = outcome_only("California", donors)
    ratio = rms(gaps[before:]) / rms(gaps[:before])
    placebos = [outcome_only(name, [other for other in donors if other != name])[1] for name in donors]
    print("outcome only", {name: float(weight) for name, weight in zip(donors, weights) if weight > 1e-6})
    print("effect", gaps[before:].mean(), "fit", rms(gaps[:before]), "after", rms(gaps[before:]), "ratio", ratio,
          "rank", 1 + sum(rms(gap[before:]) / rms(gap[:before]) >= ratio for gap in placebos), "last gap", gaps[-1])
    few = ["Colorado", "Connecticut", "Utah"]
    predictors = {name: np.array([values[5], values[10], values[18], values[10:19].mean()]) for name, values in states.items()}
    table = np.column_stack([predictors[name] for name in few + ["California"]])
    for given in ([1, 1, 1, 1], [4, 2, 1, 1]):
        scaled = table / table.std(axis=1, ddof=1)[:, None] * np.sqrt(np.array(given))[:, None]
        weights = mixture(scaled[:, -1], scaled[:, :-1])
        gaps = states["California"] - np.column_stack([states[name] for name in few]) @ weights
        print("predictors", given, weights.tolist(), "effect", gaps[before:].mean(), "fit", rms(gaps[:before]), "synthetic", (table[:, :-1] @ weights).tolist())
    others = np.mean([states[name] for name in donors], axis=0)
    own = states["California"]
    print("did", own[before:].mean() - own[:before].mean() - others[before:].mean() + others[:before].mean())


def fast_food():
    table = read("card_krueger.json")
    count = len(table["treated"])
    rows = pd.DataFrame({"store": list(range(count)) * 2, "treated": table["treated"] * 2, "after": [0] * count + [1] * count,
                         "y": pd.Series(table["before"] + table["after"], dtype=float)})
    known = rows.dropna()
    model = smf.ols("y ~ treated * after", known)
    hc1, cluster = model.fit(cov_type="HC1"), model.fit(cov_type="cluster", cov_kwds={"groups": known.store})
    cells = known.groupby(["treated", "after"]).y
    print("available", hc1.params["treated:after"], "hc1", hc1.bse["treated:after"], "cluster", cluster.bse["treated:after"],
          "cell", float(np.sqrt((cells.var(ddof=1) / cells.count()).sum())), cells.count().tolist())
    wide = pd.DataFrame({"treated": table["treated"], "change": pd.Series(table["after"], dtype=float) - pd.Series(table["before"], dtype=float)}).dropna()
    change = smf.ols("change ~ treated", wide).fit(cov_type="HC1")
    print("complete", len(wide), change.params["treated"], "changes", change.bse["treated"])


def costs():
    y = np.array([812.0, 745, 901, 688, 1033, 777, 820, 659, 951, 860, 702, 1190])
    aged = np.array([18.2, 16.5, 21.3, 14.9, 24.8, 17.1, 19.6, 15.2, 22.4, 20.1, 15.8, 25.9])
    density = np.array([3.1, 12.4, 1.9, 30.2, 0.8, 9.5, 4.4, 41.0, 1.5, 2.7, 22.3, 0.6])
    size = np.array([12.0, 33, 8, 61, 4, 25, 15, 88, 7, 11, 45, 3])
    design = sm.add_constant(np.column_stack([aged, density]))
    for name, fit in (("ols", sm.OLS(y, design).fit()), ("wls", sm.WLS(y, design, weights=size).fit())):
        hc3 = fit.get_robustcov_results("HC3", use_t=True)
        predicted = fit.get_prediction().summary_frame(alpha=0.05)
        print(name, fit.params.tolist(), fit.bse.tolist(), fit.get_robustcov_results("HC1").bse.tolist(), hc3.bse.tolist(), hc3.tvalues.tolist(), hc3.pvalues.tolist())
        print(fit.rsquared, fit.rsquared_adj, fit.fvalue, fit.f_pvalue, float(np.sqrt(fit.scale)), predicted.iloc[0].tolist())
        influence = sm.OLS(fit.model.wendog, fit.model.wexog).fit().get_influence()
        print(influence.hat_matrix_diag.tolist(), influence.cooks_distance[0].tolist(), influence.resid_studentized_internal.tolist())


if __name__ == "__main__":
    tobacco()
    fast_food()
    costs()
