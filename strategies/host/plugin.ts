/** From the name in the configuration to the plugin: found on the main thread, loaded in the worker alone. */
import { existsSync, readdirSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Strategy } from '../sdk/strategy.js';

const SHIPPED = new URL('../samples/', import.meta.url);
const SHIPPED_NAME = /^[a-z0-9-]+$/;
const MODULES = ['.js', '.mjs'];

/** A plugin that will not be better at the next start. The message is for its author. */
export class UnusablePlugin extends Error {
  override readonly name = 'UnusablePlugin';
}

/**
 * @param plugin the name of a strategy that ships, or the path of a module
 * @param directory where relative paths begin: the configuration's
 * @throws UnusablePlugin there is no such file
 */
export function findPlugin(plugin: string, directory: string): string {
  const file = SHIPPED_NAME.test(plugin) ? shippedFile(plugin) : resolve(directory, plugin);
  if (!existsSync(file)) throw new UnusablePlugin(notFound(plugin, file));
  if (!MODULES.includes(extname(file))) throw new UnusablePlugin(notAModule(file));
  return pathToFileURL(file).href;
}

/** @throws UnusablePlugin it is no plugin; or whatever the module throws */
export async function loadPlugin(url: string): Promise<Strategy<unknown>> {
  const { default: plugin } = await import(url);
  if (typeof plugin?.start !== 'function')
    throw new UnusablePlugin(
      `${url} has no default export with a "start" function; see docs/strategies.md for what a plugin is`,
    );
  return plugin;
}

/** @throws UnusablePlugin naming each parameter that is wrong */
export function checkParameters(plugin: Strategy<unknown>, given: unknown): unknown {
  try {
    return plugin.parameters === undefined ? given : plugin.parameters.parse(given);
  } catch (error) {
    throw new UnusablePlugin(`parameters: ${complaints(error).join('; ')}`);
  }
}

const shippedFile = (name: string): string => fileURLToPath(new URL(`${name}.js`, SHIPPED));

function notFound(plugin: string, file: string): string {
  if (!SHIPPED_NAME.test(plugin)) return `plugin "${plugin}": there is no file ${file}`;
  const names = readdirSync(SHIPPED).flatMap((each) => (/^[a-z0-9-]+(?=\.js$)/.exec(each) ?? []).slice(0, 1));
  return `plugin "${plugin}": none of this name ships (${names.join(', ')} do); name a file as "./${plugin}.mjs"`;
}

const notAModule = (file: string): string =>
  `${file} is not a JavaScript module (${MODULES.join(' or ')}); TypeScript is compiled first, see docs/strategies.md`;

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
