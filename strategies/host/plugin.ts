/** From the name in the configuration to the plugin: found on the main thread, loaded in the worker alone. */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { resolve as resolveModule } from 'import-meta-resolve';
import type { Strategy } from '../sdk/strategy.js';
import { importTypeScript } from './module-loader.js';

const SHIPPED = new URL('../samples/', import.meta.url);
/** What we have compiled. */
const BUILT = new URL('../../', import.meta.url).href;
/** Beside the configuration. */
const FOLDER = 'strategies';
const MODULES = ['.ts', '.mts', '.js', '.mjs'];
const PLAIN_NAME = /^[\w-]+$/;
const PATH = /^(?:\.{0,2}\/|.*\.\w+$)/;

/** A plugin that will not be better at the next start. The message is for its author. */
export class UnusablePlugin extends Error {
  override readonly name = 'UnusablePlugin';
}

/**
 * @param plugin the name of a strategy that ships or stands in the folder `strategies`, the path of a module, or an npm package
 * @param directory where paths, the folder and the way to `node_modules` begin: the configuration's
 * @returns its URL
 * @throws UnusablePlugin there is no such plugin
 */
export function findPlugin(plugin: string, directory: string): string {
  if (PATH.test(plugin)) return moduleFile(resolve(directory, plugin), `plugin "${plugin}"`);
  return named(plugin, directory) ?? installed(plugin, directory);
}

/** @throws UnusablePlugin it is no plugin; or whatever the module throws */
export async function loadPlugin(url: string): Promise<Strategy<unknown>> {
  if (!url.startsWith(BUILT)) importTypeScript();
  const { default: plugin } = await import(url).catch(rethrow);
  if (typeof plugin?.start !== 'function')
    throw new UnusablePlugin(
      `${url} has no default export with a "start" function; see docs/strategies.md for what a plugin is`,
    );
  return plugin;
}

/** An error that comes from the thread of the module hooks is not cloned to a further one. */
function rethrow(error: unknown): never {
  if (!(error instanceof Error)) throw error;
  throw Object.assign(new Error(error.message), { stack: error.stack });
}

/** @throws UnusablePlugin naming each parameter that is wrong */
export function checkParameters(plugin: Strategy<unknown>, given: unknown): unknown {
  try {
    return plugin.parameters === undefined ? given : plugin.parameters.parse(given);
  } catch (error) {
    throw new UnusablePlugin(`parameters: ${complaints(error).join('; ')}`);
  }
}

function moduleFile(file: string, what: string): string {
  if (!existsSync(file)) throw new UnusablePlugin(`${what}: there is no file ${file}`);
  if (!MODULES.some((extension) => file.endsWith(extension)))
    throw new UnusablePlugin(`${what} is no module: its name ends in none of ${MODULES.join(', ')}`);
  return pathToFileURL(file).href;
}

function named(plugin: string, directory: string): string | undefined {
  if (!PLAIN_NAME.test(plugin)) return undefined;
  const own = MODULES.map((extension) => join(directory, FOLDER, plugin + extension));
  const file = [fileURLToPath(new URL(`${plugin}.js`, SHIPPED)), ...own].find((path) => existsSync(path));
  return file && pathToFileURL(file).href;
}

function installed(plugin: string, directory: string): string {
  try {
    return resolveModule(plugin, pathToFileURL(`${directory}/`).href);
  } catch (error) {
    const ships = readdirSync(SHIPPED).flatMap((each) => /^[a-z0-9-]+(?=\.js$)/.exec(each)?.[0] ?? []);
    throw new UnusablePlugin(
      `plugin "${plugin}": none of this name ships (${ships.join(', ')} do), there is no ${join(directory, FOLDER, plugin)}.ts ` +
        `(or ${MODULES.slice(1).join(', ')}), and no package: ${(error as Error).message}`,
    );
  }
}

interface Issue {
  readonly path?: readonly PropertyKey[];
  readonly message: string;
}

/** A zod error tells all that is wrong at once; any other schema's error, what it says. */
function complaints(error: unknown): string[] {
  const { issues, message = String(error) } = error as { issues?: readonly Issue[]; message?: string };
  if (!Array.isArray(issues)) return [message];
  return issues.map(({ path = [], message: text }: Issue) => [...path.map(String), text].join(': '));
}
