// Makes the page of the HTTP contract from openapi.yaml.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { CONTRACT, repository } from "./pages.mjs";

/** The contract as Markdown: a section per tag, in it one per operation. */
export function contract() {
  const api = parse(readFileSync(join(repository, CONTRACT), "utf8"));
  const resolved = (value) => (value?.$ref ? value.$ref.slice(2).split("/").reduce((node, key) => node[key], api) : value);
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, title: `${method.toUpperCase()} ${path}` })),
  );
  const sections = api.tags.flatMap(({ name, description }) => [
    `## ${name[0].toUpperCase()}${name.slice(1)}`,
    description,
    ...operations.filter(({ tags }) => tags[0] === name).flatMap((operation) => section(operation, resolved)),
  ]);
  return [
    "Made from `openapi.yaml`, version " +
      `${api.info.version} ([the file](/openapi.yaml)). A running API shows it at ` +
      "`/docs`, where each request can be tried.",
    api.info.description,
    ...sections,
  ].join("\n\n");
}

function section({ title, summary, description, parameters = [], requestBody, responses }, resolved) {
  return [
    `### \`${title}\``,
    summary,
    description ?? "",
    table(
      ["parameter", "meaning", "value"],
      parameters.map(resolved).map((parameter) => {
        const schema = resolved(parameter.schema);
        const text = parameter.description ?? schema.description ?? "";
        return [`\`${parameter.name}\` (${parameter.in})`, text, values(schema)];
      }),
    ),
    example("Request", resolved(requestBody)),
    table(
      ["status", "meaning"],
      Object.entries(responses).map(([status, response]) => [status, resolved(response).description]),
    ),
    example("Response", resolved(responses["200"] ?? responses["201"])),
  ];
}

function values({ type, enum: allowed, minimum, maximum, default: preset }) {
  const range = minimum === undefined ? type : `${minimum} to ${maximum ?? "…"}`;
  return (allowed?.map((value) => `\`${value}\``).join(", ") ?? range) + (preset === undefined ? "" : `; default \`${preset}\``);
}

function table(head, rows) {
  const cell = (text) => text.trim().replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
  const line = (cells) => `| ${cells.map(cell).join(" | ")} |`;
  return rows.length ? [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n") : "";
}

/** The first example of a JSON body, or nothing. */
function example(title, body) {
  const examples = body?.content?.["application/json"]?.examples;
  const { value } = Object.values(examples ?? {})[0] ?? {};
  return value === undefined ? "" : `${title}:\n\n\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
}
