// Checks both templates, with all options on, against the AwsSolutions pack of cdk-nag. Fails on a finding without an answer
// in docs/deploying.md, and on an answer without a finding.
//
//   npm ci && npm run check
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const TEMPLATES = { 'template.yaml': {}, 'api.yaml': { AllowedCidr: '203.0.113.7/32' } };
const ANSWERS = join(HERE, '..', '..', 'docs', 'deploying.md');

let cdk, include, nag;
try {
  cdk = await import('aws-cdk-lib');
  include = await import('aws-cdk-lib/cloudformation-include');
  nag = await import('cdk-nag');
} catch (missing) {
  console.log(`cdk-nag is skipped: its packages are not installed (npm ci in ${HERE})`);
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'viewtally-nag-'));
try {
  const found = findings(withAllOptions());
  const answered = answers();
  const open = found.filter((finding) => !answered.includes(finding));
  const stale = answered.filter((answer) => !found.includes(answer));
  open.forEach((finding) => console.log(`finding without an answer: ${finding}`));
  stale.forEach((answer) => console.log(`answer without a finding: ${answer}`));
  console.log(`cdk-nag: ${found.length} findings, ${open.length} without an answer, ${stale.length} answers without a finding`);
  process.exitCode = open.length + stale.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}

/** Writes the templates as JSON with all conditions true, because the rules do not support Fn::If. Returns the files. */
function withAllOptions() {
  const app = new cdk.App({ outdir: join(folder, 'plain') });
  const stacks = Object.entries(TEMPLATES).map(([file, parameters]) => {
    const stack = stackOf(app, file.replace('.yaml', ''));
    new include.CfnInclude(stack, 'T', { templateFile: join(HERE, '..', file), parameters });
    return stack;
  });
  const assembly = quietly(() => app.synth());
  return stacks.map((stack) => {
    const file = join(folder, `${stack.node.id}.json`);
    writeFileSync(file, JSON.stringify(resolveConditions(assembly.getStackByName(stack.stackName).template)));
    return file;
  });
}

/** A stack without the resources that CDK adds for its own deployments. */
function stackOf(app, name) {
  return new cdk.Stack(app, name, { synthesizer: new cdk.LegacyStackSynthesizer() });
}

/** Replaces each Fn::If by its first branch. */
function resolveConditions(value) {
  if (Array.isArray(value)) {
    return value.map(resolveConditions);
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  return 'Fn::If' in value
    ? resolveConditions(value['Fn::If'][1])
    : Object.fromEntries(Object.entries(value).map(([name, nested]) => [name, resolveConditions(nested)]));
}

/** The findings as `rule resource`, sorted. */
function findings(files) {
  const outdir = join(folder, 'checked');
  const app = new cdk.App({ outdir });
  cdk.Validations.of(app).addPlugins(new nag.AwsSolutionsChecks(app));
  for (const file of files) {
    new include.CfnInclude(stackOf(app, basename(file, '.json')), 'T', { templateFile: file });
  }
  quietly(() => {
    try {
      app.synth();
    } catch (failed) {
      // Findings make it fail. They are read from the report.
    }
  });
  const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
  return report.pluginReports
    .filter((plugin) => plugin.pluginName === 'AwsSolutions')
    .flatMap((plugin) => plugin.violations)
    .flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath.replace(/.*\//, '')}`))
    .sort();
}

/** The answers as `rule resource`, sorted. Rows of the document's table: | `rule` | resources | why |. */
function answers() {
  return readFileSync(ANSWERS, 'utf8')
    .split('\n')
    .map((line) => line.match(/^\| `(AwsSolutions-[^`]+)` \| ([^|]+) \|/))
    .filter((row) => row)
    .flatMap(([, rule, resources]) => resources.split(',').map((resource) => `${rule} ${resource.trim().replaceAll('`', '')}`))
    .sort();
}

/** Runs without output on the terminal: CDK prints a report that refers to temporary files. */
function quietly(run) {
  const { error, warn, log } = console;
  const write = process.stderr.write;
  console.error = console.warn = console.log = () => {};
  process.stderr.write = () => true;
  try {
    return run();
  } finally {
    Object.assign(console, { error, warn, log });
    process.stderr.write = write;
  }
}
