// Prints the rules of .spectral.yaml that the planted violations do not break: rules that may never find anything.
import { readFileSync } from 'node:fs';

const [findings, ruleset] = process.argv.slice(2);
const broken = new Set(JSON.parse(readFileSync(findings, 'utf8')).map(finding => finding.code));
const own = [...readFileSync(ruleset, 'utf8').matchAll(/^ {2}([a-z0-9-]+):$/gm)].map(([, name]) => name);
const unbroken = own.filter(name => !broken.has(name));
if (own.length === 0 || unbroken.length > 0) {
  console.error(`Rules that the planted violations do not break: ${unbroken.join(', ') || 'none read'}`);
  process.exitCode = 1;
}
