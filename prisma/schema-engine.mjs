#!/usr/bin/env node
// Prisma's schema engine, as the WebAssembly build that npm carries, behind the command line of the native
// engine. The native one is downloaded from a host that many networks do not reach; this one needs npm only.
// The protocol: `cli <command>` answers by exit code, otherwise JSON-RPC, one message a line, on stdin and stdout.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import readline from "node:readline";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

const require = createRequire(import.meta.url);
const flags = process.argv.slice(2);

/** Every value given for a flag, in order. */
function valuesOf(flag) {
  return flags.flatMap((word, i) => (word === flag ? [flags[i + 1]] : []));
}

const databaseUrl = JSON.parse(valuesOf("--datasource")[0] ?? "{}").url;

async function runSql(connectionString, sql) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

function withDatabase(name) {
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** `cli can-connect-to-database`, `cli create-database`, `cli drop-database`. */
async function answerByExitCode(command) {
  const name = decodeURIComponent(new URL(databaseUrl).pathname.slice(1));
  const quoted = `"${name.replaceAll('"', '""')}"`;
  try {
    if (command === "can-connect-to-database") await runSql(databaseUrl, "select 1");
    else if (command === "create-database") await runSql(withDatabase("postgres"), `create database ${quoted}`);
    else if (command === "drop-database") await runSql(withDatabase("postgres"), `drop database ${quoted}`);
    else throw new Error(`The schema engine knows no command "${command}".`);
    return 0;
  } catch (error) {
    const fields = {
      message: error.message,
      error_code: error.code === "3D000" ? "P1003" : "P1001",
      is_panic: false,
      meta: { database_name: name },
    };
    const entry = { timestamp: new Date().toISOString(), level: "ERROR", fields, target: "schema_engine::logger" };
    // The CLI skips the first line of standard error.
    process.stderr.write(`\n${JSON.stringify(entry)}\n`);
    return 1;
  }
}

const CHAR_OID = 18;
const BPCHAR_OID = 1042;
const charColumns = new Set();

/**
 * The catalogue's "char" columns have no counterpart in the driver adapter: it is shown them as bpchar, and the
 * engine is told afterwards that they hold single characters.
 */
function readCharColumnsAsText() {
  const result = require("pg/lib/result").prototype;
  const addFields = result.addFields;
  result.addFields = function (fields) {
    for (const field of fields) {
      if (field.dataTypeID !== CHAR_OID) continue;
      charColumns.add(field.name);
      field.dataTypeID = BPCHAR_OID;
    }
    return addFields.call(this, fields);
  };
}

function tellingChars(adapter) {
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    result.columnTypes = result.columnTypes.map((type, i) =>
      charColumns.has(result.columnNames[i]) ? ColumnTypeEnum.Character : type,
    );
    return result;
  };
  return adapter;
}

/** The adapter cuts a migration at every semicolon, those within a function's body too: the server reads it whole. */
function readingWholeScripts(adapter, connectionString) {
  adapter.executeScript = (script) => runSql(connectionString, script);
  return adapter;
}

/** The adapter's own shadow database is dropped while it is still connected; this one is dropped after. */
async function connectToShadowDatabase() {
  const name = `prisma_shadow_${randomUUID()}`;
  await runSql(databaseUrl, `create database "${name}"`);
  const shadow = withDatabase(name);
  const adapter = readingWholeScripts(tellingChars(await new PrismaPg({ connectionString: shadow }).connect()), shadow);
  const dispose = adapter.dispose.bind(adapter);
  adapter.dispose = async () => {
    await dispose();
    await runSql(databaseUrl, `drop database if exists "${name}" with (force)`);
  };
  return adapter;
}

function adapterFactory() {
  const factory = new PrismaPg({ connectionString: databaseUrl });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => readingWholeScripts(tellingChars(await connect()), databaseUrl);
  factory.connectToShadowDb = connectToShadowDatabase;
  return bindMigrationAwareSqlAdapterFactory(factory);
}

async function loadEngine() {
  const folder = path.dirname(require.resolve("@prisma/schema-engine-wasm"));
  const wasm = readFileSync(path.join(folder, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => process.stderr.write(`\n${message}\n`) };
}

function say(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}

/**
 * What the migrations in the folder lack against the schema. This build's own `createMigration` and
 * `evaluateDataLoss` never reach the shadow database, its `diff` does: both are answered from it.
 */
async function diffFromMigrations(newEngine, { migrationsList, schema, filters }, script) {
  const engine = await newEngine();
  const from = { tag: "migrations", ...migrationsList };
  const to = { tag: "schemaDatamodel", ...schema };
  return engine.diff({ from, to, script, shadowDatabaseUrl: null, exitCode: true, filters });
}

async function evaluateDataLoss(newEngine, params) {
  const { exitCode, stdout } = await diffFromMigrations(newEngine, params, true);
  // Without a look at the rows, every statement that takes something away is warned of.
  const losses = (stdout ?? "").split("\n").filter((line) => /\bDROP (TABLE|COLUMN|SCHEMA)\b|\bTYPE\b.*\bUSING\b/i.test(line));
  const warnings = losses.map((line) => ({ message: `Data may be lost by: ${line.trim()}`, stepIndex: 0 }));
  return { migrationSteps: exitCode === 2 ? 1 : 0, warnings, unexecutableSteps: [] };
}

async function createMigration(newEngine, params) {
  const { exitCode, stdout } = await diffFromMigrations(newEngine, params, true);
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  return {
    connectorType: "postgresql",
    generatedMigrationName: `${stamp}_${params.migrationName || "migration"}`,
    migrationScript: exitCode === 2 || params.draft ? (stdout ?? "") : null,
    extension: "sql",
  };
}

const answeredFromDiff = { evaluateDataLoss, createMigration };

async function answerCalls() {
  readCharColumnsAsText();
  await loadEngine();
  const datamodels = valuesOf("--datamodels").map((file) => [file, readFileSync(file, "utf8")]);
  const factory = adapterFactory();
  const options = { datamodels: datamodels.length ? datamodels : undefined };
  // A fresh engine a call: one that has applied migrations refuses to open a shadow database.
  const newEngine = () => bindings.SchemaEngine.new(options, () => {}, factory);
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { id, method, params } = JSON.parse(line);
    if (!method) continue; // the CLI's answer to our "print"
    try {
      const result = answeredFromDiff[method]
        ? await answeredFromDiff[method](newEngine, params)
        : await (await newEngine())[method === "getDatabaseVersion" ? "version" : method](params);
      if (method === "diff" && result.stdout) {
        say({ id: 10_000 + id, method: "print", params: { content: result.stdout } });
      }
      say({ id, result: result ?? null });
    } catch (error) {
      const data = { is_panic: false, message: error.message, meta: error.meta ?? null, error_code: error.code ?? null };
      say({ id, error: { code: 4466, message: "An error happened. Check the data field for details.", data } });
    }
  }
}

if (flags.includes("cli")) process.exit(await answerByExitCode(valuesOf("cli")[0]));
else await answerCalls();
