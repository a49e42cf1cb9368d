// What a developer writes who has generated the types of the contract with openapi-typescript: typed calls, and nothing by hand.
// Prints what it was answered as JSON. Argument: the address of the API.
import createClient from "openapi-fetch";
import type { components, paths } from "./obj/v1.js";

type Comparison = components["schemas"]["Comparison"];
type Observation = components["schemas"]["Observation"];

const address = process.argv[2];
if (address === undefined) throw new Error("The address of the API is missing.");
const api = createClient<paths, "application/json" | "application/problem+json">({ baseUrl: address });

const asked = { indicator: "unemployment-rate", territory: "LV0420200", period: "2013" };
const compared = await api.GET("/v1/comparisons", { params: { query: asked } });
if (compared.data === undefined) throw new Error(`Refused: ${JSON.stringify(compared.error)}`);
const comparison: Comparison = compared.data;
const value: number | null = comparison.territory.value;
const weight: components["schemas"]["WeightNote"] | null = comparison.statistics.weight;

const read = await api.GET("/v1/observations", { params: { query: { indicator: "education-expenditure-per-pupil", territory: "*", period: "2009..2013" } } });
const missing: Observation | undefined = read.data?.rows.find((row) => row.value === null);

const refused = await api.GET("/v1/comparisons", { params: { query: { ...asked, indicator: "unemployment-rat" } } });

// The types are worth something only if they refuse what is wrong.
// @ts-expect-error a value may be missing
const never: number = comparison.territory.value;
// @ts-expect-error the contract has no such path
void (() => api.GET("/v1/comparison", {}));
// @ts-expect-error the contract has no such parameter
void (() => api.GET("/v1/comparisons", { params: { query: { indicatr: "unemployment-rate" } } }));
// @ts-expect-error an answer has no such field
void comparison.territory.score;

console.log(JSON.stringify({
  value,
  sameValue: never,
  rank: comparison.territory.rank,
  rankedAmong: comparison.territory.rankedAmong,
  name: comparison.territory.name,
  similar: comparison.group.similar?.length ?? null,
  weight: weight?.indicator ?? null,
  missing: missing === undefined ? null : { value: missing.value, reason: missing.missingReason },
  refusal: { status: refused.response.status, parameter: refused.error?.errors?.[0]?.parameter ?? null },
}));
