/** `pregao strategy …`: write one, test it, look at it, and lead those of a running engine. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { type ParameterRow, parameterTable } from '../../strategies/host/parameter-table.js';
import { findPlugin, loadPlugin } from '../../strategies/host/plugin.js';
import { builtFile, runNode } from './child.js';
import { UsageError } from './failure.js';
import { configEntry, writeStrategy } from './strategy-files.js';
import { leadCommands } from './strategy-lead.js';

const FOLDER = 'strategies';
const TEST_FILE = /\.test\.m?[jt]s$/;

const EXAMPLES = `
Examples:
  pregao strategy new joiner            strategies/joiner.ts and its test
  pregao strategy test                  the tests in the folder strategies
  pregao strategy describe joiner       the parameters that it takes
  pregao strategies                     how those of a running engine are
  pregao strategy stop maker            its orders are cancelled, unless it keeps them
  pregao strategy reload maker          new code, while its orders stand
  pregao strategy parameters maker '{"spreadBps":20}'`;

export function strategyCommand(): Command {
  const command = new Command('strategy')
    .description('strategies: write one, test it, look at it, lead those that run')
    .addHelpText('after', EXAMPLES)
    .addCommand(newStrategy())
    .addCommand(testStrategies())
    .addCommand(describe());
  for (const each of leadCommands()) command.addCommand(each);
  return command;
}

function newStrategy(): Command {
  return new Command('new')
    .description('write a strategy that works, and its test')
    .argument('<name>')
    .option('--folder <dir>', 'where to', FOLDER)
    .option('--javascript', 'JavaScript instead of TypeScript')
    .action((name: string, { folder, javascript }: { folder: string; javascript?: true }) => {
      const files = writeStrategy(name, folder, javascript === undefined);
      for (const file of files) console.log(`wrote ${file}`);
      console.log(`test it:        npx pregao strategy test ${files[1]}`);
      console.log(`"strategies" of the configuration: ${configEntry(name)}`);
    });
}

function testStrategies(): Command {
  return new Command('test')
    .description('run tests of strategies, TypeScript or JavaScript (node:test)')
    .argument('[files...]', `those in the folder ${FOLDER} unless given`)
    .action((files: readonly string[]) => {
      const loader = pathToFileURL(builtFile('strategies/host/module-loader.js')).href;
      return runNode(['--import', loader, '--test', ...(files.length > 0 ? files : testsIn(FOLDER))]);
    });
}

function describe(): Command {
  return new Command('describe')
    .description('what a plugin is called and which parameters it takes')
    .argument('<plugin>', 'as the configuration names it')
    .option('--config <file>', 'the configuration: paths and packages begin where it is')
    .action(async (plugin: string, { config }: { config?: string }) => {
      const directory = config === undefined ? process.cwd() : dirname(resolve(config));
      const loaded = await loadPlugin(findPlugin(plugin, directory));
      console.log(loaded.name);
      for (const line of parameterLines(parameterTable(loaded))) console.log(`  ${line}`);
    });
}

function parameterLines(rows: readonly ParameterRow[] | undefined): string[] {
  if (rows === undefined) return ['its parameters have no schema that can be shown'];
  if (rows.length === 0) return ['takes no parameters'];
  const widest = (texts: readonly string[]) => Math.max(...texts.map(({ length }) => length));
  const values = rows.map(valueText);
  const name = widest(rows.map((row) => row.name));
  const value = widest(values);
  return rows.map((row, i) =>
    [row.name.padEnd(name), values[i].padEnd(value), row.description].join('  ').trimEnd(),
  );
}

function valueText({ type, required, default: value }: ParameterRow): string {
  if (value !== undefined) return `${type} (${JSON.stringify(value)})`;
  return required ? `${type}, has to be given` : type;
}

function testsIn(folder: string): string[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => TEST_FILE.test(file)) : [];
  if (files.length === 0) throw new UsageError(`no tests in the folder ${folder}; name the files`);
  return files.map((file) => join(folder, file));
}
